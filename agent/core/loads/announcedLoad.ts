// Announced loads of one package: a recount, a doubtful weighing made again, a stocktake's sample, removed material.
// The conditions of an announcement are checked again when the load is captured, because the book may have changed
// since.
import { type OperatorId, asPackageId } from '../model/ids.ts';
import { asMassMg } from '../../../drivers/contract/mass.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { type CommandMeta, type Decided, derivedIds, type Refusal, refuse } from '../model/decide.ts';
import type { LoadIntent } from '../model/weighingEntries.ts';
import type { EntryTime, NewEntry } from '../model/entry.ts';
import {
  type CaptureEvent,
  provisionalWeighingRecord,
  weighingEntry,
  type WeighingEntry,
} from '../weight/weighingEntry.ts';
import { removalEntries, type RemovedMass, removalRefusal } from './removedMaterial.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import { sampleWeighingRefusal } from '../stocktake/sampleWeighings.ts';
import { actRefusal } from '../model/packageActs.ts';
import { judgeAgain } from '../verdict/judgeAgain.ts';
import { recountEntries, recountRefusal, recountStations } from '../cases/recount.ts';
import { weightFindings } from '../weight/weightFindings.ts';
import { PERSON_IDLE_MS, type PersonSeen } from './personAtStation.ts';
import { stationsThatDecide, type StationScale } from '../weight/weighingFitness.ts';
import { duplicateTagFindings } from '../weight/loadTags.ts';
import { findTagOwner, type LoadOnScale } from '../model/packageLookup.ts';
import type { LoadAnnouncement } from '../model/commandValues.ts';

/** An announcement that names one package. */
export type PackageIntent = Exclude<LoadIntent, { kind: 'group' | 'pass' }>;

type AnnounceLoadEvent = CommandMeta &
  LoadOnScale & {
    stationKnown: boolean;
    load: LoadAnnouncement | null;
    /** Of every station that is in service. */
    scales: readonly StationScale[];
  };

/**
 * Decides what the next load at a station is announced to be, or that it is nothing special (`load` null). Refuses
 * unknown stations, a scale on which a recorded load lies or that could not settle what is asked, and whatever cannot be
 * weighed so now.
 */
export function decideAnnounceLoad(event: AnnounceLoadEvent, book: Book): Decided | Refusal {
  const { station, load, operator } = event;
  if (!event.stationKnown) return refuse('station-unknown', { station });
  if (load === null) return announceIntent(null, event);
  // A recorded load lies there: if its weight rises, it is still that load.
  if (event.weighing !== null) return refuse('scale-loaded', { station });
  const intent = resolveIntent(load, { book, removal: event.id });
  if ('refusal' in intent) return intent;
  const refusal = findIntentRefusal(intent, { book, operator, risen: false });
  return refusal ?? findScaleRefusal(intent, { ...event, book }) ?? announceIntent(intent, event);
}

function announceIntent(intent: PackageIntent | null, { station, operator }: AnnounceLoadEvent): Decided {
  const removal = intent?.kind === 'removal' ? intent.removal : null;
  return {
    entries: [{ kind: 'load-announced', body: { station, intent, operator } }],
    effects: [],
    result: { station, removal },
  };
}

function resolveIntent(
  load: LoadAnnouncement,
  { book, removal }: { book: Book; removal: string },
): PackageIntent | Refusal {
  switch (load.kind) {
    case 'recount': {
      const finding = book.get('finding', load.finding);
      if (!finding) return refuse('finding-unknown', { finding: load.finding });
      if (finding.package === null) return refuse('finding-not-weighable', { finding: finding.id });
      return { kind: 'recount', finding: finding.id, package: asPackageId(finding.package) };
    }
    case 'sample':
      return { kind: 'sample', stocktake: book.get('package', load.package)?.stocktake ?? '', package: load.package };
    case 'reweigh':
      return { kind: 'reweigh', package: load.package };
    case 'removal':
      return {
        kind: 'removal',
        removal,
        package: load.package,
        reason: load.reason,
        sealBefore: load.sealBefore,
        sealAfter: load.sealAfter,
      };
  }
}

interface AnnouncementContext {
  book: Book;
  /** Who announced it. */
  operator: OperatorId;
  /** The load was weighed under this announcement before and has only risen. */
  risen: boolean;
}

/** Why a load of this intent cannot be weighed now; null if it can. */
function findIntentRefusal(intent: PackageIntent, { book, operator, risen }: AnnouncementContext): Refusal | null {
  if (intent.kind === 'recount') {
    const refusal = recountRefusal(intent.finding, { book, operator, risen });
    if (refusal) return refusal;
  }
  const record = book.get('package', intent.package);
  if (!record) return refuse('package-unknown', { package: intent.package });
  const refusal = actRefusal(record, INTENT_ACTS[intent.kind]);
  if (refusal) return refusal;
  switch (intent.kind) {
    case 'recount':
    case 'reweigh':
      return null;
    case 'sample':
      // Of a load that has risen the first weighing is taken back with this one.
      return risen ? null : sampleWeighingRefusal(book, { package: record.id, operator });
    case 'removal':
      return removalRefusal(intent, { book, record, risen });
  }
}

/** What an announced load is to its package. */
const INTENT_ACTS = { recount: 'recount', sample: 'sample', reweigh: 'reweigh', removal: 'remove' } as const;

/** Nobody walks to a scale that could not settle it: the reason names those that could. */
function findScaleRefusal(
  intent: PackageIntent,
  { station, scales, book }: Pick<AnnounceLoadEvent, 'station' | 'scales'> & { book: Book },
): Refusal | null {
  const stations = stationsForIntent(intent, { book, scales });
  if (stations === null || stations.includes(station)) return null;
  return stations.length === 0
    ? refuse('no-scale-settles')
    : refuse('scale-cannot-settle', { station, stations: stations.join(', ') });
}

/** Null: any scale will do. */
function stationsForIntent(
  intent: PackageIntent,
  { book, scales }: { book: Book; scales: readonly StationScale[] },
): StationId[] | null {
  if (intent.kind === 'removal') return null;
  if (intent.kind === 'recount') {
    const finding = book.get('finding', intent.finding);
    return finding ? recountStations(finding, { book, scales }) : null;
  }
  const record = book.get('package', intent.package);
  return record ? stationsThatDecide(book, { question: { kind: intent.kind, package: record }, scales }) : null;
}

/**
 * Decides a captured load under its announcement, which is checked again: recount, sample, re-weighing or removed
 * material. Refuses what nobody announced, a load that carries another package's tag, and removed material that carries a
 * tag; never for what it weighs, because such an answer would tell what the package holds.
 */
export function decideAnnouncedLoad(
  event: CaptureEvent,
  announcement: Omit<AnnouncementContext, 'operator'> & { intent: PackageIntent; operator: OperatorId | null },
): Decided | Refusal {
  const { book, intent, operator, risen } = announcement;
  // What is weighed so is somebody's act: of nobody it would be nobody's recount.
  if (operator === null) return refuse('load-not-announced', { station: event.station });
  const refusal = findIntentRefusal(intent, { book, operator, risen });
  if (refusal) return refusal;
  const record = book.get('package', intent.package);
  if (!record) return refuse('package-unknown', { package: intent.package });
  const tagRefusal =
    intent.kind === 'removal'
      ? findRemovedLoadRefusal(event, { book, record })
      : findOtherTagRefusal(event, { book, record });
  if (tagRefusal) return tagRefusal;
  const weighing = weighingEntry(event, book, {
    purpose: intent.kind,
    basis: 'single',
    operator,
    package: record,
    // The announcement named it, unless its own tag did.
    boundBy: intent.kind !== 'removal' && hasOwnTag(event, record) ? 'tag' : 'typed',
    ...(intent.kind === 'removal' ? { tare: { massMg: asMassMg(0), kind: 'none' as const } } : {}),
  });
  const duplicateFindings = duplicateTagFindings(event, { book, lot: record.lot, job: null, operator });
  const followingEntries = deriveFollowingEntries(intent, {
    book,
    record,
    weighing,
    operator,
    at: event.at,
  });
  const result = { weighing: event.weighing, number: weighing.body.number, package: record.id };
  return { entries: [weighing, ...duplicateFindings, ...followingEntries], effects: [], result };
}

interface AnnouncedWeighing {
  book: Book;
  record: PackageRecord;
  weighing: WeighingEntry;
  operator: OperatorId;
  at: Timestamp;
}

function deriveFollowingEntries(intent: PackageIntent, announcedWeighing: AnnouncedWeighing): NewEntry[] {
  const measured = provisionalWeighingRecord(announcedWeighing.weighing.body, announcedWeighing.book);
  switch (intent.kind) {
    case 'sample':
      return [];
    case 'recount':
      return recountEntries(announcedWeighing.book, {
        finding: intent.finding,
        record: announcedWeighing.record,
        measured,
        operator: announcedWeighing.operator,
      });
    case 'reweigh':
      return reweighEntries(announcedWeighing, measured);
    case 'removal':
      return removalEntries(intent, { ...announcedWeighing, mass: massOnScale(announcedWeighing.weighing) });
  }
}

function massOnScale({ body }: WeighingEntry): RemovedMass {
  return { weighing: body.weighing, massMg: body.grossMg, unverified: !body.scale.verified, manual: false };
}

/** The last doubtful package of a lot lets it be judged again. */
function reweighEntries({ book, record, weighing, operator }: AnnouncedWeighing, measured: WeighingRecord): NewEntry[] {
  // A scale that cannot see it ends no doubt, and finds nothing that the doubt does not say already.
  const findings = weightFindings(book, { record: measured, package: record, job: undefined }).filter(
    (entry) => entry.kind !== 'finding' || entry.body.code !== 'SCALE_TOO_COARSE',
  );
  const verdict = judgeAgain(book, {
    entries: [weighing, ...findings],
    lot: record.lot,
    operator,
    newId: derivedIds(`${measured.id}.again`),
  });
  return [...findings, ...verdict];
}

/** Packages whose tags came with the load. */
function findTaggedPackages(event: CaptureEvent, book: Book): PackageRecord[] {
  return event.capture.tags
    .filter(({ background }) => !background)
    .flatMap(({ epcHex }) => findTagOwner(book, epcHex) ?? []);
}

function hasOwnTag(event: CaptureEvent, { epcHex }: PackageRecord): boolean {
  return event.capture.tags.some((tag) => !tag.background && !tag.elsewhere && tag.epcHex === epcHex);
}

/** The tag of another package without the announced one's: never reconciled silently. */
function findOtherTagRefusal(
  event: CaptureEvent,
  { book, record }: { book: Book; record: PackageRecord },
): Refusal | null {
  const [otherPackage] = findTaggedPackages(event, book).filter(({ id }) => id !== record.id);
  return otherPackage && !hasOwnTag(event, record)
    ? refuse('tag-names-other-package', { package: record.id, other: otherPackage.id })
    : null;
}

function findRemovedLoadRefusal(
  event: CaptureEvent,
  { book, record }: { book: Book; record: PackageRecord },
): Refusal | null {
  const [taggedPackage] = findTaggedPackages(event, book);
  return taggedPackage ? refuse('removed-load-tagged', { package: record.id, other: taggedPackage.id }) : null;
}

/**
 * Whether what was announced at a station holds no longer: after `limitMs` on the clock of one boot, after another boot,
 * with the job that was open then, once whoever announced it has signed out, works elsewhere or has given no command for
 * a quarter of an hour, or with a command of somebody else there (`operator`). A group's stands until it is weighed or
 * split; a vehicle's pass belongs to no job.
 */
export function isAnnouncementOver(
  station: StationId,
  terms: {
    book: Book;
    now: Pick<EntryTime, 'monotonicMs' | 'boot'>;
    limitMs: number;
    operator: OperatorId | null;
    /** Undefined: nothing since the start. */
    seen(announcer: OperatorId): Pick<PersonSeen, 'commandMs' | 'departedMs'> | undefined;
  },
): boolean {
  const { book, now, limitMs, operator } = terms;
  const record = book.get('station', station);
  if (!record || record.intent === null || record.intent.kind === 'group') return false;
  const { intent, announcedBy, announcedAt, announcedJob } = record;
  if (operator !== null && announcedBy !== null && operator !== announcedBy) return true;
  if (announcedAt === null) return false;
  if (intent.kind !== 'pass' && announcedJob !== null && announcedJob !== record.job) return true;
  if (now.boot !== announcedAt.boot || now.monotonicMs - announcedAt.monotonicMs > limitMs) return true;
  const seen = announcedBy === null ? undefined : terms.seen(announcedBy);
  if (seen && seen.departedMs > announcedAt.monotonicMs) return true;
  return now.monotonicMs - Math.max(announcedAt.monotonicMs, seen?.commandMs ?? 0) > PERSON_IDLE_MS;
}

/** Ends what was announced at a station. `operator` null: its time was over. */
export function decideEndAnnouncement(
  station: StationId,
  { book, operator }: { book: Book; operator: OperatorId | null },
): Decided {
  const isAnnounced = (book.get('station', station)?.intent ?? null) !== null;
  const entries: NewEntry[] = isAnnounced
    ? [{ kind: 'load-announced', body: { station, intent: null, operator } }]
    : [];
  return { entries, effects: [], result: { station } };
}
