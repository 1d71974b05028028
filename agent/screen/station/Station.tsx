// One station: its weight, the sentence of what to do, and what can be done now.
import { useState } from 'preact/hooks';
import type { StateView, StationView } from '../../core/shown/view.ts';
import type { ActName } from '../jobs/acts.ts';
import { JobPicker } from '../jobs/JobPicker.tsx';
import { JobWork } from '../jobs/JobWork.tsx';
import { OtherWork } from '../jobs/OtherWork.tsx';
import { takeBack } from '../jobs/scanMeaning.ts';
import { useStationScans, type StationScans } from '../jobs/stationScans.ts';
import { Vehicles } from '../jobs/Vehicles.tsx';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleLine } from '../shared/TroubleLine.tsx';
import { addressOf } from '../shell/route.ts';
import { SecondPerson } from '../shell/SecondPerson.tsx';
import type { Who } from '../wire/api.ts';
import { useCommand, type Commanding } from '../wire/command.ts';
import { Guidance } from './Guidance.tsx';
import { Recorded } from './Recorded.tsx';
import { Weight } from './Weight.tsx';

export interface StationProps {
  station: StationView;
  state: StateView;
  who: Who | null;
  alone: boolean;
}

export function Station({ station, state, who, alone }: StationProps) {
  const { t, language } = useWords();
  const commanding = useCommand();
  const scans = useStationScans({ station, state, who, commanding, alone });
  const mayWork = who?.roles.some((role) => role === 'operator' || role === 'supervisor') ?? false;
  const mayCheck = mayWork || (who?.roles.includes('technician') ?? false);
  return (
    <section class={alone ? 'card station alone' : 'card station'} aria-label={station.name[language]}>
      <h2>
        {station.name[language]} <small>{station.scale.instrument}</small>
        {!alone && who !== null && <a href={addressOf('station', station.station)}>{t('station.work-here')}</a>}
        {!station.scale.verified && (
          <span class="fact warn">
            <Sign shape="triangle" /> {t('scale.unverified')}
          </span>
        )}
      </h2>
      <Weight station={station} />
      <Guidance station={station} />
      <TroubleLine commanding={commanding} />
      <Scanned scans={scans} />
      {scans.second && station.job !== null && (
        <SecondPerson
          body={{ kind: 'close-job', job: station.job.job }}
          title={t('release.second-title')}
          done={scans.endSecond}
          cancel={scans.endSecond}
        />
      )}
      {mayCheck && station.guidance.key === 'check-start' && (
        <button
          type="button"
          class="main"
          disabled={commanding.busy}
          onClick={() => void commanding.ask({ kind: 'start-check', station: station.station })}
        >
          {t('check.start')}
        </button>
      )}
      {who !== null && (
        <div class="below">
          <Work
            station={station}
            state={state}
            who={who}
            mayWork={mayWork}
            commanding={commanding}
            askSecond={scans.askSecond}
          />
          <Recorded station={station} />
        </div>
      )}
    </section>
  );
}

interface WorkProps {
  station: StationView;
  state: StateView;
  who: Who;
  mayWork: boolean;
  commanding: Commanding;
  askSecond: () => void;
}

/** What can be done here beside the sentence. */
function Work({ station, state, who, mayWork, commanding, askSecond }: WorkProps) {
  const [act, setAct] = useState<ActName | null>(null);
  const { job } = station;
  const lot = state.lots.find((one) => one.lot === job?.lot);
  return (
    <div class="work">
      {mayWork && <TakeBack station={station} commanding={commanding} />}
      {mayWork && <Vehicles station={station} commanding={commanding} unload={() => setAct('unloaded')} />}
      {mayWork && job === null && <JobPicker station={station} state={state} commanding={commanding} />}
      {job !== null && (
        <JobWork
          station={station}
          job={job}
          lot={lot}
          state={state}
          mayWork={mayWork}
          commanding={commanding}
          askSecond={askSecond}
        />
      )}
      {mayWork && <OtherWork station={station} state={state} who={who} open={act} choose={setAct} />}
    </div>
  );
}

/** The next load was announced, and after all it does not come. */
function TakeBack({ station, commanding }: { station: StationView; commanding: Commanding }) {
  const { t } = useWords();
  const body = takeBack(station);
  if (body === null) return null;
  return (
    <button type="button" class="quiet" disabled={commanding.busy} onClick={() => void commanding.ask(body)}>
      {t('intent.back')}
    </button>
  );
}

/** What a scan brought about, where it was no command. */
function Scanned({ scans }: { scans: StationScans }) {
  const { t } = useWords();
  if (scans.said === null && !scans.foreign) return null;
  return (
    <div class="trouble" role="alert">
      <Sign shape="triangle" /> <span>{t(scans.said ?? 'foreign.label')}</span>
    </div>
  );
}
