// Cumulative sums. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function Drift({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
