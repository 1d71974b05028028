// A weighing's note. (Room to be furnished.)
import type { RoomProps } from '../shell/roomProps.ts';

export function WeighingNote({ id }: RoomProps) {
  return <section class="card">{id}</section>;
}
