// Instruments. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function Instruments({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
