// The cases, first those that wait for a person; and buttons to reports, deputies, quarantine and deposited orders.
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
import { WaitingRequests } from './WaitingRequests.tsx';
import { ReportFindingForm } from './ReportFindingForm.tsx';

type CaseStateFilter = 'open' | 'decided';
type CasesSubpage = 'report' | 'deputy' | 'quarantined' | 'requests' | 'deposits';

export function CasesRoom({ state, currentOperator }: RoomProps) {
  const { t } = useTranslator();
  const playTone = useContext(TonePlayerContext);
  const [stateFilter, setStateFilter] = useState<CaseStateFilter>('open');
  const [subpage, setSubpage] = useState<CasesSubpage | null>(null);
  const [scannedCode, setScannedCode] = useState<string | null>(null);
  const pagedCases = usePagedCases(stateFilter, buildCasesQueryKey(state));
  const loadedCases = pagedCases.cases ?? [];

  useScanHandler((code) => {
    if (subpage !== null) return false;
    const matches = filterCasesByCode(loadedCases, code, state);
    playTone(matches.length > 0 ? 'done' : 'attention');
    if (matches.length === 1 && matches[0] !== undefined) location.hash = buildRoomHref('case', matches[0].finding);
    else setScannedCode(code.trim());
    return true;
  });

  if (subpage !== null)
    return (
      <OpenSubpage
        subpage={subpage}
        code={scannedCode}
        roomProps={{ state, currentOperator, id: '' }}
        onLeave={() => setSubpage(null)}
      />
    );
  const visibleCases = sortCasesByUrgency(
    scannedCode === null ? loadedCases : filterCasesByCode(loadedCases, scannedCode, state),
    currentOperator,
  );
  return (
    <section class="cases" aria-labelledby="cases-title">
      <div class="title">
        <h2 id="cases-title">{t('cases.title')}</h2>
        <SubpageButtons state={state} currentOperator={currentOperator} onOpen={setSubpage} />
      </div>
      <StateFilterButtons stateFilter={stateFilter} onChoose={setStateFilter} />
      {scannedCode === null ? (
        <p class="hint">{t('cases.scan-hint')}</p>
      ) : (
        <ScannedCodeFilter
          code={scannedCode}
          isEmpty={pagedCases.cases !== null && visibleCases.length === 0}
          onClear={() => setScannedCode(null)}
        />
      )}
      {pagedCases.error !== null && <ErrorMessage error={pagedCases.error} />}
      <CaseList
        cases={pagedCases.cases === null ? null : visibleCases}
        currentOperator={currentOperator}
        emptyText={scannedCode === null ? t(stateFilter === 'open' ? 'cases.none-open' : 'cases.none-decided') : ''}
      />
      {pagedCases.loadMore !== null && (
        <button type="button" class="quiet" onClick={pagedCases.loadMore}>
          {t('cases.more')}
        </button>
      )}
    </section>
  );
}

interface StateFilterButtonsProps {
  stateFilter: CaseStateFilter;
  onChoose: (stateFilter: CaseStateFilter) => void;
}

function StateFilterButtons({ stateFilter, onChoose }: StateFilterButtonsProps) {
  const { t } = useTranslator();
  return (
    <div class="choices" role="group" aria-label={t('cases.title')}>
      {(['open', 'decided'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          class="choice"
          aria-pressed={stateFilter === choice}
          onClick={() => onChoose(choice)}
        >
          {t(`cases.${choice}`)}
        </button>
      ))}
    </div>
  );
}

function ScannedCodeFilter({ code, isEmpty, onClear }: { code: string; isEmpty: boolean; onClear: () => void }) {
  const { t } = useTranslator();
  return (
    <div class="choices only" role="status">
      <p>{t(isEmpty ? 'cases.filtered-none' : 'cases.filtered', { code })}</p>
      <button type="button" class="quiet" onClick={onClear}>
        {t('cases.show-all')}
      </button>
    </div>
  );
}

function CaseList({
  cases,
  currentOperator,
  emptyText,
}: {
  cases: readonly CaseView[] | null;
  currentOperator: RoomProps['currentOperator'];
  emptyText: string;
}) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
  if (cases === null) return <p class="hint">{t('loading')}</p>;
  if (cases.length === 0) return emptyText === '' ? null : <p class="waiting">{emptyText}</p>;
  return (
    <ul class="case-list" aria-label={t('cases.list')}>
      {cases.map((caseView) => (
        <li key={caseView.finding}>
          <CaseCard caseView={caseView} currentOperator={currentOperator} nameOf={nameOf} />
        </li>
      ))}
    </ul>
  );
}

function SubpageButtons({
  state,
  currentOperator,
  onOpen,
}: Pick<RoomProps, 'state' | 'currentOperator'> & { onOpen: (subpage: CasesSubpage) => void }) {
  const { t } = useTranslator();
  const buttons: { subpage: CasesSubpage; text: string; isMain: boolean; isShown: boolean }[] = [
    { subpage: 'report', text: t('cases.report'), isMain: true, isShown: mayWorkOnCases(currentOperator) },
    {
      subpage: 'quarantined',
      text: t('cases.quarantined', { count: state.quarantined.length }),
      isMain: false,
      isShown: true,
    },
    {
      subpage: 'requests',
      text: t('cases.requests', { count: state.requests.length + state.consents.length }),
      isMain: false,
      isShown: true,
    },
    {
      subpage: 'deposits',
      text: t('cases.deposits', { count: state.deposits.length }),
      isMain: false,
      isShown: state.deposits.length > 0,
    },
    { subpage: 'deputy', text: t('cases.deputy'), isMain: false, isShown: hasAnyRole(currentOperator, ['supervisor']) },
  ];
  return (
    <div class="choices">
      {buttons
        .filter(({ isShown }) => isShown)
        .map(({ subpage, text, isMain }) => (
          <button key={subpage} type="button" class={isMain ? 'main' : 'quiet'} onClick={() => onOpen(subpage)}>
            {text}
          </button>
        ))}
    </div>
  );
}

/** One thing at a time: the list waits behind it. */
function OpenSubpage({
  subpage,
  code,
  roomProps,
  onLeave,
}: {
  subpage: CasesSubpage;
  code: string | null;
  roomProps: RoomProps;
  onLeave: () => void;
}) {
  switch (subpage) {
    case 'report':
      return <ReportFindingForm state={roomProps.state} code={code} onLeave={onLeave} />;
    case 'deputy':
      return <DeputyForm currentOperator={roomProps.currentOperator} onLeave={onLeave} />;
    case 'quarantined':
      return (
        <QuarantinedPackages state={roomProps.state} currentOperator={roomProps.currentOperator} onLeave={onLeave} />
      );
    case 'requests':
      return <WaitingRequests state={roomProps.state} currentOperator={roomProps.currentOperator} onLeave={onLeave} />;
    case 'deposits':
      return <DepositedOrders state={roomProps.state} currentOperator={roomProps.currentOperator} onLeave={onLeave} />;
  }
}
