// Whether a photograph that an entry names is beside the ledger, byte for byte. Reads only; the file may be absent or
// damaged, and then its photographs are.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assertEvidence } from './evidenceFile.ts';
import { sha256Hex } from './evidenceRows.ts';
import type { ProblemCode } from './problems.ts';

export interface PhotoCheck {
  /** Null: it is there, and right. */
  fault(
    photo: string,
    bytes: number,
  ): { code: Extract<ProblemCode, 'photo-missing' | 'photo-altered'>; detail: string } | null;
  close(): void;
}

/** Opened when the first photograph is named: a ledger without photographs needs no such file. */
export function openPhotoCheck(file: string): PhotoCheck {
  let read: ((photo: string) => Buffer | undefined) | null = null;
  let close = (): void => undefined;
  const open = (): ((photo: string) => Buffer | undefined) => {
    if (!existsSync(file)) return () => undefined;
    const connection = new Database(file, { readonly: true, fileMustExist: true });
    close = () => void connection.close();
    assertEvidence(connection);
    const statement = connection.prepare<[Buffer], Buffer>('SELECT bytes FROM photos WHERE photo = ?').pluck();
    return (photo) => statement.get(Buffer.from(photo, 'hex'));
  };
  return {
    fault: (photo, bytes) => {
      let found: Buffer | undefined;
      try {
        read ??= open();
        found = read(photo);
      } catch (error) {
        return {
          code: 'photo-missing',
          detail: `photograph ${photo}: the file of evidence cannot be read (${error instanceof Error ? error.message : String(error)})`,
        };
      }
      if (found === undefined) return { code: 'photo-missing', detail: `photograph ${photo}` };
      return found.length === bytes && sha256Hex(found) === photo
        ? null
        : { code: 'photo-altered', detail: `photograph ${photo}` };
    },
    close: () => close(),
  };
}
