// The history. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function History({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
