// Rows of photographs and curves: prepared statements and nothing else. Whatever is wrong with the disk is thrown.
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SettlingCurve } from '../core/ports/evidenceStore.ts';
import type { EvidenceConnections } from './evidenceDatabase.ts';

/** Of 300 points as JSON; a curve that inflates beyond it was not written here. */
const CURVE_TEXT_BYTES = 65_536;

export interface EvidenceRows {
  photoLength(photo: string): number | null;
  /** As they are, unchecked. */
  photo(photo: string): Uint8Array | null;
  /** Durable; it waits for its entry from now on. */
  putPhoto(photo: string, bytes: Uint8Array, wallMs: number): void;
  restartWaiting(photo: string, wallMs: number): void;
  listWaiting(): { photo: string; sinceWallMs: number }[];
  /** Its entry is there. */
  clearWaiting(photo: string): void;
  deletePhoto(photo: string): void;
  /** Of each weighing the first; of all curves the newest `most`. */
  putCurves(curves: readonly { weighing: string; curve: SettlingCurve }[], most: number): void;
  curve(weighing: string): SettlingCurve | null;
}

export function photoHashHex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function createEvidenceRows(connections: EvidenceConnections): EvidenceRows {
  return { ...photoRows(connections), ...curveRows(connections) };
}

function photoRows({ durable }: EvidenceConnections): Omit<EvidenceRows, 'putCurves' | 'curve'> {
  const length = durable.prepare<[Buffer], number>('SELECT length(bytes) FROM photos WHERE photo = ?').pluck();
  const read = durable.prepare<[Buffer], Buffer>('SELECT bytes FROM photos WHERE photo = ?').pluck();
  const put = durable.prepare<[Buffer, Uint8Array]>(
    'INSERT INTO photos (photo, bytes) VALUES (?, ?) ON CONFLICT (photo) DO UPDATE SET bytes = excluded.bytes',
  );
  const remove = durable.prepare<[Buffer]>('DELETE FROM photos WHERE photo = ?');
  const wait = durable.prepare<[Buffer, number]>(
    'INSERT INTO waiting (photo, since_wall_ms) VALUES (?, ?) ON CONFLICT (photo) DO NOTHING',
  );
  const again = durable.prepare<[number, Buffer]>('UPDATE waiting SET since_wall_ms = ? WHERE photo = ?');
  const waiting = durable.prepare<[], { photo: Buffer; since: number }>(
    'SELECT photo, since_wall_ms AS since FROM waiting ORDER BY since_wall_ms',
  );
  const settle = durable.prepare<[Buffer]>('DELETE FROM waiting WHERE photo = ?');
  const key = (photo: string): Buffer => Buffer.from(photo, 'hex');
  const together = durable.transaction((work: () => void) => work());
  return {
    photoLength: (photo) => length.get(key(photo)) ?? null,
    photo: (photo) => read.get(key(photo)) ?? null,
    putPhoto: (photo, bytes, wallMs) =>
      together.immediate(() => {
        put.run(key(photo), bytes);
        wait.run(key(photo), wallMs);
      }),
    restartWaiting: (photo, wallMs) => void again.run(wallMs, key(photo)),
    listWaiting: () => waiting.all().map(({ photo, since }) => ({ photo: photo.toString('hex'), sinceWallMs: since })),
    clearWaiting: (photo) => void settle.run(key(photo)),
    deletePhoto: (photo) =>
      together.immediate(() => {
        remove.run(key(photo));
        settle.run(key(photo));
      }),
  };
}

function curveRows({ relaxed }: EvidenceConnections): Pick<EvidenceRows, 'putCurves' | 'curve'> {
  const put = relaxed.prepare<[string, Buffer]>(
    'INSERT INTO curves (weighing, curve) VALUES (?, ?) ON CONFLICT (weighing) DO NOTHING',
  );
  const trim = relaxed.prepare<[number]>('DELETE FROM curves WHERE number <= (SELECT max(number) FROM curves) - ?');
  const read = relaxed.prepare<[string], Buffer>('SELECT curve FROM curves WHERE weighing = ?').pluck();
  const together = relaxed.transaction((work: () => void) => work());
  return {
    putCurves: (curves, most) =>
      together.immediate(() => {
        for (const { weighing, curve } of curves) put.run(weighing, packCurve(curve));
        trim.run(most);
      }),
    curve: (weighing) => {
      const bytes = read.get(weighing);
      return bytes === undefined ? null : unpackCurve(bytes);
    },
  };
}

/** Points as differences of time and mass: a resting load is mostly zeros. */
type PackedCurve = Omit<SettlingCurve, 'points'> & { points: [number, number, 0 | 1][] };

function packCurve({ points, ...rest }: SettlingCurve): Buffer {
  let before = { ms: 0, massMg: 0 };
  const steps = points.map((point): PackedCurve['points'][number] => {
    const step: PackedCurve['points'][number] = [
      point.ms - before.ms,
      point.massMg - before.massMg,
      point.stable ? 1 : 0,
    ];
    before = point;
    return step;
  });
  return deflateRawSync(JSON.stringify({ ...rest, points: steps } satisfies PackedCurve));
}

function unpackCurve(bytes: Buffer): SettlingCurve {
  const { points, ...rest } = JSON.parse(
    inflateRawSync(bytes, { maxOutputLength: CURVE_TEXT_BYTES }).toString('utf8'),
  ) as PackedCurve;
  let at = { ms: 0, massMg: 0 };
  return {
    ...rest,
    points: points.map(([ms, massMg, stable]) => {
      at = { ms: at.ms + ms, massMg: at.massMg + massMg };
      return { ...at, stable: stable === 1 };
    }),
  };
}
