// The stations side by side, or the one where this tablet stands.
import type { StateView } from '../../core/shown/view.ts';
import type { Who } from '../wire/api.ts';
import { Station } from './Station.tsx';

export function Stations({ state, who, only }: { state: StateView; who: Who | null; only: string | null }) {
  const shown = only === null ? state.stations : state.stations.filter(({ station }) => station === only);
  return (
    <div class={shown.length === 1 ? 'stations one' : 'stations'}>
      {shown.map((station) => (
        <Station key={station.station} station={station} state={state} who={who} alone={shown.length === 1} />
      ))}
    </div>
  );
}
