// Which room is shown. The stations come with the page; every other room's code comes when somebody goes there.
import type { StateView } from '../../core/views/stateView.ts';
import { LazyComponent } from '../shared/LazyComponent.tsx';
import { StationsRoom } from '../rooms/station/StationsRoom.tsx';
import type { CurrentOperator } from '../wire/agentClient.ts';
import type { Route, RoomProps } from '../frame/route.ts';

export function RoomRouter({ route, state, who }: { route: Route; state: StateView; who: CurrentOperator | null }) {
  // Whoever is not signed in sees the scales and nothing else.
  if (who === null) return <StationsRoom state={state} who={null} only={route.room === 'station' ? route.id : null} />;
  const props: RoomProps = { state, currentOperator: who, id: route.id };
  switch (route.room) {
    case 'stations':
      return <StationsRoom state={state} who={who} only={null} />;
    case 'station':
      return <StationsRoom state={state} who={who} only={route.id} />;
    case 'lots':
    case 'lot':
      return (
        <LazyComponent
          key={route.room}
          with={props}
          load={async () =>
            route.room === 'lot'
              ? (await import('../rooms/lots/LotRoom.tsx')).LotRoom
              : (await import('../rooms/lots/LotsRoom.tsx')).LotsRoom
          }
        />
      );
    case 'cases':
    case 'case':
      return (
        <LazyComponent
          key={route.room}
          with={props}
          load={async () =>
            route.room === 'case'
              ? (await import('../rooms/cases/CaseRoom.tsx')).CaseRoom
              : (await import('../rooms/cases/CasesRoom.tsx')).CasesRoom
          }
        />
      );
    case 'map':
      return (
        <LazyComponent key="map" with={props} load={async () => (await import('../rooms/map/AreaMap.tsx')).AreaMap} />
      );
    case 'drift':
      return (
        <LazyComponent
          key="drift"
          with={props}
          load={async () => (await import('../rooms/drift/DriftRoom.tsx')).DriftRoom}
        />
      );
    case 'instruments':
      return (
        <LazyComponent
          key="instruments"
          with={props}
          load={async () => (await import('../rooms/instruments/InstrumentsRoom.tsx')).InstrumentsRoom}
        />
      );
    case 'history':
      return (
        <LazyComponent
          key="history"
          with={props}
          load={async () => (await import('../rooms/history/HistoryRoom.tsx')).HistoryRoom}
        />
      );
    case 'weighing':
      return (
        <LazyComponent
          key={`weighing ${route.id}`}
          with={props}
          load={async () => (await import('../rooms/history/WeighingNote.tsx')).WeighingNote}
        />
      );
    case 'scan-sheet':
      return (
        <LazyComponent
          key="scan-sheet"
          with={props}
          load={async () => (await import('../rooms/jobs/ScanSheet.tsx')).ScanSheet}
        />
      );
  }
}
