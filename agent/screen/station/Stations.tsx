// The stations side by side, or the one where this tablet stands.
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { StateView } from '../../core/shown/view.ts';
import { CONTROLS } from '../jobs/scanMeaning.ts';
import { keepOwnStation } from '../shared/ownStation.ts';
import { useScan } from '../shared/scan.ts';
import { Sign } from '../shared/Sign.tsx';
import { SoundContext } from '../shared/sound.ts';
import { useWords } from '../shared/text.ts';
import { addressOf } from '../shell/route.ts';
import type { Who } from '../wire/api.ts';
import { Station, type StationProps } from './Station.tsx';

export function Stations({ state, who, only }: { state: StateView; who: Who | null; only: string | null }) {
  const { t } = useWords();
  const sound = useContext(SoundContext);
  const [astray, setAstray] = useState(false);
  const shown = only === null ? state.stations : state.stations.filter(({ station }) => station === only);
  const alone = shown.length === 1;
  useEffect(() => {
    if (only !== null && alone) keepOwnStation(only);
  }, [only, alone]);
  // Of several stations a scan belongs to none: it must not name another's load.
  useScan(
    who === null || alone
      ? null
      : (code) => {
          if (code === CONTROLS.lock) return false;
          sound('stop');
          setAstray(true);
          return true;
        },
  );
  if (shown.length === 0)
    return (
      <p class="card">
        {t('station.unknown', { station: only ?? '' })} <a href={addressOf('stations')}>{t('station.all')}</a>
      </p>
    );
  return (
    <>
      {astray && !alone && (
        <p class="trouble" role="alert">
          <Sign shape="hand" /> <span>{t('scan.choose-station')}</span>
        </p>
      )}
      <div class={alone ? 'stations one' : 'stations'}>
        {shown.map((station) => (
          <Unchanged key={station.station} station={station} state={state} who={who} alone={alone} />
        ))}
      </div>
    </>
  );
}

/**
 * Drawn anew when its own reading or what every station shows has changed, and not with every reading of the others.
 */
function Unchanged({ station, state, who, alone }: StationProps) {
  const rest = Object.entries(state).flatMap(([name, part]: [string, unknown]) => (name === 'stations' ? [] : [part]));
  return useMemo(
    () => <Station station={station} state={state} who={who} alone={alone} />,
    [station, who, alone, ...rest],
  );
}
