// Care of stored packages: places, seals, resealing and repacking. Needs no order: staging and evacuation are
// relocations.
import type { FindingId, PackageId } from '../model/ids.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { FindingCode } from '../model/findings.ts';
import type { NewEntry } from '../model/entry.ts';
import { isSameText, readWords } from '../model/comparableText.ts';
import { actRefusal } from '../model/packageActs.ts';
import { NAMED_WAYS, type NamedCode, type NamedWay } from '../model/proofs.ts';
import { sealsRefusal } from '../model/seals.ts';
import { findBearer, packagesOnPallet, whoBears } from '../model/packageLookup.ts';
import { STATES_AT_BASE } from '../model/states.ts';

/**
 * Moves packages to any area of the site. Held and quarantined packages may be moved and stay held: parking them out of
 * the way is what a hold is for, and an evacuation asks for no state. Refuses unknown areas and codes, and packages
 * that are being counted.
 */
export function decideRelocate(
  event: CommandMeta & { codes: readonly NamedCode[]; area: string; areaKnown: boolean },
  book: Book,
): Decided | Refusal {
  if (!event.areaKnown) return refuse('area-unknown', { area: event.area });
  const moved = new Map<PackageId, NamedWay>();
  // Of one that was scanned and typed it counts that it was scanned.
  const codes = NAMED_WAYS.flatMap((how) => event.codes.filter((named) => named.how === how));
  for (const { code: rawCode, how } of codes) {
    const code = rawCode.trim();
    const records = findMoved(book, code);
    if ('refusal' in records) return records;
    if (records.length === 0) return refuse('package-unknown', { package: code });
    for (const record of records) {
      const refusal = actRefusal(record, 'move');
      if (refusal) return refusal;
      if (record.area !== event.area && !moved.has(record.id)) moved.set(record.id, how);
    }
  }
  const entries = NAMED_WAYS.flatMap((how): NewEntry[] => {
    const packages = [...moved].filter(([, named]) => named === how).map(([id]) => id);
    const body = { packages, area: event.area, how, operator: event.operator };
    return packages.length > 0 ? [{ kind: 'packages-relocated', body }] : [];
  });
  return { entries, effects: [], result: { moved: moved.size, area: event.area } };
}

/**
 * What is moved under a code: a package, or a pallet as long as all that was announced on it and is here stands in one
 * place. Afterwards its label says nothing of where they are.
 */
function findMoved(book: Book, code: string): PackageRecord[] | Refusal {
  const onPallet =
    whoBears(book, code).length > 0
      ? []
      : packagesOnPallet(book, code).filter(({ state }) => STATES_AT_BASE.includes(state));
  if (onPallet.length > 0 && new Set(onPallet.map(({ area }) => area)).size === 1) return onPallet;
  const bearer = findBearer(book, { code });
  return bearer === undefined ? [] : 'refusal' in bearer ? bearer : [bearer];
}

/**
 * Records the number and state of a seal. A broken seal, or a sound one with another number, is the finding
 * SEAL_BROKEN. Allowed during a stocktake, because reading a seal changes nothing.
 */
export function decideCheckSeal(
  event: CommandMeta & { package: PackageId; seal: string; intact: boolean },
  book: Book,
): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'check-seal');
  if (refusal) return refusal;
  const seal = readWords(event.seal);
  if (seal === '') return refuse('seal-empty');
  const { operator, intact } = event;
  const exchanged = isExchanged(record, seal);
  const note = exchanged ? `seal ${seal} instead of ${record.seal ?? ''}` : `seal ${seal} is not intact`;
  const findings =
    intact && !exchanged
      ? []
      : careFinding(event, { book, record, code: 'SEAL_BROKEN', note, newId: derivedIds(event.id) });
  const checked: NewEntry = { kind: 'seal-checked', body: { package: record.id, seal, intact, operator } };
  return { entries: [checked, ...findings], effects: [], result: { package: record.id, finding: findings.length > 0 } };
}

function isExchanged(record: PackageRecord, seal: string | null): boolean {
  return record.seal !== null && !isSameText(record.seal, seal);
}

/**
 * Records that a package was opened and sealed again. Its declared tare is no longer trusted: every net mass of it is a
 * finding until headquarters decides. Refuses packages that are away or being counted, and seals that are empty or not
 * new.
 */
export function decideReseal(
  event: CommandMeta & {
    package: PackageId;
    reason: 'reseal' | 'repack';
    sealBefore: string | null;
    sealAfter: string;
  },
  book: Book,
): Decided | Refusal {
  const record = book.get('package', event.package);
  if (!record) return refuse('package-unknown', { package: event.package });
  const refusal = actRefusal(record, 'reseal');
  if (refusal) return refusal;
  const withheld = sealsRefusal(event, { record, book });
  if (withheld) return withheld;
  const { sealBefore, sealAfter } = event;
  const newId = derivedIds(event.id);
  const exchanged = isExchanged(record, sealBefore);
  const broken = `seal ${sealBefore ?? 'none'} instead of ${record.seal ?? ''}`;
  const code: FindingCode = event.reason === 'repack' ? 'REPACKED' : 'TARE_CHANGED';
  const entries: NewEntry[] = [
    {
      kind: 'package-resealed',
      body: { package: record.id, reason: event.reason, sealBefore, sealAfter, operator: event.operator },
    },
    ...(exchanged ? careFinding(event, { book, record, code: 'SEAL_BROKEN', note: broken, newId }) : []),
    ...careFinding(event, { book, record, code, note: null, newId }),
  ];
  return { entries, effects: [], result: { package: record.id } };
}

/** None while a finding of the same code on the package is open: a second one would add nothing. */
function careFinding(
  { operator }: CommandMeta,
  candidate: { book: Book; record: PackageRecord; code: FindingCode; note: string | null; newId: () => FindingId },
): NewEntry[] {
  const { record, code, note } = candidate;
  const isOpen = candidate.book
    .where('finding', 'package', record.id)
    .some((finding) => finding.code === code && (finding.state === 'open' || finding.state === 'recounted'));
  if (isOpen) return [];
  const findingBase = { lot: record.lot, job: null, package: record.id, weighing: null, comparison: null };
  return [{ kind: 'finding', body: { finding: candidate.newId(), code, ...findingBase, operator, note } }];
}
