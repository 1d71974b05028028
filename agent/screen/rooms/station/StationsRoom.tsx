// The stations side by side, or the one where this tablet stands.
import { Component } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
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
import { asStationId } from '../../../../drivers/contract/siteIds.ts';

export function StationsRoom({
  state,
  currentOperator,
  stationId,
}: {
  state: StateView;
  currentOperator: CurrentOperator | null;
  stationId: string | null;
}) {
  const { t } = useTranslator();
  const playTone = useContext(TonePlayerContext);
  const [hasStrayScan, setHasStrayScan] = useState(false);
  const visibleStations =
    stationId === null ? state.stations : state.stations.filter(({ station }) => station === stationId);
  const isOnlyStation = visibleStations.length === 1;
  useEffect(() => {
    if (stationId !== null && isOnlyStation) saveTabletStation(asStationId(stationId));
  }, [stationId, isOnlyStation]);
  // Of several stations a scan belongs to none: it must not name another's load.
  useScanHandler(
    currentOperator === null || isOnlyStation
      ? null
      : (code) => {
          if (code === CONTROL_CODES.lock) return false;
          playTone('stop');
          setHasStrayScan(true);
          return true;
        },
  );
  if (visibleStations.length === 0)
    return (
      <p class="card">
        {t('station.unknown', { station: stationId ?? '' })} <a href={buildRoomHref('stations')}>{t('station.all')}</a>
      </p>
    );
  return (
    <>
      {hasStrayScan && !isOnlyStation && (
        <p class="error-message" role="alert">
          <Icon shape="hand" /> <span>{t('scan.choose-station')}</span>
        </p>
      )}
      <div class={isOnlyStation ? 'stations one' : 'stations'}>
        {visibleStations.map((station) => (
          <MemoizedStationCard
            key={station.station}
            station={station}
            state={state}
            currentOperator={currentOperator}
            isOnlyStation={isOnlyStation}
          />
        ))}
      </div>
    </>
  );
}

/** Drawn anew when its own reading or what all stations share has changed, not with every reading of the others. */
class MemoizedStationCard extends Component<StationCardProps> {
  override shouldComponentUpdate(next: StationCardProps): boolean {
    const { station, state, currentOperator, isOnlyStation } = this.props;
    return (
      next.station !== station ||
      next.currentOperator !== currentOperator ||
      next.isOnlyStation !== isOnlyStation ||
      !hasSameSharedParts(next.state, state)
    );
  }

  override render(props: StationCardProps) {
    return <StationCard {...props} />;
  }
}

function hasSameSharedParts(state: StateView, other: StateView): boolean {
  return (Object.keys(state) as (keyof StateView)[]).every(
    (name) => name === 'stations' || state[name] === other[name],
  );
}
