// The vehicles between their passes at a weighbridge: which is next, what came off.
import type { StationView, VisitView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

interface VehiclesProps {
  station: StationView;
  commanding: CommandSender;
  /** Opens the form that asks what came off. */
  unload: () => void;
}

export function VehicleVisits({ station, commanding, unload }: VehiclesProps) {
  const { t } = useTranslator();
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
  const { t } = useTranslator();
  const current = visit.visit === station.visit?.visit;
  const { key } = station.guidance;
  return (
    <div class="choices">
      {station.intent === null && station.load === null && (
        <button
          type="button"
          class={current && key === 'announce-pass' ? 'main' : ''}
          disabled={commanding.busy}
          onClick={() => void commanding.send({ kind: 'announce-pass', visit: visit.visit, axlesOn: true })}
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
