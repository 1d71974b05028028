// Which room is shown. The stations come with the page; every other room's code is loaded when somebody goes there.
import type { ComponentType } from 'preact';
import type { StateView } from '../../core/views/stateView.ts';
import { LazyComponent } from '../shared/LazyComponent.tsx';
import { StationsRoom } from '../rooms/station/StationsRoom.tsx';
import type { CurrentOperator } from '../wire/agentClient.ts';
import type { RoomName, Route, RoomProps } from '../frame/route.ts';

type LazyRoomName = Exclude<RoomName, 'stations' | 'station'>;

const ROOM_LOADERS: Record<LazyRoomName, () => Promise<ComponentType<RoomProps>>> = {
  lots: async () => (await import('../rooms/lots/LotsRoom.tsx')).LotsRoom,
  lot: async () => (await import('../rooms/lots/LotRoom.tsx')).LotRoom,
  cases: async () => (await import('../rooms/cases/CasesRoom.tsx')).CasesRoom,
  case: async () => (await import('../rooms/cases/CaseRoom.tsx')).CaseRoom,
  map: async () => (await import('../rooms/map/AreaMap.tsx')).AreaMap,
  drift: async () => (await import('../rooms/drift/DriftRoom.tsx')).DriftRoom,
  instruments: async () => (await import('../rooms/instruments/InstrumentsRoom.tsx')).InstrumentsRoom,
  people: async () => (await import('../rooms/people/PeopleRoom.tsx')).PeopleRoom,
  history: async () => (await import('../rooms/history/HistoryRoom.tsx')).HistoryRoom,
  weighing: async () => (await import('../rooms/history/WeighingNote.tsx')).WeighingNote,
  'scan-sheet': async () => (await import('../rooms/jobs/ScanSheet.tsx')).ScanSheet,
};

interface RoomRouterProps {
  route: Route;
  state: StateView;
  /** Null: nobody is signed in. */
  currentOperator: CurrentOperator | null;
}

/** The room that the route names; the stations and nothing else for whoever is not signed in. */
export function RoomRouter({ route: { room, id }, state, currentOperator }: RoomRouterProps) {
  if (currentOperator === null || room === 'stations' || room === 'station')
    return <StationsRoom state={state} currentOperator={currentOperator} stationId={room === 'station' ? id : null} />;
  return (
    <LazyComponent
      // Each weighing is its own page; the other rooms keep their state while the address changes.
      key={room === 'weighing' ? `weighing ${id}` : room}
      componentProps={{ state, currentOperator, id }}
      load={ROOM_LOADERS[room]}
    />
  );
}
