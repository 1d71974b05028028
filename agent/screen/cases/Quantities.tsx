// How much, how it is known, and how far it may be off; or why that is hidden.
import type { CaseView, QuantityView } from '../../core/shown/lookup.ts';
import { Arithmetic } from '../shared/Arithmetic.tsx';
import { kg } from '../shared/format.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';

export function Quantities({ shown }: { shown: CaseView }) {
  const { t } = useWords();
  return (
    <section class="card" aria-labelledby="quantities-title">
      <h3 id="quantities-title">{t('case.quantities')}</h3>
      {shown.blind ? (
        <p class="hidden-weights">
          <Sign shape="square" /> <span>{t('case.blind')}</span>
        </p>
      ) : (
        <>
          {shown.quantities.length === 0 ? (
            <p>{t('case.quantities-none')}</p>
          ) : (
            <QuantityTable quantities={shown.quantities} recounted={shown.recount !== null} />
          )}
          {shown.arithmetic !== null && <Arithmetic of={shown.arithmetic} />}
        </>
      )}
    </section>
  );
}

function QuantityTable({ quantities, recounted }: { quantities: readonly QuantityView[]; recounted: boolean }) {
  const { t, named, language } = useWords();
  // The first figure is the one that was found; a recount's comes after it.
  const isRecount = (at: number): boolean => recounted && at > 0 && quantities[at]?.of === 'measured';
  return (
    <div class="scroll">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t('case.quantity')}</th>
            <th scope="col" class="kg">
              {t('case.kg')}
            </th>
            <th scope="col" class="kg">
              {t('case.uncertainty')}
            </th>
            <th scope="col">{t('case.basis')}</th>
          </tr>
        </thead>
        <tbody>
          {quantities.map((one, at) => (
            <tr key={at}>
              <th scope="row">{isRecount(at) ? t('case.of.recount') : named('case.of', one.of)}</th>
              <td class="kg">{kg(language, one.kg)} kg</td>
              <td class="kg">
                {one.limitKg === null ? t('case.uncertainty-none') : `± ${kg(language, one.limitKg)} kg`}
              </td>
              <td>{named('case.basis', one.basis)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
