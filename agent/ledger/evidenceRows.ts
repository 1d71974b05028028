// Rows of photographs and curves: prepared statements and nothing else. Whatever is wrong with the disk is thrown.
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Curve } from '../core/keptEvidence.ts';
import type { EvidenceConnections } from './evidenceFile.ts';

/** Of 300 points as JSON; a curve that inflates beyond it was not written here. */
const CURVE_TEXT_BYTES = 65_536;

export interface EvidenceRows {
  photoLength(photo: string): number | null;
  /** As they are, unchecked. */
  photo(photo: string): Uint8Array | null;
  /** Durable; it waits for its entry from now on. */
  putPhoto(photo: string, bytes: Uint8Array, wallMs: number): void;
  waitAgain(photo: string, wallMs: number): void;
  waiting(): { photo: string; sinceWallMs: number }[];
  /** Its entry is there. */
  settle(photo: string): void;
  drop(photo: string): void;
  /** Of each weighing the first; of all curves the newest `most`. */
  putCurves(curves: readonly { weighing: string; curve: Curve }[], most: number): void;
  curve(weighing: string): Curve | null;
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function evidenceRows(connections: EvidenceConnections): EvidenceRows {
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
    waitAgain: (photo, wallMs) => void again.run(wallMs, key(photo)),
    waiting: () => waiting.all().map(({ photo, since }) => ({ photo: photo.toString('hex'), sinceWallMs: since })),
    settle: (photo) => void settle.run(key(photo)),
    drop: (photo) =>
      together.immediate(() => {
        remove.run(key(photo));
        settle.run(key(photo));
      }),
  };
}

function curveRows({ hasty }: EvidenceConnections): Pick<EvidenceRows, 'putCurves' | 'curve'> {
  const put = hasty.prepare<[string, Buffer]>(
    'INSERT INTO curves (weighing, curve) VALUES (?, ?) ON CONFLICT (weighing) DO NOTHING',
  );
  const trim = hasty.prepare<[number]>('DELETE FROM curves WHERE number <= (SELECT max(number) FROM curves) - ?');
  const read = hasty.prepare<[string], Buffer>('SELECT curve FROM curves WHERE weighing = ?').pluck();
  const together = hasty.transaction((work: () => void) => work());
  return {
    putCurves: (curves, most) =>
      together.immediate(() => {
        for (const { weighing, curve } of curves) put.run(weighing, packed(curve));
        trim.run(most);
      }),
    curve: (weighing) => {
      const bytes = read.get(weighing);
      return bytes === undefined ? null : unpacked(bytes);
    },
  };
}

/** Points as differences of time and mass: a resting load is mostly zeros. */
type Packed = Omit<Curve, 'points'> & { points: [number, number, 0 | 1][] };

function packed({ points, ...rest }: Curve): Buffer {
  let before = { ms: 0, massMg: 0 };
  const steps = points.map((point): Packed['points'][number] => {
    const step: Packed['points'][number] = [point.ms - before.ms, point.massMg - before.massMg, point.stable ? 1 : 0];
    before = point;
    return step;
  });
  return deflateRawSync(JSON.stringify({ ...rest, points: steps } satisfies Packed));
}

function unpacked(bytes: Buffer): Curve {
  const { points, ...rest } = JSON.parse(
    inflateRawSync(bytes, { maxOutputLength: CURVE_TEXT_BYTES }).toString('utf8'),
  ) as Packed;
  let at = { ms: 0, massMg: 0 };
  return {
    ...rest,
    points: points.map(([ms, massMg, stable]) => {
      at = { ms: at.ms + ms, massMg: at.massMg + massMg };
      return { ...at, stable: stable === 1 };
    }),
  };
}
