// How much, how it is known, and how far it may be off; or why that is hidden.
import type { CaseView, QuantityView } from '../../../core/views/lookupViews.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

export function CaseQuantityTable({ shown }: { shown: CaseView }) {
  const { t } = useTranslator();
  return (
    <section class="card" aria-labelledby="quantities-title">
      <h3 id="quantities-title">{t('case.quantities')}</h3>
      {shown.blind ? (
        <p class="hidden-weights">
          <Icon shape="square" /> <span>{t('case.blind')}</span>
        </p>
      ) : (
        <>
          {shown.quantities.length === 0 ? (
            <p>{t('case.quantities-none')}</p>
          ) : (
            <QuantityTable quantities={shown.quantities} recounted={shown.recount !== null} />
          )}
          {shown.arithmetic !== null && <ComparisonTable of={shown.arithmetic} />}
        </>
      )}
    </section>
  );
}

function QuantityTable({ quantities, recounted }: { quantities: readonly QuantityView[]; recounted: boolean }) {
  const { t, codeText, language } = useTranslator();
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
              <th scope="row">{isRecount(at) ? t('case.of.recount') : codeText('case.of', one.of)}</th>
              <td class="kg">{formatKg(language, one.kg)} kg</td>
              <td class="kg">
                {one.limitKg === null ? t('case.uncertainty-none') : `± ${formatKg(language, one.limitKg)} kg`}
              </td>
              <td>{codeText('case.basis', one.basis)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
