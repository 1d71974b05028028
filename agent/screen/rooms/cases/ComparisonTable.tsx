// One comparison term by term, so that a person can follow it with pencil and paper.
import type { ArithmeticView } from '../../../core/views/stateView.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator, type TextKey } from '../../shared/translator.ts';
import { isWithinTolerance } from '../../shared/massSums.ts';

type Term = [text: TextKey, value: string, sign: string];

export function ComparisonTable({ of }: { of: ArithmeticView }) {
  const { t, language } = useTranslator();
  const within = isWithinTolerance(of);
  const terms: Term[] = [
    ['arithmetic.measured', of.measuredKg, ''],
    ['arithmetic.expected', of.declaredKg, '−'],
    ['arithmetic.difference', of.differenceKg, '='],
    ['arithmetic.scale', of.scaleBoundKg, ''],
    ['arithmetic.rounding', of.roundingKg, '+'],
    ['arithmetic.other', of.otherLimitKg, '+'],
    ['arithmetic.other-rounding', of.otherRoundingKg, '+'],
    ['arithmetic.tolerance', of.toleranceKg, '='],
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
      <p class={within ? 'good judged' : 'bad judged'}>
        <Icon shape={within ? 'check' : 'cross'} />{' '}
        {t(within ? 'arithmetic.within' : 'arithmetic.beyond', {
          difference: formatKg(language, of.differenceKg),
          tolerance: formatKg(language, of.toleranceKg),
        })}
      </p>
    </div>
  );
}
