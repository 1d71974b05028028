// The cases, what waits for a person first; and the doors to what belongs to them: reports, deputies, quarantine,
// deposits.
import { useContext, useState } from 'preact/hooks';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { TonePlayerContext } from '../../shared/tonePlayer.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import '../../style/cases.css';
import { CaseCard } from './CaseCard.tsx';
import { usePagedCases } from './pagedCases.ts';
import { DepositedOrders } from './DepositedOrders.tsx';
import { DeputyForm } from './DeputyForm.tsx';
import { useOperatorNames } from './operatorNames.ts';
import { buildCasesQueryKey, filterCasesByCode, hasAnyRole, sortCasesByUrgency, mayWorkOnCases } from './caseSteps.ts';
import { QuarantinedPackages } from './QuarantinedPackages.tsx';
import { ReportFindingForm } from './ReportFindingForm.tsx';

export { CaseRoom } from './CaseRoom.tsx';

type Desk = 'report' | 'deputy' | 'quarantined' | 'deposits';

export function CasesRoom({ state, currentOperator }: RoomProps) {
  const { t } = useTranslator();
  const sound = useContext(TonePlayerContext);
  const [shown, setShown] = useState<'open' | 'decided'>('open');
  const [desk, setDesk] = useState<Desk | null>(null);
  const [only, setOnly] = useState<string | null>(null);
  const pages = usePagedCases(shown, buildCasesQueryKey(state));
  const known = pages.cases ?? [];

  useScanHandler((code) => {
    if (desk !== null) return false;
    const found = filterCasesByCode(known, code, state);
    sound(found.length > 0 ? 'done' : 'look');
    if (found.length === 1 && found[0] !== undefined) location.hash = buildRoomHref('case', found[0].finding);
    else setOnly(code.trim());
    return true;
  });

  if (desk !== null)
    return <DeskShown desk={desk} code={only} room={{ state, currentOperator, id: '' }} leave={() => setDesk(null)} />;
  const listed = sortCasesByUrgency(only === null ? known : filterCasesByCode(known, only, state), currentOperator);
  return (
    <section class="cases" aria-labelledby="cases-title">
      <div class="title">
        <h2 id="cases-title">{t('cases.title')}</h2>
        <Doors state={state} currentOperator={currentOperator} open={setDesk} />
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
      {pages.error !== null && <ErrorMessage trouble={pages.error} />}
      <Listed
        cases={pages.cases === null ? null : listed}
        who={currentOperator}
        none={only === null ? t(shown === 'open' ? 'cases.none-open' : 'cases.none-decided') : ''}
      />
      {pages.loadMore !== null && (
        <button type="button" class="quiet" onClick={pages.loadMore}>
          {t('cases.more')}
        </button>
      )}
    </section>
  );
}

function Only({ code, none, clear }: { code: string; none: boolean; clear: () => void }) {
  const { t } = useTranslator();
  return (
    <div class="choices only" role="status">
      <p>{t(none ? 'cases.of-none' : 'cases.of', { code })}</p>
      <button type="button" class="quiet" onClick={clear}>
        {t('cases.show-all')}
      </button>
    </div>
  );
}

function Listed({
  cases,
  who,
  none,
}: {
  cases: readonly CaseView[] | null;
  who: RoomProps['currentOperator'];
  none: string;
}) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
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

function Doors({
  state,
  currentOperator,
  open,
}: Pick<RoomProps, 'state' | 'currentOperator'> & { open: (desk: Desk) => void }) {
  const { t } = useTranslator();
  const doors: { desk: Desk; text: string; main: boolean; shown: boolean }[] = [
    { desk: 'report', text: t('cases.report'), main: true, shown: mayWorkOnCases(currentOperator) },
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
    { desk: 'deputy', text: t('cases.deputy'), main: false, shown: hasAnyRole(currentOperator, ['supervisor']) },
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
      return <ReportFindingForm state={room.state} code={code} leave={leave} />;
    case 'deputy':
      return <DeputyForm who={room.currentOperator} leave={leave} />;
    case 'quarantined':
      return <QuarantinedPackages state={room.state} who={room.currentOperator} leave={leave} />;
    case 'deposits':
      return <DepositedOrders state={room.state} who={room.currentOperator} leave={leave} />;
  }
}
