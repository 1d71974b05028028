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

interface ActsProps extends Pick<CaseActionProps, 'caseView' | 'currentOperator' | 'nameOf'> {
  state: StateView;
  reload: () => void;
}

export function CaseActions({ caseView, state, currentOperator, nameOf, reload }: ActsProps) {
  const { t } = useTranslator();
  const commanding = useCommandSender();
  const [done, setDone] = useState(false);
  const [asked, setAsked] = useState<{ body: CommandBody; title: string } | null>(null);
  const act = async (body: CommandBody): Promise<boolean> => {
    setDone(false);
    const ok = await commanding.send(body);
    setDone(ok && body.kind !== 'announce-load');
    reload();
    return ok;
  };
  const props: CaseActionProps = {
    caseView,
    currentOperator,
    commandSender: commanding,
    perform: act,
    askSecondPerson: (body, title) => setAsked({ body, title }),
    nameOf,
  };
  return (
    <section class="card acts" aria-labelledby="acts-title">
      <h3 id="acts-title">{t('case.now')}</h3>
      <CommandErrorMessage commanding={commanding} />
      {done && commanding.error === null && (
        <p class="good" role="status">
          <Icon shape="check" /> {t('case.done')}
        </p>
      )}
      <MainAct {...props} state={state} />
      {mayWorkOnCases(currentOperator) && caseView.can.includes('quarantine') && <QuarantineAction {...props} />}
      {asked !== null && (
        <SecondPersonDialog
          {...asked}
          cancel={() => setAsked(null)}
          done={() => {
            setAsked(null);
            setDone(true);
            commanding.clearError();
            reload();
          }}
        />
      )}
    </section>
  );
}

function MainAct(props: CaseActionProps & { state: StateView }) {
  const { t } = useTranslator();
  const { caseView, currentOperator } = props;
  const step = findNextCaseStep(caseView);
  if (step === 'nobody' && !caseView.can.includes('lift-quarantine')) return <p>{t('case.over')}</p>;
  if (!mayWorkOnCases(currentOperator)) return <p>{t(`case.waits.${step}`)}</p>;
  switch (step) {
    case 'approve':
      return <Approve {...props} />;
    case 'look-again':
      return <LookAgainAction {...props} />;
    case 'recount':
      return <RecountAction {...props} />;
    case 'headquarters':
      return <p>{t('case.headquarters-next')}</p>;
    case 'lift':
    case 'nobody':
      return <LiftQuarantineAction {...props} />;
  }
}

function Approve({ caseView, currentOperator, commandSender, perform, askSecondPerson }: CaseActionProps) {
  const { t, codeText } = useTranslator();
  const body: CommandBody = { kind: 'approve-finding', finding: caseView.finding };
  const touched = hasTouchedCase(caseView, currentOperator);
  const title = t('case.approve.title', {
    finding: codeText('finding', caseView.code),
    mark: caseView.mark ?? t('case.about-lot'),
  });
  return (
    <>
      <p class="question">{t(touched ? 'case.approve.you' : 'case.approve.ask')}</p>
      <div class="choices">
        {!touched && (
          <button type="button" class="main" disabled={commandSender.busy} onClick={() => void perform(body)}>
            {t('case.approve.do')}
          </button>
        )}
        <button type="button" class={touched ? 'main' : ''} onClick={() => askSecondPerson(body, title)}>
          {t('case.approve.second')}
        </button>
      </div>
    </>
  );
}

export function LookAgainAction({ caseView, currentOperator, commandSender, perform }: CaseActionProps) {
  const { t } = useTranslator();
  if (hasTouchedCase(caseView, currentOperator)) return <p class="question">{t('case.look.you')}</p>;
  return (
    <>
      <p class="question">{t('case.look.ask')}</p>
      <div class="choices">
        {[true, false].map((there) => (
          <button
            key={String(there)}
            type="button"
            disabled={commandSender.busy}
            onClick={() => void perform({ kind: 'look-again', finding: caseView.finding, there })}
          >
            {t(there ? 'case.look.there' : 'case.look.not-there')}
          </button>
        ))}
      </div>
    </>
  );
}
