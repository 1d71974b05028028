// What happens to packages apart from weighing: tags, places, seals, removed material, foreign and missing ones.
import { isNameRead } from '../model/proofs.ts';
import { keyOfEpcHex } from '../../../drivers/contract/epc/gs1Keys.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies, EntryOf } from '../model/entry.ts';
import { asLoadId } from '../model/ids.ts';
import type { WeighingRecord } from '../model/records.ts';
import { reckonedWallMs } from '../model/believableDate.ts';
import { inServiceBoundMg } from '../weight/tolerance.ts';
import { requireRecord, putRecord, stationRecord, stepPackage, storeDecided } from './bookChanges.ts';
import { isDecidedHere } from '../model/awaitedTag.ts';
import { comparableText } from '../model/comparableText.ts';
import { withSeal } from '../model/seals.ts';
import { containerKeyOf, foreignRecordId } from '../model/packageLookup.ts';

/** Gives a package its tag; the one it had stays known. What waited for nothing else goes into store. */
export function applyTagAttached(body: EntryBodies['tag-attached'], book: Book): BookChange[] {
  const before = requireRecord(book, 'package', body.package);
  const { epcHex } = body;
  const containerKey = containerKeyOf({ epcHex, mark: before.mark });
  const tagged = { ...before, epcHex, containerKey, unread: false };
  const isStored = before.epcHex === null && isDecidedHere(tagged, book);
  const changes = [putRecord('package', isStored ? storeDecided(tagged) : tagged)];
  const { retiredEpcHex } = body;
  return retiredEpcHex === null
    ? changes
    : [
        ...changes,
        // Its label still says the old number, also in words.
        ...[retiredEpcHex, keyOfEpcHex(retiredEpcHex) ?? []]
          .flat()
          .map((id) => putRecord('retiredTag', { id, package: before.id })),
      ];
}

/** Marks a package as missing. */
export function applyPackageMissing(body: EntryBodies['package-missing'], book: Book): BookChange[] {
  return [stepPackage(requireRecord(book, 'package', body.package), 'miss')];
}

/** Holds goods that belong to no package of their job. */
export function applyForeignPackage(body: EntryBodies['package-foreign'], book: Book): BookChange[] {
  const { job, identity, weighing, epcHex } = body;
  const { lot } = requireRecord(book, 'job', job);
  const changes = [
    putRecord('foreign', {
      id: foreignRecordId(job, identity),
      job,
      lot,
      identity,
      identityKey: comparableText(identity),
      weighing,
      epcHex,
      state: 'held',
    }),
  ];
  return weighing === null
    ? changes
    : [...changes, putRecord('weighing', { ...requireRecord(book, 'weighing', weighing), state: 'foreign' })];
}

/** Records the number of the seal that is on a package now, intact or not. */
export function applySealChecked(body: EntryBodies['seal-checked'], book: Book): BookChange[] {
  return [putRecord('package', withSeal(requireRecord(book, 'package', body.package), body.seal))];
}

/** Records a new seal; the declared tare is no longer trusted. */
export function applyPackageResealed(body: EntryBodies['package-resealed'], book: Book): BookChange[] {
  return [
    putRecord('package', {
      ...withSeal(requireRecord(book, 'package', body.package), body.sealAfter),
      tareTrusted: false,
    }),
  ];
}

/** How far a balance that is not known may be off, in its steps: three in service (R 76-1), its rounding, rounded up. */
const TYPED_REMOVAL_STEPS = 4;

/** A station's list of what was typed there: an older one is looked up at headquarters. */
const MAX_TYPED_REMOVALS = 20;

/** Keeps what a person typed as the weighing that it stands for: it is taken back like one. */
export function applyRemovalTyped({ body, seq, at: stamp }: EntryOf<'removal-typed'>, book: Book): BookChange[] {
  const station = stationRecord(book, body.station);
  const typedRemovals = [...station.typedRemovals, body.weighing].slice(-MAX_TYPED_REMOVALS);
  const record: WeighingRecord = {
    id: body.weighing,
    load: asLoadId(body.weighing),
    number: 0,
    seq,
    boundSeq: seq,
    wallMs: stamp.wallMs,
    scale: '',
    station: body.station,
    job: null,
    lot: body.lot,
    purpose: 'removal',
    basis: 'manual',
    package: body.package,
    group: null,
    visit: null,
    boundBy: 'typed',
    state: 'bound',
    grossMg: body.massMg,
    intervalMg: body.stepMg,
    class: 'III',
    ranges: [],
    ownPartMg: asMassMg(0),
    fitnessSharePpm: null,
    verified: false,
    checkBiasMg: null,
    // Of no scale: no check weighing makes it doubtful.
    era: '',
    operator: body.operator,
    tags: [],
    tagsHere: [],
    intent: null,
    doubted: null,
    touched: [],
  };
  return [putRecord('weighing', record), putRecord('station', { ...station, typedRemovals })];
}

/**
 * Records material that was weighed out of a package. The drum is lighter at once; the book's mass waits for
 * headquarters' booking. The declared tare of an opened drum is no longer trusted.
 */
export function applyMaterialRemoved({ body, seq, at }: EntryOf<'material-removed'>, book: Book): BookChange[] {
  const { removal, lot, massMg } = body;
  const before = requireRecord(book, 'package', body.package);
  const weighing = requireRecord(book, 'weighing', body.weighing);
  const isTyped = weighing.basis === 'manual';
  const limitMg = isTyped
    ? TYPED_REMOVAL_STEPS * weighing.intervalMg
    : inServiceBoundMg(weighing, massMg) + weighing.intervalMg / 2;
  const opened = body.reason === 'sample' || body.sealAfter !== null;
  const removed = {
    removedMg: asMassMg(before.removedMg + massMg),
    removedLimitMg: asMassMg(before.removedLimitMg + limitMg),
  };
  return [
    putRecord('removal', {
      id: removal,
      package: before.id,
      lot,
      massMg,
      limitMg: asMassMg(limitMg),
      manual: isTyped,
      weighing: weighing.id,
      seals: { before: before.seal, after: body.sealAfter ?? before.seal },
      operator: body.operator,
      seq,
      reckonedMs: reckonedWallMs(book, at),
      state: 'open',
    }),
    putRecord('package', {
      ...(body.sealAfter === null ? before : withSeal(before, body.sealAfter)),
      ...removed,
      tareTrusted: before.tareTrusted && !opened,
    }),
  ];
}

/** Moves packages to an area. */
export function applyPackagesRelocated(body: EntryBodies['packages-relocated'], book: Book): BookChange[] {
  const { area, how } = body;
  return body.packages.map((id) => {
    const record = requireRecord(book, 'package', id);
    return putRecord('package', { ...record, area, unread: record.unread && !isNameRead(how) });
  });
}
