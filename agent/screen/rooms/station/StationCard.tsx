// One station: its weight, the sentence of what to do, and what can be done now.
import { useState } from 'preact/hooks';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import type { StationActionName } from '../jobs/stationActions.ts';
import { JobPicker } from '../jobs/JobPicker.tsx';
import { JobPanel } from '../jobs/JobPanel.tsx';
import { OtherActions } from '../jobs/OtherActions.tsx';
import { buildCancelAnnouncementCommand, CHECK_KEYS } from '../jobs/scanAction.ts';
import { useStationScans, type StationScans } from '../jobs/stationScans.ts';
import { VehicleVisits } from '../jobs/VehicleVisits.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref } from '../../frame/route.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender, type CommandSender } from '../../wire/commandSender.ts';
import { DoubtNotice } from './DoubtNotice.tsx';
import { GuidanceBanner } from './GuidanceBanner.tsx';
import { RecentWeighings } from './RecentWeighings.tsx';
import { TypedRemovals } from './TypedRemovals.tsx';
import { WithoutTag } from './WithoutTag.tsx';
import { WeightDisplay } from './WeightDisplay.tsx';

export interface StationCardProps {
  station: StationView;
  state: StateView;
  currentOperator: CurrentOperator | null;
  isOnlyStation: boolean;
}

export function StationCard({ station, state, currentOperator, isOnlyStation }: StationCardProps) {
  const { t, language } = useTranslator();
  const commandSender = useCommandSender();
  const scans = useStationScans({ station, state, currentOperator, commandSender, isOnlyStation });
  const mayWork = currentOperator?.roles.some((role) => role === 'operator' || role === 'supervisor') ?? false;
  const mayCheck = mayWork || (currentOperator?.roles.includes('technician') ?? false);
  return (
    <section class={isOnlyStation ? 'card station alone' : 'card station'} aria-label={station.name[language]}>
      <h2>
        {station.name[language]} <small>{station.scale.instrument}</small>
        {!isOnlyStation && currentOperator !== null && (
          <a href={buildRoomHref('station', station.station)}>{t('station.work-here')}</a>
        )}
        {!station.scale.verified && (
          <span class="fact warn">
            <Icon shape="triangle" /> {t('scale.unverified')}
          </span>
        )}
      </h2>
      <WeightDisplay station={station} />
      <GuidanceBanner station={station} />
      <CommandErrorMessage commandSender={commandSender} />
      <ScanMessage scans={scans} />
      {scans.needsSecondPerson && station.job !== null && (
        <SecondPersonDialog
          body={{ kind: 'close-job', job: station.job.job }}
          title={t('release.second-title')}
          onDone={scans.closeSecondPersonDialog}
          onCancel={scans.closeSecondPersonDialog}
        />
      )}
      {mayCheck && <ScaleButtons station={station} currentOperator={currentOperator} commandSender={commandSender} />}
      {mayCheck && currentOperator !== null && (
        <DoubtNotice station={station} currentOperator={currentOperator} commandSender={commandSender} />
      )}
      {currentOperator !== null && (
        <div class="below">
          <StationWork
            station={station}
            state={state}
            currentOperator={currentOperator}
            mayWork={mayWork}
            commandSender={commandSender}
            onAskSecondPerson={scans.openSecondPersonDialog}
          />
          <RecentWeighings station={station} />
          {mayWork && <WithoutTag state={state} commandSender={commandSender} />}
          {mayWork && (
            <TypedRemovals station={station} currentOperator={currentOperator} commandSender={commandSender} />
          )}
        </div>
      )}
    </section>
  );
}

interface ScaleButtonsProps {
  station: StationView;
  currentOperator: CurrentOperator | null;
  commandSender: CommandSender;
}

/** What a person says of the scale itself: only what the guidance asks for. */
function ScaleButtons({ station: { station, guidance }, currentOperator, commandSender }: ScaleButtonsProps) {
  const { t } = useTranslator();
  const { busy } = commandSender;
  const isTechnician = currentOperator?.roles.includes('technician') ?? false;
  if (CHECK_KEYS.has(guidance.key))
    return (
      <button
        type="button"
        class="main"
        disabled={busy}
        onClick={() => void commandSender.send({ kind: 'start-check', station })}
      >
        {t('check.start')}
      </button>
    );
  if (guidance.key === 'confirm-empty')
    return (
      <button
        type="button"
        class="main"
        disabled={busy}
        onClick={() => void commandSender.send({ kind: 'confirm-empty', station })}
      >
        {t('check.confirm-empty')}
      </button>
    );
  if (guidance.key !== 'scale-out-of-service' || !isTechnician) return null;
  return (
    <button type="button" disabled={busy} onClick={() => void commandSender.send({ kind: 'return-scale', station })}>
      {t('check.return-scale')}
    </button>
  );
}

interface StationWorkProps {
  station: StationView;
  state: StateView;
  currentOperator: CurrentOperator;
  mayWork: boolean;
  commandSender: CommandSender;
  onAskSecondPerson: () => void;
}

/** What can be done here beside the sentence. */
function StationWork({ station, state, currentOperator, mayWork, commandSender, onAskSecondPerson }: StationWorkProps) {
  const [openAction, setOpenAction] = useState<StationActionName | null>(null);
  const { job } = station;
  const lot = state.lots.find((candidate) => candidate.lot === job?.lot);
  return (
    <div class="work">
      {mayWork && <CancelAnnouncementButton station={station} commandSender={commandSender} />}
      {mayWork && (
        <VehicleVisits station={station} commandSender={commandSender} onUnload={() => setOpenAction('unloaded')} />
      )}
      {mayWork && job === null && <JobPicker station={station} state={state} commandSender={commandSender} />}
      {job !== null && (
        <JobPanel
          station={station}
          job={job}
          lot={lot}
          state={state}
          operator={currentOperator.operator}
          mayWork={mayWork}
          commandSender={commandSender}
          onAskSecondPerson={onAskSecondPerson}
        />
      )}
      {mayWork && (
        <OtherActions
          station={station}
          state={state}
          currentOperator={currentOperator}
          openAction={openAction}
          setOpenAction={setOpenAction}
        />
      )}
    </div>
  );
}

/** The next load was announced, and after all it does not come. */
function CancelAnnouncementButton({ station, commandSender }: { station: StationView; commandSender: CommandSender }) {
  const { t } = useTranslator();
  const body = buildCancelAnnouncementCommand(station);
  if (body === null) return null;
  return (
    <button type="button" class="quiet" disabled={commandSender.busy} onClick={() => void commandSender.send(body)}>
      {t('announcement.cancel')}
    </button>
  );
}

/** What a scan brought about, where it was no command. */
function ScanMessage({ scans }: { scans: StationScans }) {
  const { t } = useTranslator();
  if (scans.messageKey === null && !scans.expectsForeignIdentity) return null;
  return (
    <div class="error-message" role="alert">
      <Icon shape="triangle" /> <span>{t(scans.messageKey ?? 'foreign.label')}</span>
    </div>
  );
}
