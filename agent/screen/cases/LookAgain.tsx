// Looking again for what was missing: there, or not there. Not by whoever looked before.
import { useWords } from '../shared/text.ts';
import type { ActProps } from './actProps.ts';
import { hadAHand } from './nextStep.ts';

export function LookAgain({ shown, who, commanding, act }: ActProps) {
  const { t } = useWords();
  if (hadAHand(shown, who)) return <p class="question">{t('case.look.you')}</p>;
  return (
    <>
      <p class="question">{t('case.look.ask')}</p>
      <div class="choices">
        {[true, false].map((there) => (
          <button
            key={String(there)}
            type="button"
            disabled={commanding.busy}
            onClick={() => void act({ kind: 'look-again', finding: shown.finding, there })}
          >
            {t(there ? 'case.look.there' : 'case.look.not-there')}
          </button>
        ))}
      </div>
    </>
  );
}
