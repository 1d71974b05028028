// The cases. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function Cases({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
export function Case({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
