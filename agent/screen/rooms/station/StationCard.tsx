// One station: its weight, the sentence of what to do, and what can be done now.
import { useState } from 'preact/hooks';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import type { StationActionName } from '../jobs/stationActions.ts';
import { JobPicker } from '../jobs/JobPicker.tsx';
import { JobPanel } from '../jobs/JobPanel.tsx';
import { OtherActions } from '../jobs/OtherActions.tsx';
import { buildCancelAnnouncementCommand } from '../jobs/scanAction.ts';
import { useStationScans, type StationScans } from '../jobs/stationScans.ts';
import { VehicleVisits } from '../jobs/VehicleVisits.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref } from '../../frame/route.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender, type CommandSender } from '../../wire/commandSender.ts';
import { GuidanceBanner } from './GuidanceBanner.tsx';
import { RecentWeighings } from './RecentWeighings.tsx';
import { WeightDisplay } from './WeightDisplay.tsx';

export interface StationCardProps {
  station: StationView;
  state: StateView;
  currentOperator: CurrentOperator | null;
  isOnlyStation: boolean;
}

export function StationCard({ station, state, currentOperator, isOnlyStation }: StationCardProps) {
  const { t, language } = useTranslator();
  const commanding = useCommandSender();
  const scans = useStationScans({ station, state, who: currentOperator, commanding, alone: isOnlyStation });
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
      <CommandErrorMessage commanding={commanding} />
      <Scanned scans={scans} />
      {scans.needsSecondPerson && station.job !== null && (
        <SecondPersonDialog
          body={{ kind: 'close-job', job: station.job.job }}
          title={t('release.second-title')}
          done={scans.closeSecondPersonDialog}
          cancel={scans.closeSecondPersonDialog}
        />
      )}
      {mayCheck && station.guidance.key === 'check-start' && (
        <button
          type="button"
          class="main"
          disabled={commanding.busy}
          onClick={() => void commanding.send({ kind: 'start-check', station: station.station })}
        >
          {t('check.start')}
        </button>
      )}
      {currentOperator !== null && (
        <div class="below">
          <Work
            station={station}
            state={state}
            who={currentOperator}
            mayWork={mayWork}
            commanding={commanding}
            askSecond={scans.openSecondPersonDialog}
          />
          <RecentWeighings station={station} />
        </div>
      )}
    </section>
  );
}

interface WorkProps {
  station: StationView;
  state: StateView;
  who: CurrentOperator;
  mayWork: boolean;
  commanding: CommandSender;
  askSecond: () => void;
}

/** What can be done here beside the sentence. */
function Work({ station, state, who, mayWork, commanding, askSecond }: WorkProps) {
  const [act, setAct] = useState<StationActionName | null>(null);
  const { job } = station;
  const lot = state.lots.find((one) => one.lot === job?.lot);
  return (
    <div class="work">
      {mayWork && <TakeBack station={station} commanding={commanding} />}
      {mayWork && <VehicleVisits station={station} commanding={commanding} unload={() => setAct('unloaded')} />}
      {mayWork && job === null && <JobPicker station={station} state={state} commanding={commanding} />}
      {job !== null && (
        <JobPanel
          station={station}
          job={job}
          lot={lot}
          state={state}
          mayWork={mayWork}
          commanding={commanding}
          askSecond={askSecond}
        />
      )}
      {mayWork && (
        <OtherActions station={station} state={state} currentOperator={who} openAction={act} setOpenAction={setAct} />
      )}
    </div>
  );
}

/** The next load was announced, and after all it does not come. */
function TakeBack({ station, commanding }: { station: StationView; commanding: CommandSender }) {
  const { t } = useTranslator();
  const body = buildCancelAnnouncementCommand(station);
  if (body === null) return null;
  return (
    <button type="button" class="quiet" disabled={commanding.busy} onClick={() => void commanding.send(body)}>
      {t('intent.back')}
    </button>
  );
}

/** What a scan brought about, where it was no command. */
function Scanned({ scans }: { scans: StationScans }) {
  const { t } = useTranslator();
  if (scans.messageKey === null && !scans.expectsForeignIdentity) return null;
  return (
    <div class="trouble" role="alert">
      <Icon shape="triangle" /> <span>{t(scans.messageKey ?? 'foreign.label')}</span>
    </div>
  );
}
