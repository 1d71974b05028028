// The map of areas. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function AreaMap({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
