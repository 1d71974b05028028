// How much, how it is known, and how far it may be off; or why that is hidden.
import type { CaseView, QuantityView } from '../../../core/views/lookupViews.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

export function CaseQuantityTable({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslator();
  return (
    <section class="card" aria-labelledby="quantities-title">
      <h3 id="quantities-title">{t('case.quantities')}</h3>
      {caseView.blind ? (
        <p class="hidden-weights">
          <Icon shape="square" /> <span>{t('case.blind')}</span>
        </p>
      ) : (
        <>
          {caseView.quantities.length === 0 ? (
            <p>{t('case.quantities-none')}</p>
          ) : (
            <QuantityTable quantities={caseView.quantities} hasRecount={caseView.recount !== null} />
          )}
          {caseView.arithmetic !== null && <ComparisonTable arithmetic={caseView.arithmetic} />}
        </>
      )}
    </section>
  );
}

function QuantityTable({ quantities, hasRecount }: { quantities: readonly QuantityView[]; hasRecount: boolean }) {
  const { t, codeText, language } = useTranslator();
  // The first figure is the one that was found; a recount's comes after it.
  const isRecount = (index: number): boolean => hasRecount && index > 0 && quantities[index]?.of === 'measured';
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
          {quantities.map((quantity, index) => (
            <tr key={index}>
              <th scope="row">
                {isRecount(index) ? t('case.quantity-kind.recount') : codeText('case.quantity-kind', quantity.of)}
              </th>
              <td class="kg">{formatKg(language, quantity.kg)} kg</td>
              <td class="kg">
                {quantity.limitKg === null ? t('case.limit-unknown') : `± ${formatKg(language, quantity.limitKg)} kg`}
              </td>
              <td>{codeText('case.basis', quantity.basis)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
