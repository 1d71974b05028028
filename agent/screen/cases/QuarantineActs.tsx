// Setting a package apart takes one person and a second thought; bringing it back takes two supervisors.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../core/command.ts';
import { useWords } from '../shared/text.ts';
import type { ActProps } from './actProps.ts';
import { hasAny } from './nextStep.ts';

export function QuarantineAct({ shown, commanding, act }: ActProps) {
  const { t } = useWords();
  const [sure, setSure] = useState(false);
  const { package: id } = shown;
  if (id === null) return null;
  return (
    <div class="choices further">
      {sure ? (
        <>
          <p class="hint">{t('case.quarantine.why')}</p>
          <button
            type="button"
            disabled={commanding.busy}
            onClick={() => void act({ kind: 'quarantine', package: id }).then(() => setSure(false))}
          >
            {t('case.quarantine.sure')}
          </button>
          <button type="button" class="quiet" onClick={() => setSure(false)}>
            {t('cancel')}
          </button>
        </>
      ) : (
        <button type="button" class="quiet" onClick={() => setSure(true)}>
          {t('case.quarantine.do')}
        </button>
      )}
    </div>
  );
}

export function LiftQuarantine({ shown, who, commanding, act, second, nameOf }: ActProps) {
  const { t } = useWords();
  const { package: id, askedBy } = shown;
  if (id === null) return null;
  const body: CommandBody = { kind: 'lift-quarantine', package: id };
  const mayAct = hasAny(who, ['supervisor']) && askedBy !== who.operator;
  return (
    <>
      <p class="question">
        {askedBy === null ? t('case.lift.ask') : t('case.lift.confirm', { operator: nameOf(askedBy) })}
      </p>
      <div class="choices">
        {mayAct && (
          <button type="button" class="main" disabled={commanding.busy} onClick={() => void act(body)}>
            {t(askedBy === null ? 'case.lift.do' : 'case.lift.confirm-do')}
          </button>
        )}
        {askedBy !== null && (
          <button
            type="button"
            class={mayAct ? '' : 'main'}
            onClick={() => second(body, t('case.lift.title', { mark: shown.mark ?? id }))}
          >
            {t('case.lift.second')}
          </button>
        )}
      </div>
    </>
  );
}
