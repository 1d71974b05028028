// The stations side by side, or the one where this tablet stands.
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import type { StateView } from '../../../core/views/stateView.ts';
import { CONTROL_CODES } from '../jobs/scanAction.ts';
import { saveTabletStation } from '../../shared/tabletStation.ts';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { Icon } from '../../shared/Icon.tsx';
import { TonePlayerContext } from '../../shared/tonePlayer.ts';
import { useTranslator } from '../../shared/translator.ts';
import { buildRoomHref } from '../../frame/route.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { StationCard, type StationCardProps } from './StationCard.tsx';

export function StationsRoom({
  state,
  who,
  only,
}: {
  state: StateView;
  who: CurrentOperator | null;
  only: string | null;
}) {
  const { t } = useTranslator();
  const sound = useContext(TonePlayerContext);
  const [astray, setAstray] = useState(false);
  const shown = only === null ? state.stations : state.stations.filter(({ station }) => station === only);
  const alone = shown.length === 1;
  useEffect(() => {
    if (only !== null && alone) saveTabletStation(only);
  }, [only, alone]);
  // Of several stations a scan belongs to none: it must not name another's load.
  useScanHandler(
    who === null || alone
      ? null
      : (code) => {
          if (code === CONTROL_CODES.lock) return false;
          sound('stop');
          setAstray(true);
          return true;
        },
  );
  if (shown.length === 0)
    return (
      <p class="card">
        {t('station.unknown', { station: only ?? '' })} <a href={buildRoomHref('stations')}>{t('station.all')}</a>
      </p>
    );
  return (
    <>
      {astray && !alone && (
        <p class="trouble" role="alert">
          <Icon shape="hand" /> <span>{t('scan.choose-station')}</span>
        </p>
      )}
      <div class={alone ? 'stations one' : 'stations'}>
        {shown.map((station) => (
          <Unchanged
            key={station.station}
            station={station}
            state={state}
            currentOperator={who}
            isOnlyStation={alone}
          />
        ))}
      </div>
    </>
  );
}

/**
 * Drawn anew when its own reading or what every station shows has changed, and not with every reading of the others.
 */
function Unchanged({ station, state, currentOperator, isOnlyStation }: StationCardProps) {
  const rest = Object.entries(state).flatMap(([name, part]: [string, unknown]) => (name === 'stations' ? [] : [part]));
  return useMemo(
    () => (
      <StationCard station={station} state={state} currentOperator={currentOperator} isOnlyStation={isOnlyStation} />
    ),
    [station, currentOperator, isOnlyStation, ...rest],
  );
}
