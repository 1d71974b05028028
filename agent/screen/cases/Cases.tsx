// The cases, what waits for a person first; and the doors to what belongs to them: reports, deputies, quarantine,
// deposits.
import { useContext, useState } from 'preact/hooks';
import type { CaseView } from '../../core/shown/lookup.ts';
import { addressOf } from '../shell/route.ts';
import type { RoomProps } from '../shell/roomProps.ts';
import { useScan } from '../shared/scan.ts';
import { SoundContext } from '../shared/sound.ts';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import '../style/cases.css';
import { CaseCard } from './CaseCard.tsx';
import { useCasePages } from './casePages.ts';
import { Deposits } from './Deposits.tsx';
import { Deputy } from './Deputy.tsx';
import { usePeople } from './names.ts';
import { casesKey, casesOf, hasAny, inOrder, mayWork } from './nextStep.ts';
import { Quarantined } from './Quarantined.tsx';
import { Report } from './Report.tsx';

export { Case } from './Case.tsx';

type Desk = 'report' | 'deputy' | 'quarantined' | 'deposits';

export function Cases({ state, who }: RoomProps) {
  const { t } = useWords();
  const sound = useContext(SoundContext);
  const [shown, setShown] = useState<'open' | 'decided'>('open');
  const [desk, setDesk] = useState<Desk | null>(null);
  const [only, setOnly] = useState<string | null>(null);
  const pages = useCasePages(shown, casesKey(state));
  const known = pages.cases ?? [];

  useScan((code) => {
    if (desk !== null) return false;
    const found = casesOf(known, code, state);
    sound(found.length > 0 ? 'done' : 'look');
    if (found.length === 1 && found[0] !== undefined) location.hash = addressOf('case', found[0].finding);
    else setOnly(code.trim());
    return true;
  });

  if (desk !== null)
    return <DeskShown desk={desk} code={only} room={{ state, who, id: '' }} leave={() => setDesk(null)} />;
  const listed = inOrder(only === null ? known : casesOf(known, only, state), who);
  return (
    <section class="cases" aria-labelledby="cases-title">
      <div class="title">
        <h2 id="cases-title">{t('cases.title')}</h2>
        <Doors state={state} who={who} open={setDesk} />
      </div>
      <div class="choices" role="group" aria-label={t('cases.title')}>
        {(['open', 'decided'] as const).map((one) => (
          <button key={one} type="button" class="choice" aria-pressed={shown === one} onClick={() => setShown(one)}>
            {t(`cases.${one}`)}
          </button>
        ))}
      </div>
      {only === null ? (
        <p class="hint">{t('cases.scan-hint')}</p>
      ) : (
        <Only code={only} none={pages.cases !== null && listed.length === 0} clear={() => setOnly(null)} />
      )}
      {pages.trouble !== null && <TroubleText trouble={pages.trouble} />}
      <Listed
        cases={pages.cases === null ? null : listed}
        who={who}
        none={only === null ? t(shown === 'open' ? 'cases.none-open' : 'cases.none-decided') : ''}
      />
      {pages.more !== null && (
        <button type="button" class="quiet" onClick={pages.more}>
          {t('cases.more')}
        </button>
      )}
    </section>
  );
}

function Only({ code, none, clear }: { code: string; none: boolean; clear: () => void }) {
  const { t } = useWords();
  return (
    <div class="choices only" role="status">
      <p>{t(none ? 'cases.of-none' : 'cases.of', { code })}</p>
      <button type="button" class="quiet" onClick={clear}>
        {t('cases.show-all')}
      </button>
    </div>
  );
}

function Listed({ cases, who, none }: { cases: readonly CaseView[] | null; who: RoomProps['who']; none: string }) {
  const { t } = useWords();
  const { nameOf } = usePeople();
  if (cases === null) return <p class="hint">{t('loading')}</p>;
  if (cases.length === 0) return none === '' ? null : <p class="waiting">{none}</p>;
  return (
    <ul class="case-list" aria-label={t('cases.list')}>
      {cases.map((one) => (
        <li key={one.finding}>
          <CaseCard shown={one} who={who} nameOf={nameOf} />
        </li>
      ))}
    </ul>
  );
}

function Doors({ state, who, open }: Pick<RoomProps, 'state' | 'who'> & { open: (desk: Desk) => void }) {
  const { t } = useWords();
  const doors: { desk: Desk; text: string; main: boolean; shown: boolean }[] = [
    { desk: 'report', text: t('cases.report'), main: true, shown: mayWork(who) },
    {
      desk: 'quarantined',
      text: t('cases.quarantined', { count: state.quarantined.length }),
      main: false,
      shown: true,
    },
    {
      desk: 'deposits',
      text: t('cases.deposits', { count: state.deposits.length }),
      main: false,
      shown: state.deposits.length > 0,
    },
    { desk: 'deputy', text: t('cases.deputy'), main: false, shown: hasAny(who, ['supervisor']) },
  ];
  return (
    <div class="choices">
      {doors
        .filter((door) => door.shown)
        .map(({ desk, text, main }) => (
          <button key={desk} type="button" class={main ? 'main' : 'quiet'} onClick={() => open(desk)}>
            {text}
          </button>
        ))}
    </div>
  );
}

/** One thing at a time: the list waits behind it. */
function DeskShown({
  desk,
  code,
  room,
  leave,
}: {
  desk: Desk;
  code: string | null;
  room: RoomProps;
  leave: () => void;
}) {
  switch (desk) {
    case 'report':
      return <Report state={room.state} code={code} leave={leave} />;
    case 'deputy':
      return <Deputy who={room.who} leave={leave} />;
    case 'quarantined':
      return <Quarantined state={room.state} who={room.who} leave={leave} />;
    case 'deposits':
      return <Deposits state={room.state} who={room.who} leave={leave} />;
  }
}
