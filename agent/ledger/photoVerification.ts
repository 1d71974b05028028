// Whether a photograph that an entry names is beside the ledger, byte for byte. Reads only; the file may be absent or
// damaged, and then its photographs are.
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { errorText } from '../../drivers/contract/errorText.ts';
import { assertEvidenceDatabase } from './evidenceDatabase.ts';
import { photoHashHex } from './evidenceRows.ts';
import type { LedgerDiscrepancyCode } from './discrepancies.ts';

/** Compares the photographs that entries name with those in the evidence file. */
export interface PhotoVerifier {
  /** What is wrong with a photograph of this hash and length in bytes; null if it is there, byte for byte. */
  findDiscrepancy(
    photo: string,
    bytes: number,
  ): { code: Extract<LedgerDiscrepancyCode, 'photo-missing' | 'photo-altered'>; detail: string } | null;
  close(): void;
}

/**
 * The evidence file is opened with the first photograph that is named: a ledger without photographs needs no such file.
 */
export function openPhotoVerifier(file: string): PhotoVerifier {
  let read: ((photo: string) => Buffer | undefined) | null = null;
  let close = (): void => undefined;
  const open = (): ((photo: string) => Buffer | undefined) => {
    if (!existsSync(file)) return () => undefined;
    const connection = new Database(file, { readonly: true, fileMustExist: true });
    close = () => void connection.close();
    assertEvidenceDatabase(connection);
    const statement = connection.prepare<[Buffer], Buffer>('SELECT bytes FROM photos WHERE photo = ?').pluck();
    return (photo) => statement.get(Buffer.from(photo, 'hex'));
  };
  return {
    findDiscrepancy: (photo, bytes) => {
      let stored: Buffer | undefined;
      try {
        read ??= open();
        stored = read(photo);
      } catch (error) {
        return {
          code: 'photo-missing',
          detail: `photograph ${photo}: the file of evidence cannot be read (${errorText(error)})`,
        };
      }
      if (stored === undefined) return { code: 'photo-missing', detail: `photograph ${photo}` };
      return stored.length === bytes && photoHashHex(stored) === photo
        ? null
        : { code: 'photo-altered', detail: `photograph ${photo}` };
    },
    close: () => close(),
  };
}
