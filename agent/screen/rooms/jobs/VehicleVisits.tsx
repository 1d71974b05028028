// The vehicles between their passes at a weighbridge: which is next, what came off.
import type { StationView, VisitView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { PassForm } from './PassForm.tsx';

interface VehicleVisitsProps {
  station: StationView;
  commandSender: CommandSender;
  /** Opens the form that asks what came off. */
  onUnload: () => void;
}

export function VehicleVisits({ station, commandSender, onUnload }: VehicleVisitsProps) {
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
          <VisitActions visit={visit} station={station} commandSender={commandSender} onUnload={onUnload} />
        </li>
      ))}
    </ul>
  );
}

function VisitActions({ visit, station, commandSender, onUnload }: VehicleVisitsProps & { visit: VisitView }) {
  const { t } = useTranslator();
  const isCurrent = visit.visit === station.visit?.visit;
  const { key } = station.guidance;
  return (
    <div class="choices">
      {station.intent === null && station.load === null && (
        <PassForm visit={visit} commandSender={commandSender} isNext={isCurrent && key === 'announce-pass'} />
      )}
      {isCurrent && visit.passes > 0 && (
        <button type="button" class={key === 'unload' ? 'main' : ''} onClick={onUnload}>
          {t('action.unloaded')}
        </button>
      )}
    </div>
  );
}
