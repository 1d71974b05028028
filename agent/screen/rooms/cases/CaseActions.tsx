// What can be done about a case now: one question with large answers first, the rest below. The agent decides again who
// may.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../../core/model/command.ts';
import type { StateView } from '../../../core/views/stateView.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { useCommandSender } from '../../wire/commandSender.ts';
import { hasTouchedCase, mayWorkOnCases, findNextCaseStep, type CaseActionProps } from './caseSteps.ts';
import { QuarantineAction, LiftQuarantineAction } from './QuarantineActions.tsx';
import { RecountAction } from './RecountAction.tsx';

interface CaseActionsProps extends Pick<CaseActionProps, 'caseView' | 'currentOperator' | 'nameOf'> {
  state: StateView;
  onChanged: () => void;
}

export function CaseActions({ caseView, state, currentOperator, nameOf, onChanged }: CaseActionsProps) {
  const { t } = useTranslator();
  const commandSender = useCommandSender();
  const [isDone, setIsDone] = useState(false);
  const [secondPersonRequest, setSecondPersonRequest] = useState<{ body: CommandBody; title: string } | null>(null);
  const perform = async (body: CommandBody): Promise<boolean> => {
    setIsDone(false);
    const isAccepted = await commandSender.send(body);
    setIsDone(isAccepted && body.kind !== 'announce-load');
    onChanged();
    return isAccepted;
  };
  const props: CaseActionProps = {
    caseView,
    currentOperator,
    commandSender,
    perform,
    askSecondPerson: (body, title) => setSecondPersonRequest({ body, title }),
    nameOf,
  };
  return (
    <section class="card acts" aria-labelledby="acts-title">
      <h3 id="acts-title">{t('case.now')}</h3>
      <CommandErrorMessage commandSender={commandSender} />
      {isDone && commandSender.error === null && (
        <p class="good" role="status">
          <Icon shape="check" /> {t('case.done')}
        </p>
      )}
      <NextStepAction {...props} state={state} />
      {mayWorkOnCases(currentOperator) && caseView.can.includes('quarantine') && <QuarantineAction {...props} />}
      {secondPersonRequest !== null && (
        <SecondPersonDialog
          {...secondPersonRequest}
          onCancel={() => setSecondPersonRequest(null)}
          onDone={() => {
            setSecondPersonRequest(null);
            setIsDone(true);
            commandSender.clearError();
            onChanged();
          }}
        />
      )}
    </section>
  );
}

function NextStepAction(props: CaseActionProps & { state: StateView }) {
  const { t } = useTranslator();
  const { caseView, currentOperator } = props;
  const step = findNextCaseStep(caseView);
  if (step === 'nobody' && !caseView.can.includes('lift-quarantine')) return <p>{t('case.over')}</p>;
  if (!mayWorkOnCases(currentOperator)) return <p>{t(`case.waits.${step}`)}</p>;
  switch (step) {
    case 'approve':
      return <ApproveAction {...props} />;
    case 'look-again':
      return <LookAgainAction {...props} />;
    case 'recount':
      return <RecountAction {...props} />;
    case 'photograph':
      return <p class="question">{t('case.photograph-next')}</p>;
    case 'headquarters':
      return (
        <p>
          {caseView.notAlone.length > 0 && `${t('case.weigh-alone', { marks: caseView.notAlone.join(', ') })} `}
          {t(caseView.escalated === null ? 'case.headquarters-next' : `case.escalated.${caseView.escalated.reason}`)}
        </p>
      );
    case 'lift':
    case 'nobody':
      return <LiftQuarantineAction {...props} />;
  }
}

function ApproveAction({ caseView, currentOperator, commandSender, perform, askSecondPerson }: CaseActionProps) {
  const { t, codeText } = useTranslator();
  const body: CommandBody = { kind: 'approve-finding', finding: caseView.finding };
  const hasTouched = hasTouchedCase(caseView, currentOperator);
  const title = t('case.approve.title', {
    finding: codeText('finding', caseView.code),
    mark: caseView.mark ?? t('case.about-lot'),
  });
  return (
    <>
      <p class="question">{t(hasTouched ? 'case.approve.you' : 'case.approve.ask')}</p>
      <div class="choices">
        {!hasTouched && (
          <button type="button" class="main" disabled={commandSender.busy} onClick={() => void perform(body)}>
            {t('case.approve.do')}
          </button>
        )}
        <button type="button" class={hasTouched ? 'main' : ''} onClick={() => askSecondPerson(body, title)}>
          {t('case.approve.second')}
        </button>
      </div>
    </>
  );
}

export function LookAgainAction({ caseView, currentOperator, commandSender, perform }: CaseActionProps) {
  const { t } = useTranslator();
  if (hasTouchedCase(caseView, currentOperator)) return <p class="question">{t('case.look-again.you')}</p>;
  return (
    <>
      <p class="question">{t('case.look-again.ask')}</p>
      <div class="choices">
        {[true, false].map((isThere) => (
          <button
            key={String(isThere)}
            type="button"
            disabled={commandSender.busy}
            onClick={() => void perform({ kind: 'look-again', finding: caseView.finding, there: isThere })}
          >
            {t(isThere ? 'case.look-again.there' : 'case.look-again.not-there')}
          </button>
        ))}
      </div>
    </>
  );
}
