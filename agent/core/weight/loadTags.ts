// What the tags that came with a load prove: the one package that they name, or one EPC on two chips.
import { type JobId, type LotId, type OperatorId, asFindingId } from '../model/ids.ts';
import type { BoundBy, TagSeen } from '../model/weighingEvidence.ts';
import type { CaptureEvent } from './weighingEntry.ts';
import type { Book } from '../model/book.ts';
import { findTagOwner } from '../model/packageLookup.ts';
import type { FindingBody, NewEntry } from '../model/entry.ts';
import { isFindingOpen } from '../model/bookQueries.ts';
import { derivedIds } from '../model/decide.ts';
import type { JobRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { isHereOrExpected, STATES_IN_STOCK } from '../model/states.ts';
import { compareExpected } from './comparisons.ts';
import { withinTolerance } from './tolerance.ts';

/** An EPC that two different chips (TID) answered with: one of them is a copy. Null if there is none. */
export function duplicateTag(tags: readonly TagSeen[]): string | null {
  const chips = new Map<string, string>();
  for (const { epcHex, tidHex } of tags) {
    if (tidHex === null) continue;
    if ((chips.get(epcHex) ?? tidHex) !== tidHex) return epcHex;
    chips.set(epcHex, tidHex);
  }
  return null;
}

/** The finding DUPLICATE_TAG on the package that bears the EPC, or on the EPC itself if none does; empty: no tag is a copy. */
export function duplicateTagFindings(
  { weighing, capture }: CaptureEvent,
  { book, ...subject }: { book: Book; lot: LotId | null; job: JobId | null; operator: OperatorId | null },
): NewEntry[] {
  const epcHex = duplicateTag(capture.tags);
  if (epcHex === null) return [];
  const concerned = findTagOwner(book, epcHex)?.id ?? epcHex;
  const finding: NewEntry = {
    kind: 'finding',
    body: {
      finding: asFindingId(`${weighing}.twin`),
      code: 'DUPLICATE_TAG',
      ...subject,
      package: concerned,
      weighing,
      comparison: null,
      note: null,
    },
  };
  return [finding];
}

/** It came with this load, and lies as well on another scale: it names neither. */
function isReadElsewhere({ background, elsewhere }: TagSeen): boolean {
  return elsewhere && !background;
}

/** Those of the stock that bear one of these tags, or bore it and have another now. */
function stockOfTags(tags: readonly TagSeen[], book: Book): PackageRecord[] {
  const arrived = new Set(
    tags.filter(({ background, elsewhere }) => !background && !elsewhere).map(({ epcHex }) => epcHex),
  );
  const named = [...arrived].flatMap((epcHex) => {
    const bearers = book.where('package', 'epcHex', epcHex).filter(isHereOrExpected);
    const retired = bearers.length > 0 ? undefined : book.get('retiredTag', epcHex);
    return retired ? (book.get('package', retired.package) ?? []) : bearers;
  });
  return [...new Map(named.map((record) => [record.id, record])).values()].filter(({ state }) =>
    STATES_IN_STOCK.includes(state),
  );
}

/**
 * STOCK_AT_INTAKE for each package of the stock whose tag, its present or an old one, came with a load that is being
 * taken in, and that no other station reads; none for one on which it is open already for this lot. `seed`: of their ids.
 */
export function stockTagFindings(
  { tags, seed, ...subject }: { tags: readonly TagSeen[]; seed: string } & Pick<FindingBody, 'weighing' | 'operator'>,
  { book, job }: { book: Book; job: Pick<JobRecord, 'id' | 'lot'> },
): NewEntry[] {
  const newId = derivedIds(`${seed}.stock`);
  const isOpen = ({ id }: PackageRecord): boolean =>
    book
      .where('finding', 'package', id)
      .some((finding) => finding.code === 'STOCK_AT_INTAKE' && finding.lot === job.lot && isFindingOpen(finding));
  return stockOfTags(tags, book)
    .filter((record) => !isOpen(record))
    .map((record) => ({
      kind: 'finding',
      body: {
        finding: newId(),
        code: 'STOCK_AT_INTAKE',
        lot: job.lot,
        job: job.id,
        package: record.id,
        ...subject,
        comparison: null,
        note: null,
      },
    }));
}

/** The same for a load that was captured. */
export function stockAtIntakeFindings(
  { weighing, capture, operator }: CaptureEvent,
  context: { book: Book; job: Pick<JobRecord, 'id' | 'lot'> },
): NewEntry[] {
  return stockTagFindings({ tags: capture.tags, seed: weighing, weighing, operator }, context);
}

/**
 * The one package whose tag came with the load. Undefined if there is none, if there are several, if the EPC is on two
 * chips, if another station reads one of them, or if `mayBeBound` refuses the package.
 */
export function onlyTaggedPackage(
  book: Book,
  { tags, mayBeBound }: { tags: readonly TagSeen[]; mayBeBound: (record: PackageRecord) => boolean },
): PackageRecord | undefined {
  const arrived = [...new Set(tags.filter((tag) => !tag.background).map((tag) => tag.epcHex))];
  const owner = findTagOwner(book, arrived[0] ?? '');
  if (owner?.epcHex == null || duplicateTag(tags) !== null || tags.some(isReadElsewhere)) return undefined;
  // An old tag that nobody took off says nothing else than the new one; alone it names nothing.
  const isOne = arrived.every((epcHex) => findTagOwner(book, epcHex)?.id === owner.id);
  return isOne && arrived.includes(owner.epcHex) && mayBeBound(owner) ? owner : undefined;
}

/**
 * What a load that is weighed further was named before, and how. Undefined if it was not named, if the tag that named it
 * is not read any more, or if another package's tag came with it: then it is named anew.
 */
export function keptName(
  book: Book,
  { tags, replaced }: { tags: readonly TagSeen[]; replaced: WeighingRecord | undefined },
): { package: PackageRecord; boundBy: BoundBy } | undefined {
  if (replaced?.package == null || replaced.state !== 'bound') return undefined;
  const named = book.get('package', replaced.package);
  const boundBy = replaced.boundBy ?? 'tag';
  const arrived = tags.filter(({ background }) => !background).map(({ epcHex }) => epcHex);
  const ownTag = tags.find(({ epcHex, background }) => !background && epcHex === named?.epcHex);
  if (!named || (boundBy === 'tag' && (!ownTag || ownTag.elsewhere))) return undefined;
  const hasOther = arrived.some((epcHex) => (findTagOwner(book, epcHex)?.id ?? named.id) !== named.id);
  return hasOther ? undefined : { package: named, boundBy };
}

/**
 * The package whose tag came with a load that a person names otherwise; undefined if none did, or if the named one's own
 * tag came too and its mass is the load's: then the other tag is a neighbour's.
 */
export function otherTagOwner(
  book: Book,
  { weighing, named }: { weighing: WeighingRecord; named: PackageRecord },
): PackageRecord | undefined {
  const other = weighing.tags.flatMap((epcHex) => findTagOwner(book, epcHex) ?? []).find(({ id }) => id !== named.id);
  if (!other || named.epcHex === null || !weighing.tags.includes(named.epcHex)) return other;
  return withinTolerance(compareExpected(book, { record: weighing, package: named })) ? undefined : other;
}

/**
 * Whether no other package that may lie there would weigh the same, within its tolerance: then tag and mass are two
 * independent signs of one package.
 */
export function isOnlyByMass(
  named: PackageRecord,
  { candidates, fits }: { candidates: readonly PackageRecord[]; fits: (candidate: PackageRecord) => boolean },
): boolean {
  return fits(named) && !candidates.some((candidate) => candidate.id !== named.id && fits(candidate));
}
