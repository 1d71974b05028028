// One comparison term by term, so that a person can follow it with pencil and paper.
import type { ArithmeticView } from '../../../core/views/stateView.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator, type TextKey } from '../../shared/translator.ts';
import { isWithinTolerance } from '../../shared/massSums.ts';

type Term = [text: TextKey, value: string, sign: string];

export function ComparisonTable({ arithmetic }: { arithmetic: ArithmeticView }) {
  const { t, language } = useTranslator();
  const isWithin = isWithinTolerance(arithmetic);
  const terms: Term[] = [
    ['arithmetic.measured', arithmetic.measuredKg, ''],
    ['arithmetic.expected', arithmetic.declaredKg, '−'],
    ['arithmetic.difference', arithmetic.differenceKg, '='],
    ['arithmetic.scale', arithmetic.scaleBoundKg, ''],
    ['arithmetic.rounding', arithmetic.roundingKg, '+'],
    ['arithmetic.other', arithmetic.otherLimitKg, '+'],
    ['arithmetic.other-rounding', arithmetic.otherRoundingKg, '+'],
    ['arithmetic.tolerance', arithmetic.toleranceKg, '='],
  ];
  return (
    <div class="scroll">
      <table class="figures arithmetic">
        <caption>{t('arithmetic.title')}</caption>
        <tbody>
          {terms.map(([text, value, sign]) => (
            <tr key={text} class={sign === '=' ? 'sum' : ''}>
              <th scope="row">{t(text)}</th>
              <td class="kg">
                {sign} {formatKg(language, value)} kg
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class={isWithin ? 'good result' : 'bad result'}>
        <Icon shape={isWithin ? 'check' : 'cross'} />{' '}
        {t(isWithin ? 'arithmetic.within' : 'arithmetic.beyond', {
          difference: formatKg(language, arithmetic.differenceKg),
          tolerance: formatKg(language, arithmetic.toleranceKg),
        })}
      </p>
    </div>
  );
}
