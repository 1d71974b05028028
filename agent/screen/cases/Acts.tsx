// What can be done about a case now: one question with large answers first, the rest below. The agent decides again who
// may.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../core/command.ts';
import type { StateView } from '../../core/shown/view.ts';
import { SecondPerson } from '../shell/SecondPerson.tsx';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleLine } from '../shared/TroubleLine.tsx';
import { useCommand } from '../wire/command.ts';
import type { ActProps } from './actProps.ts';
import { LookAgain } from './LookAgain.tsx';
import { hadAHand, mayWork, nextStep } from './nextStep.ts';
import { QuarantineAct, LiftQuarantine } from './QuarantineActs.tsx';
import { Recount } from './Recount.tsx';

interface ActsProps extends Pick<ActProps, 'shown' | 'who' | 'nameOf'> {
  state: StateView;
  reload: () => void;
}

export function Acts({ shown, state, who, nameOf, reload }: ActsProps) {
  const { t } = useWords();
  const commanding = useCommand();
  const [done, setDone] = useState(false);
  const [asked, setAsked] = useState<{ body: CommandBody; title: string } | null>(null);
  const act = async (body: CommandBody): Promise<boolean> => {
    setDone(false);
    const ok = await commanding.ask(body);
    setDone(ok && body.kind !== 'announce-load');
    reload();
    return ok;
  };
  const props: ActProps = { shown, who, commanding, act, second: (body, title) => setAsked({ body, title }), nameOf };
  return (
    <section class="card acts" aria-labelledby="acts-title">
      <h3 id="acts-title">{t('case.now')}</h3>
      <TroubleLine commanding={commanding} />
      {done && commanding.trouble === null && (
        <p class="good" role="status">
          <Sign shape="check" /> {t('case.done')}
        </p>
      )}
      <MainAct {...props} state={state} />
      {mayWork(who) && shown.can.includes('quarantine') && <QuarantineAct {...props} />}
      {asked !== null && (
        <SecondPerson
          {...asked}
          cancel={() => setAsked(null)}
          done={() => {
            setAsked(null);
            setDone(true);
            commanding.clear();
            reload();
          }}
        />
      )}
    </section>
  );
}

function MainAct(props: ActProps & { state: StateView }) {
  const { t } = useWords();
  const { shown, who } = props;
  const step = nextStep(shown);
  if (step === 'nobody' && !shown.can.includes('lift-quarantine')) return <p>{t('case.over')}</p>;
  if (!mayWork(who)) return <p>{t(`case.waits.${step}`)}</p>;
  switch (step) {
    case 'approve':
      return <Approve {...props} />;
    case 'look-again':
      return <LookAgain {...props} />;
    case 'recount':
      return <Recount {...props} />;
    case 'headquarters':
      return <p>{t('case.headquarters-next')}</p>;
    case 'lift':
    case 'nobody':
      return <LiftQuarantine {...props} />;
  }
}

function Approve({ shown, who, commanding, act, second }: ActProps) {
  const { t, named } = useWords();
  const body: CommandBody = { kind: 'approve-finding', finding: shown.finding };
  const touched = hadAHand(shown, who);
  const title = t('case.approve.title', {
    finding: named('finding', shown.code),
    mark: shown.mark ?? t('case.about-lot'),
  });
  return (
    <>
      <p class="question">{t(touched ? 'case.approve.you' : 'case.approve.ask')}</p>
      <div class="choices">
        {!touched && (
          <button type="button" class="main" disabled={commanding.busy} onClick={() => void act(body)}>
            {t('case.approve.do')}
          </button>
        )}
        <button type="button" class={touched ? 'main' : ''} onClick={() => second(body, title)}>
          {t('case.approve.second')}
        </button>
      </div>
    </>
  );
}
