// The vehicles between their passes at a weighbridge: which is next, what came off.
import type { StationView, VisitView } from '../../core/shown/view.ts';
import { useWords } from '../shared/text.ts';
import type { Commanding } from '../wire/command.ts';

interface VehiclesProps {
  station: StationView;
  commanding: Commanding;
  /** Opens the form that asks what came off. */
  unload: () => void;
}

export function Vehicles({ station, commanding, unload }: VehiclesProps) {
  const { t } = useWords();
  if (station.visits.length === 0) return null;
  return (
    <ul class="vehicles">
      {station.visits.map((visit) => (
        <li key={visit.visit}>
          <span class="lot-name">
            {t('visit.here', { plates: visit.plates })}
            <small>{t('visit.passes', { passes: visit.passes, unloaded: visit.unloaded.length })}</small>
          </span>
          <VehicleActs visit={visit} station={station} commanding={commanding} unload={unload} />
        </li>
      ))}
    </ul>
  );
}

function VehicleActs({ visit, station, commanding, unload }: VehiclesProps & { visit: VisitView }) {
  const { t } = useWords();
  const current = visit.visit === station.visit?.visit;
  const { key } = station.guidance;
  return (
    <div class="choices">
      {station.intent === null && station.load === null && (
        <button
          type="button"
          class={current && key === 'announce-pass' ? 'main' : ''}
          disabled={commanding.busy}
          onClick={() => void commanding.ask({ kind: 'announce-pass', visit: visit.visit, axlesOn: true })}
        >
          {t('visit.pass', { plates: visit.plates })}
        </button>
      )}
      {current && visit.passes > 0 && (
        <button type="button" class={key === 'unload' ? 'main' : ''} onClick={unload}>
          {t('act.unloaded')}
        </button>
      )}
    </div>
  );
}
