// Rows of photographs and curves: prepared statements and nothing else. Errors of the disk are thrown.
import { asMassMg } from '../../drivers/contract/mass.ts';
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SettlingCurve } from '../core/ports/evidenceStore.ts';
import type { EvidenceConnections } from './evidenceDatabase.ts';
import { type PhotoHash, asPhotoHash } from '../core/model/ids.ts';

/** Of 300 points as JSON; a curve that inflates beyond it was not written here. */
const CURVE_TEXT_BYTES = 65_536;

/** Rows of photographs and curves. Every method throws what SQLite throws. */
export interface EvidenceRows {
  /** Length in bytes; null if there is none. */
  photoLength(photo: string): number | null;
  /** The bytes as stored, not checked against their hash; null if there is none. */
  photo(photo: string): Uint8Array | null;
  /** Stores the photograph durably; from now on it waits for its entry. */
  putPhoto(photo: string, bytes: Uint8Array, wallMs: number): void;
  /** Lets the time of waiting begin anew. */
  restartWaiting(photo: string, wallMs: number): void;
  /** Photographs that wait for an entry, the oldest first. */
  listWaiting(): { photo: string; sinceWallMs: number }[];
  /** Ends the waiting of a photograph whose entry is recorded. */
  clearWaiting(photo: string): void;
  /** Removes the photograph and its waiting. */
  deletePhoto(photo: string): void;
  /** Stores the first curve of each weighing and keeps the newest `most` of all curves. */
  putCurves(curves: readonly { weighing: string; curve: SettlingCurve }[], most: number): void;
  /** The curve of a weighing; null if there is none. */
  curve(weighing: string): SettlingCurve | null;
}

/**
 * SHA-256 of a photograph's bytes as lower-case hex: its id.
 *
 * @see FORMAT.md, "Photographs"
 */
export function photoHashHex(bytes: Uint8Array): PhotoHash {
  return asPhotoHash(createHash('sha256').update(bytes).digest('hex'));
}

/** Prepares the statements of photographs on the durable connection and of curves on the relaxed one. */
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
  const restart = durable.prepare<[number, Buffer]>('UPDATE waiting SET since_wall_ms = ? WHERE photo = ?');
  const waiting = durable.prepare<[], { photo: Buffer; since: number }>(
    'SELECT photo, since_wall_ms AS since FROM waiting ORDER BY since_wall_ms',
  );
  const settle = durable.prepare<[Buffer]>('DELETE FROM waiting WHERE photo = ?');
  const key = (photo: string): Buffer => Buffer.from(photo, 'hex');
  const transact = durable.transaction((work: () => void) => work());
  return {
    photoLength: (photo) => length.get(key(photo)) ?? null,
    photo: (photo) => read.get(key(photo)) ?? null,
    putPhoto: (photo, bytes, wallMs) =>
      transact.immediate(() => {
        put.run(key(photo), bytes);
        wait.run(key(photo), wallMs);
      }),
    restartWaiting: (photo, wallMs) => void restart.run(wallMs, key(photo)),
    listWaiting: () => waiting.all().map(({ photo, since }) => ({ photo: photo.toString('hex'), sinceWallMs: since })),
    clearWaiting: (photo) => void settle.run(key(photo)),
    deletePhoto: (photo) =>
      transact.immediate(() => {
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
  const transact = relaxed.transaction((work: () => void) => work());
  return {
    putCurves: (curves, most) =>
      transact.immediate(() => {
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

function packCurve({ points, ...facts }: SettlingCurve): Buffer {
  let previous = { ms: 0, massMg: 0 };
  const steps = points.map((point): PackedCurve['points'][number] => {
    const step: PackedCurve['points'][number] = [
      point.ms - previous.ms,
      point.massMg - previous.massMg,
      point.stable ? 1 : 0,
    ];
    previous = point;
    return step;
  });
  return deflateRawSync(JSON.stringify({ ...facts, points: steps } satisfies PackedCurve));
}

function unpackCurve(bytes: Buffer): SettlingCurve {
  const { points, ...facts } = JSON.parse(
    inflateRawSync(bytes, { maxOutputLength: CURVE_TEXT_BYTES }).toString('utf8'),
  ) as PackedCurve;
  let sum = { ms: 0, massMg: asMassMg(0) };
  return {
    ...facts,
    points: points.map(([ms, massMg, stable]) => {
      sum = { ms: sum.ms + ms, massMg: asMassMg(sum.massMg + massMg) };
      return { ...sum, stable: stable === 1 };
    }),
  };
}
