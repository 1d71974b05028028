// Which packages a code names: by id, by the tag that they bear or bore, by the mark on them. Names are unique only among
// what is here or expected, and marks only within a lot: whoever looks one up must say what several bearers mean to him.
import { keyOfEpcHex } from '../../../drivers/contract/epc/gs1Keys.ts';
import { readCode } from '../../../drivers/contract/epc/scannedCode.ts';
import type { JobId, WeighingId } from './ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from './book.ts';
import type { PackageRecord } from './records.ts';
import { comparableText } from './comparableText.ts';
import { type Refusal, refuse } from './decide.ts';
import { isHereOrExpected } from './states.ts';
import { compositeId } from './idPattern.ts';

/** The GS1 key of a container: of its tag, or else of the mark on it. */
export function containerKeyOf({ epcHex, mark }: { epcHex: string | null; mark: string }): string | null {
  return (epcHex === null ? null : keyOfEpcHex(epcHex)) ?? readCode(mark).keys[0] ?? null;
}

/** What can be read on goods in the form in which it is compared: its GS1 key, or its text. */
export function codeKeyOf(code: string): string {
  const { keys, text } = readCode(code);
  return keys[0] ?? comparableText(text);
}

/** Under which one looks up what a count found besides: one key for every spelling of what can be read on it. */
export function countExtraKey(stocktake: string, identity: string): string {
  return compositeId(stocktake, codeKeyOf(identity));
}

/** The packages here or expected that were announced on the pallet with this label. */
export function packagesOnPallet(book: Book, label: string): PackageRecord[] {
  const key = codeKeyOf(label);
  return key === '' ? [] : book.where('package', 'palletKey', key).filter(isHereOrExpected);
}

/** Whether a tag is that of a pallet on which packages were announced, whatever became of them, and of no package. */
export function isPalletTag(book: Book, epcHex: string): boolean {
  const key = codeKeyOf(epcHex);
  if (key === '' || findTagOwner(book, epcHex) !== undefined) return false;
  return book.where('package', 'palletKey', key, 1).length > 0;
}

/**
 * All packages that a code names where a pallet is handled as one: those announced on it, or the one that bears the
 * code. Empty: none.
 */
export function findPalletOrBearer(book: Book, code: string): PackageRecord[] | Refusal {
  if (whoBears(book, code).length === 0) {
    const onPallet = packagesOnPallet(book, code);
    if (onPallet.length > 0) return onPallet;
  }
  const bearer = findBearer(book, { code });
  return bearer === undefined ? [] : 'refusal' in bearer ? bearer : [bearer];
}

/** Every package here or expected that a code names. An id names one, whatever marks say. */
export function whoBears(book: Book, code: string): PackageRecord[] {
  const named = everyBearer(book, code).filter(isHereOrExpected);
  const { text } = readCode(code);
  const byId = named.find(({ id }) => id === code.trim()) ?? named.find(({ id }) => id === text);
  return byId ? [byId] : named;
}

/** Every package of the book that a code names, also one that left or never came; its present bearers first. */
function everyBearer(book: Book, code: string): PackageRecord[] {
  const { names, keys } = readCode(code);
  const texts = names.map(comparableText);
  const retired = [...texts, ...keys].flatMap((name) => book.get('retiredTag', name) ?? []);
  const found = [
    ...[code.trim(), ...names].flatMap((name) => book.get('package', name) ?? []),
    ...texts.flatMap((text) => [...book.where('package', 'epcHex', text), ...book.where('package', 'markKey', text)]),
    ...keys.flatMap((key) => book.where('package', 'containerKey', key)),
    ...retired.flatMap((tag) => book.get('package', tag.package) ?? []),
  ];
  return [...new Map(found.map((record) => [record.id, record])).values()];
}

/**
 * The one package that a code names: of those here or expected, or else the latest that left under that name. Undefined:
 * nobody bears or bore it. A pallet's label names no package: which of those on it is meant, a person must say. Of several bearers the one whose tag is among `tags` is meant; otherwise a person must say.
 */
export function findBearer(
  book: Book,
  { code, tags = [] }: { code: string; tags?: readonly string[] },
): PackageRecord | Refusal | undefined {
  const bearers = whoBears(book, code);
  const [only, another] = bearers;
  if (!only) {
    const onPallet = packagesOnPallet(book, code);
    return onPallet.length > 0 ? refusePallet(code, onPallet) : latestOf(everyBearer(book, code));
  }
  if (!another) return only;
  const [named, alsoNamed] = bearers.filter(({ epcHex }) => epcHex !== null && tags.includes(epcHex));
  return named && !alsoNamed ? named : refuseAmbiguous(code, { bearers, book });
}

/** Asks which of several packages is meant: each with its lot, commodity and place. */
function refuseAmbiguous(code: string, { bearers, book }: { bearers: readonly PackageRecord[]; book: Book }): Refusal {
  const named = bearers
    .slice(0, NAMED_BEARERS)
    .map(({ id, lot, area }) => `${id} (${lot}, ${book.get('lot', lot)?.commodity ?? '?'}, ${area ?? '–'})`);
  const more = bearers.length > NAMED_BEARERS ? [`… ${bearers.length - NAMED_BEARERS}`] : [];
  return refuse('code-ambiguous', { code, bearers: [...named, ...more].join('; ') });
}

function refusePallet(code: string, onPallet: readonly PackageRecord[]): Refusal {
  const named = onPallet.slice(0, NAMED_BEARERS).map(({ mark }) => mark);
  const more = onPallet.length > NAMED_BEARERS ? [`… ${onPallet.length - NAMED_BEARERS}`] : [];
  return refuse('code-names-pallet', { code, packages: [...named, ...more].join('; ') });
}

const NAMED_BEARERS = 5;

function latestOf(records: readonly PackageRecord[]): PackageRecord | undefined {
  return records.reduce<PackageRecord | undefined>(
    (latest, record) => ((record.arrivedSeq ?? 0) >= (latest?.arrivedSeq ?? 0) ? record : latest),
    undefined,
  );
}

/** The package here or expected that bears a tag, or bore it before it got another. At most one: a tag is a container’s. */
export function findTagBearer(book: Book, epcHex: string): PackageRecord | undefined {
  const bearer = tagged(book, epcHex).find(isHereOrExpected);
  if (bearer) return bearer;
  const retired = book.get('retiredTag', epcHex);
  const bore = retired && book.get('package', retired.package);
  return bore && isHereOrExpected(bore) ? bore : undefined;
}

/** The package that a tag says: its bearer here or expected, or else the latest that left with it. */
export function findTagOwner(book: Book, epcHex: string): PackageRecord | undefined {
  const bearer = findTagBearer(book, epcHex);
  if (bearer) return bearer;
  const retired = book.get('retiredTag', epcHex);
  const bore = retired && book.get('package', retired.package);
  return latestOf([...tagged(book, epcHex), ...(bore ? [bore] : [])]);
}

/** Those that bear the tag, and those whose label or tag says the same container in another way. */
function tagged(book: Book, epcHex: string): PackageRecord[] {
  const key = keyOfEpcHex(epcHex);
  return [
    ...book.where('package', 'epcHex', epcHex),
    ...(key === null ? [] : book.where('package', 'containerKey', key)),
  ];
}

/** Whether a tag was retired: its package bears another now, and it should be off. */
export function isTagRetired(book: Book, epcHex: string): boolean {
  const bearer = findTagBearer(book, epcHex);
  return bearer !== undefined && bearer.epcHex !== epcHex;
}

/** The load lying on the scale now, as the station knows it: its recorded weighing, or null. */
export interface LoadOnScale {
  station: StationId;
  weighing: WeighingId | null;
}

/** One foreign package a job, by what can be read on it. */
export function foreignRecordId(job: JobId, identity: string): string {
  return compositeId(job, identity);
}
