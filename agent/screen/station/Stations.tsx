// The stations side by side, or the one where this tablet stands.
import { useMemo } from 'preact/hooks';
import type { StateView } from '../../core/shown/view.ts';
import type { Who } from '../wire/api.ts';
import { Station, type StationProps } from './Station.tsx';

export function Stations({ state, who, only }: { state: StateView; who: Who | null; only: string | null }) {
  const shown = only === null ? state.stations : state.stations.filter(({ station }) => station === only);
  return (
    <div class={shown.length === 1 ? 'stations one' : 'stations'}>
      {shown.map((station) => (
        <Unchanged key={station.station} station={station} state={state} who={who} alone={shown.length === 1} />
      ))}
    </div>
  );
}

/** Drawn anew when its own reading or what every station shows has changed, and not with every reading of the others. */
function Unchanged({ station, state, who, alone }: StationProps) {
  const rest = Object.entries(state).flatMap(([name, part]: [string, unknown]) => (name === 'stations' ? [] : [part]));
  return useMemo(() => <Station station={station} state={state} who={who} alone={alone} />, [station, who, alone, ...rest]);
}
