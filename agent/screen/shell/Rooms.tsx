// Which room is shown. The stations come with the page; every other room's code comes when somebody goes there.
import type { StateView } from '../../core/shown/view.ts';
import { Lazy } from '../shared/Lazy.tsx';
import { Stations } from '../station/Stations.tsx';
import type { Who } from '../wire/api.ts';
import type { RoomProps } from './roomProps.ts';
import type { Route } from './route.ts';

export function Rooms({ route, state, who }: { route: Route; state: StateView; who: Who | null }) {
  // Whoever is not signed in sees the scales and nothing else.
  if (who === null) return <Stations state={state} who={null} only={route.room === 'station' ? route.id : null} />;
  const props: RoomProps = { state, who, id: route.id };
  switch (route.room) {
    case 'stations':
      return <Stations state={state} who={who} only={null} />;
    case 'station':
      return <Stations state={state} who={who} only={route.id} />;
    case 'lots':
    case 'lot':
      return (
        <Lazy
          key={route.room}
          with={props}
          load={async () => (await import('../lots/Lots.tsx'))[route.room === 'lot' ? 'Lot' : 'Lots']}
        />
      );
    case 'cases':
    case 'case':
      return (
        <Lazy
          key={route.room}
          with={props}
          load={async () => (await import('../cases/Cases.tsx'))[route.room === 'case' ? 'Case' : 'Cases']}
        />
      );
    case 'map':
      return <Lazy key="map" with={props} load={async () => (await import('../map/AreaMap.tsx')).AreaMap} />;
    case 'drift':
      return <Lazy key="drift" with={props} load={async () => (await import('../charts/Drift.tsx')).Drift} />;
    case 'instruments':
      return (
        <Lazy
          key="instruments"
          with={props}
          load={async () => (await import('../instruments/Instruments.tsx')).Instruments}
        />
      );
    case 'history':
      return <Lazy key="history" with={props} load={async () => (await import('../history/History.tsx')).History} />;
    case 'weighing':
      return (
        <Lazy
          key={`weighing ${route.id}`}
          with={props}
          load={async () => (await import('../history/WeighingNote.tsx')).WeighingNote}
        />
      );
    case 'scan-sheet':
      return (
        <Lazy key="scan-sheet" with={props} load={async () => (await import('../jobs/ScanSheet.tsx')).ScanSheet} />
      );
  }
}
