// One comparison term by term, so that a person can follow it with pencil and paper.
import type { ArithmeticView } from '../../core/shown/view.ts';
import { kg } from './format.ts';
import { Sign } from './Sign.tsx';
import { useWords, type TextKey } from './text.ts';
import { isWithin } from './sums.ts';

type Term = [text: TextKey, value: string, sign: string];

export function Arithmetic({ of }: { of: ArithmeticView }) {
  const { t, language } = useWords();
  const within = isWithin(of);
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
                {sign} {kg(language, value)} kg
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class={within ? 'good judged' : 'bad judged'}>
        <Sign shape={within ? 'check' : 'cross'} />{' '}
        {t(within ? 'arithmetic.within' : 'arithmetic.beyond', {
          difference: kg(language, of.differenceKg),
          tolerance: kg(language, of.toleranceKg),
        })}
      </p>
    </div>
  );
}
