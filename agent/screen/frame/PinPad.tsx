// Digits for fingers in gloves. The field beside it takes a keyboard's as well.
import { useTranslator } from '../shared/translator.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];
const MAX_PIN_DIGITS = 12;

export function PinPad({ updatePin }: { updatePin: (update: (previous: string) => string) => void }) {
  const { t } = useTranslator();
  return (
    <div class="pin-pad" role="group" aria-label={t('sign-in.pad')}>
      {KEYS.map((digit) => (
        <button
          key={digit}
          type="button"
          onClick={() => updatePin((previous) => (previous + digit).slice(0, MAX_PIN_DIGITS))}
        >
          {digit}
        </button>
      ))}
      <button type="button" class="quiet" onClick={() => updatePin((previous) => previous.slice(0, -1))}>
        {t('sign-in.delete')}
      </button>
    </div>
  );
}
