// Packages that a person names together because they are weighed together: on a pallet, or off a vehicle.
import type { LotId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import { type Refusal, refuse } from '../model/decide.ts';
import type { NamedCode, NamedWay } from '../model/proofs.ts';
import { awaitedPackages } from '../model/awaitedPackages.ts';
import { findPalletOrBearer } from '../model/packageLookup.ts';

/** A package, and how a person named it, or the pallet that it stands on. */
export interface NamedMember {
  record: PackageRecord;
  how: NamedWay;
}

/**
 * The expected packages of a lot that these codes name, each once; a pallet's label names all that was announced on it.
 * Refuses codes of none or several, packages of another lot, weighed ones, and those that wait to be weighed with others.
 */
export function findScannedMembers(
  codes: readonly NamedCode[],
  { book, lot }: { book: Book; lot: LotId },
): NamedMember[] | Refusal {
  const awaited = awaitedPackages(book);
  const members = new Map<string, NamedMember>();
  for (const { code, how } of codes) {
    const named = findPalletOrBearer(book, code);
    if ('refusal' in named) return named;
    if (named.length === 0) return refuse('not-in-lot', { lot, code });
    for (const record of named) {
      const refusal = members.has(record.id)
        ? refuse('scanned-twice', { package: record.id })
        : memberRefusal(record, { lot, awaited });
      if (refusal) return refusal;
      members.set(record.id, { record, how });
    }
  }
  return [...members.values()];
}

function memberRefusal(
  { id, lot, state }: PackageRecord,
  wanted: { lot: LotId; awaited: ReadonlySet<string> },
): Refusal | null {
  if (lot !== wanted.lot) return refuse('package-of-other-lot', { package: id, lot });
  if (state !== 'expected') return refuse('package-already-weighed', { package: id });
  return wanted.awaited.has(id) ? refuse('package-awaited', { package: id }) : null;
}
