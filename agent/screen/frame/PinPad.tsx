// Digits for fingers in gloves. The field beside it takes a keyboard's as well.
import { useTranslator } from '../shared/translator.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
const LONGEST = 12;

export function PinPad({ press }: { press: (next: (before: string) => string) => void }) {
  const { t } = useTranslator();
  return (
    <div class="pin-pad" role="group" aria-label={t('sign-in.pad')}>
      {KEYS.map((digit) => (
        <button key={digit} type="button" onClick={() => press((before) => (before + digit).slice(0, LONGEST))}>
          {digit}
        </button>
      ))}
      <button type="button" class="quiet" onClick={() => press((before) => before.slice(0, -1))}>
        {t('sign-in.delete')}
      </button>
    </div>
  );
}
