// Setting a package apart takes one person and a second thought; bringing it back takes two supervisors.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../../core/model/command.ts';
import { useTranslator } from '../../shared/translator.ts';
import { hasAnyRole, type CaseActionProps } from './caseSteps.ts';
import { asPackageId } from '../../../core/model/ids.ts';

export function QuarantineAction({ caseView, commandSender, perform }: CaseActionProps) {
  const { t } = useTranslator();
  const [isConfirming, setIsConfirming] = useState(false);
  const { package: packageId } = caseView;
  if (packageId === null) return null;
  return (
    <div class="choices further">
      {isConfirming ? (
        <>
          <p class="hint">{t('case.quarantine.why')}</p>
          <button
            type="button"
            disabled={commandSender.busy}
            onClick={() =>
              void perform({ kind: 'quarantine', package: asPackageId(packageId) }).then(() => setIsConfirming(false))
            }
          >
            {t('case.quarantine.sure')}
          </button>
          <button type="button" class="quiet" onClick={() => setIsConfirming(false)}>
            {t('cancel')}
          </button>
        </>
      ) : (
        <button type="button" class="quiet" onClick={() => setIsConfirming(true)}>
          {t('case.quarantine.do')}
        </button>
      )}
    </div>
  );
}

export function LiftQuarantineAction({
  caseView,
  currentOperator,
  commandSender,
  perform,
  askSecondPerson,
  nameOf,
}: CaseActionProps) {
  const { t } = useTranslator();
  const { package: packageId, askedBy } = caseView;
  if (packageId === null) return null;
  const body: CommandBody = { kind: 'lift-quarantine', package: asPackageId(packageId) };
  const mayAct = hasAnyRole(currentOperator, ['supervisor']) && askedBy !== currentOperator.operator;
  return (
    <>
      <p class="question">
        {askedBy === null ? t('case.lift.ask') : t('case.lift.confirm', { operator: nameOf(askedBy) })}
      </p>
      <div class="choices">
        {mayAct && (
          <button type="button" class="main" disabled={commandSender.busy} onClick={() => void perform(body)}>
            {t(askedBy === null ? 'case.lift.do' : 'case.lift.confirm-do')}
          </button>
        )}
        {askedBy !== null && (
          <button
            type="button"
            class={mayAct ? '' : 'main'}
            onClick={() => askSecondPerson(body, t('case.lift.title', { mark: caseView.mark ?? packageId }))}
          >
            {t('case.lift.second')}
          </button>
        )}
      </div>
    </>
  );
}
