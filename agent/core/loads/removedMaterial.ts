// Material that is taken out of a package: how much one person may take alone, and what follows from it.
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { reckonedWallMs } from '../model/believableDate.ts';
import type { Book } from '../model/book.ts';
import { derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingBody, NewEntry } from '../model/entry.ts';
import { requireLot } from '../model/bookQueries.ts';
import { consentingPerson } from '../model/consents.ts';
import type { OperatorId, WeighingId } from '../model/ids.ts';
import { REMOVAL_LIMITS } from '../model/limits.ts';
import { isKnownSeal, sealsRefusal } from '../model/seals.ts';
import { recountableFindings } from '../cases/recount.ts';
import { leftMg } from '../model/packageMass.ts';
import type { PackageRecord } from '../model/records.ts';
import type { RemovalRecord } from '../model/workRecords.ts';
import type { LoadIntent } from '../model/weighingEntries.ts';

/** What is said of material that was taken out, besides its mass. */
export type RemovalIntent = Extract<LoadIntent, { kind: 'removal' }>;

/** How material that was taken out was weighed. */
export interface RemovedMass {
  weighing: WeighingId;
  massMg: MassMg;
  /** On a scale that is not verified. */
  unverified: boolean;
  /** Read off a balance and typed. */
  manual: boolean;
}

/** Why nothing may be taken out so now; null if it may. Never for what the package holds. */
export function removalRefusal(
  intent: RemovalIntent,
  { book, record, risen }: { book: Book; record: PackageRecord; risen: boolean },
): Refusal | null {
  // What is to be weighed again against an older figure stays as it is.
  if (recountableFindings(book, record.id).length > 0) return refuse('package-in-case', { package: record.id });
  // The same bag: its seal was put on when it was weighed first, and stands if headquarters has booked that already.
  if (risen && isKnownSeal(record, intent.sealAfter)) return null;
  return sealsNeeded(record, intent) ?? sealsRefusal(intent, { record, book });
}

/** A package that bears a seal is opened only with the numbers of both seals. */
function sealsNeeded({ id, seal }: PackageRecord, { sealBefore, sealAfter }: RemovalIntent): Refusal | null {
  return seal !== null && (sealBefore === null || sealAfter === null) ? refuse('seals-needed', { package: id }) : null;
}

/**
 * The entries of weighed material. Spillage is a disagreement that headquarters decides, samples, dust and residues are
 * only booked; more than one person may take, without a second one's word before, looks like theft and parks the package.
 * So does a load as heavy as all that the package holds: it was not taken out of it, and nothing is booked.
 */
export function removalEntries(
  intent: RemovalIntent,
  taken: { book: Book; record: PackageRecord; mass: RemovedMass; operator: OperatorId; at: Timestamp },
): NewEntry[] {
  const { book, record, mass, operator, at } = taken;
  const { removal, reason, sealBefore, sealAfter } = intent;
  const { weighing, massMg } = mass;
  const allowed = consentingPerson(record.id, { book, taker: operator, massMg, at });
  const newId = derivedIds(weighing);
  const isImpossible = massMg >= leftMg(record);
  const isTooMuch = allowed === null && isBeyondLimits(record, { book, operator, at, mass });
  const isExchanged = record.seal !== null && !isKnownSeal(record, sealBefore);
  const codes: FindingBody['code'][] = [
    ...(reason === 'spillage' ? (['SPILLAGE'] as const) : []),
    ...(mass.unverified ? (['SCALE_UNVERIFIED'] as const) : []),
    ...(isTooMuch || isImpossible ? (['THEFT_SUSPECTED'] as const) : []),
    ...(isExchanged ? (['SEAL_BROKEN'] as const) : []),
    ...(!isImpossible && isPhotoMissing(intent, record) ? (['PHOTO_MISSING'] as const) : []),
  ];
  const subject = { lot: record.lot, job: null, package: record.id, weighing };
  const seals = { sealBefore, sealAfter };
  // Taken again under the same name, unless headquarters has booked what it was then.
  const isFree = (book.get('removal', removal)?.state ?? 'void') === 'void';
  const removed = {
    removal: isFree ? removal : weighing,
    reason,
    package: record.id,
    lot: record.lot,
    massMg,
    ...seals,
  };
  return [
    ...(isImpossible
      ? []
      : [
          {
            kind: 'material-removed' as const,
            body: { ...removed, weighing, allowedBy: allowed, operator },
          },
        ]),
    ...codes.map((code): NewEntry => ({
      kind: 'finding',
      body: { finding: newId(), code, ...subject, comparison: null, operator, note: null },
    })),
  ];
}

/**
 * What is taken out is photographed, unless the seal that the book knows was opened and a new one put on. Spillage is a case of its own, which takes photographs; so
 * does a load that was not taken out of the package.
 */
function isPhotoMissing({ reason, sealBefore, sealAfter }: RemovalIntent, record: PackageRecord): boolean {
  return reason !== 'spillage' && (sealAfter === null || !isKnownSeal(record, sealBefore));
}

/**
 * More than a package may lose in its life, or than a person may take in 30 days, without anybody else's word: out of
 * all, or out of a lot of which the notice allows less.
 */
function isBeyondLimits(
  record: PackageRecord,
  { book, operator, at, mass }: { book: Book; operator: OperatorId; at: Timestamp; mass: RemovedMass },
): boolean {
  const wholeMg = (record.netMg ?? 0) + record.bookedMg;
  const lower = requireLot(book, record.lot).removalLimits;
  const usualMg = Math.max(REMOVAL_LIMITS.packageMg, Math.floor(wholeMg / REMOVAL_LIMITS.packageDivisor));
  const packageMostMg = Math.min(usualMg, lower?.packageMg ?? Infinity);
  const inItsLife = book
    .where('removal', 'package', record.id)
    .filter(({ state, lot }) => state !== 'void' && lot === record.lot);
  if (countedMg([...inItsLife, mass]) > packageMostMg) return true;
  const nowMs = reckonedWallMs(book, at);
  const earlier = book
    .where('removal', 'operator', operator)
    .filter(({ state, reckonedMs }) => state !== 'void' && nowMs - reckonedMs <= REMOVAL_LIMITS.personAgoMs);
  const takenMg = (removals: readonly RemovalRecord[]): number => countedMg([...removals, mass]);
  return (
    takenMg(earlier) > REMOVAL_LIMITS.personMg ||
    takenMg(earlier.filter(({ lot }) => lot === record.lot)) > (lower?.personMg ?? Infinity)
  );
}

type TakenMass = Pick<RemovedMass, 'massMg' | 'manual'>;

/** What counts against the limits: nobody saw on a scale what was typed, so that it counts double. */
function countedMg(taken: readonly TakenMass[]): number {
  return taken.reduce((sum, { massMg, manual }) => sum + massMg * (manual ? REMOVAL_LIMITS.manualFactor : 1), 0);
}
