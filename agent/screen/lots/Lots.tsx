// The lots of this base, and one of them in full.
import type { RoomProps } from '../shell/roomProps.ts';
import { LotCard } from './LotCard.tsx';

export function Lots({ state }: RoomProps) {
  return (
    <div class="lots">
      {state.lots.map((lot) => (
        <LotCard key={lot.lot} lot={lot} />
      ))}
    </div>
  );
}

export function Lot({ state, id }: RoomProps) {
  const lot = state.lots.find((one) => one.lot === id);
  return lot === undefined ? null : <LotCard lot={lot} />;
}
