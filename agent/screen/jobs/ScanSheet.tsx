// Control codes. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function ScanSheet({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
