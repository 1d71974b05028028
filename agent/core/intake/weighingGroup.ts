// Two to four packages on one pallet, weighed together against their sum, and split on a finding.
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import { type MassMg, sumMasses } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { PackageRecord } from '../model/records.ts';
import type { GroupRecord } from '../model/workRecords.ts';
import { type CommandMeta, type Decided, type Refusal, refuse } from '../model/decide.ts';
import type { NewEntry } from '../model/entry.ts';
import { compareGroup } from '../weight/comparisons.ts';
import { type CaptureEvent, provisionalWeighingRecord, weighingEntry } from '../weight/weighingEntry.ts';
import { type IntakeJob, isIntakeJob, intakeJobAt, latestWeighingAt, requireOpenJob } from '../model/bookQueries.ts';
import { comparedFindings } from '../weight/weightFindings.ts';
import { isFitForGroup } from '../weight/weighingFitness.ts';
import { findScannedMembers, type NamedMember } from './scannedMembers.ts';
import type { NamedCode } from '../model/proofs.ts';
import { duplicateTagFindings } from '../weight/loadTags.ts';
import { findTagOwner } from '../model/packageLookup.ts';

/** Fewest and most packages of a group. */
export const WEIGHING_GROUP_LIMITS = { fewest: 2, most: 4 } as const;

/** The command that forms a group of packages on one pallet; the pallet's tare in mg. */
export interface FormGroupEvent extends CommandMeta {
  station: StationId;
  codes: readonly NamedCode[];
  palletTareMg: MassMg;
  palletTareKind: 'weighed' | 'declared' | 'none';
  /** The recorded weighing of what lies on the station's scale. */
  loadOnScale: string | null;
}

/**
 * Forms a group that the next load will be. Refuses it without an open intake job, while a load lies on the scale or is
 * announced, with an unclear pallet tare, and for packages that are not expected.
 */
export function decideFormGroup(event: FormGroupEvent, book: Book): Decided | Refusal {
  const { station, palletTareMg, palletTareKind } = event;
  const job = intakeJobAt(book, station);
  if (!job) return refuse('no-job', { station });
  if (event.loadOnScale !== null) return refuse('load-on-scale', { station });
  if (book.get('station', station)?.intent) return refuse('load-announced', { station });
  if (palletTareMg < 0 || (palletTareKind === 'none') !== (palletTareMg === 0)) return refuse('pallet-tare-unclear');
  const members = findGroupMembers(event.codes, { book, job });
  if ('refusal' in members) return members;
  const body = {
    group: event.id,
    job: job.id,
    station,
    packages: members.map(({ record }) => record.id),
    named: members.map(({ how }) => how),
    palletTareMg,
    palletTareKind,
    operator: event.operator,
  };
  return {
    entries: [{ kind: 'group-formed', body }],
    effects: [],
    result: { group: event.id, packages: members.length },
  };
}

function findGroupMembers(
  codes: readonly NamedCode[],
  { book, job }: { book: Book; job: IntakeJob },
): NamedMember[] | Refusal {
  const { fewest, most } = WEIGHING_GROUP_LIMITS;
  const members = findScannedMembers(codes, { book, lot: job.lot });
  if ('refusal' in members) return members;
  return members.length < fewest || members.length > most ? refuse('group-size', { fewest, most }) : members;
}

/**
 * Splits a group, so that its packages are weighed one by one; what it weighed as a whole is reversed. Refuses groups
 * of closed jobs and groups that are split already.
 */
export function decideSplitGroup(event: CommandMeta & { group: string }, book: Book): Decided | Refusal {
  const group = book.get('group', event.group);
  if (!group) return refuse('group-unknown', { group: event.group });
  const job = requireOpenJob(book, group.job);
  if ('refusal' in job) return job;
  if (group.state === 'split') return refuse('group-is-split', { group: group.id });
  const split: NewEntry = { kind: 'group-split', body: { group: group.id, operator: event.operator } };
  const result = { group: group.id };
  if (group.weighing === null) return { entries: [split], effects: [], result };
  const reversal: NewEntry = {
    kind: 'weighing-reversed',
    body: { askedBy: null, weighing: group.weighing, reason: 'group-split', operator: event.operator },
  };
  return { entries: [reversal, split], effects: [], result };
}

/**
 * Decides a captured load as the weighing of a group. Refuses groups that are split, weighed or no longer whole, and a
 * load with the tag of a package outside the group.
 */
export function decideGroupLoad(
  event: CaptureEvent,
  { group: id, book }: { group: string; book: Book },
): Decided | Refusal {
  const group = book.get('group', id);
  if (!group) return refuse('group-unknown', { group: id });
  if (group.state === 'split') return refuse('group-is-split', { group: id });
  const job = requireOpenJob(book, group.job);
  if ('refusal' in job) return job;
  if (!isIntakeJob(job)) return refuse('job-not-intake', { job: job.id });
  const members = requireWeighableMembers(group, { event, book });
  if ('refusal' in members) return members;
  const otherOwner = findOtherTagOwner(event, { book, group });
  if (otherOwner) return refuse('group-has-stranger', { package: otherOwner.id });
  const tareMg = sumMasses([group.palletTareMg, ...members.map(({ announced }) => announced.tareMg)]);
  const weighing = weighingEntry(event, book, {
    purpose: 'intake',
    basis: 'group',
    operator: event.operator,
    job,
    group: id,
    palletTareMg: group.palletTareMg,
    tare: { massMg: tareMg, kind: 'declared' },
  });
  const entries: NewEntry[] = [weighing];
  entries.push(...duplicateTagFindings(event, { book, lot: job.lot, job: job.id, operator: event.operator }));
  const record = provisionalWeighingRecord(weighing.body, book);
  const comparison = compareGroup(book, { record, group, members });
  const subject = { lot: job.lot, job: job.id, package: null };
  entries.push(...comparedFindings(record, { comparison, fit: isFitForGroup(book, { record, members }), ...subject }));
  return {
    entries,
    effects: [],
    result: { weighing: event.weighing, number: weighing.body.number, package: null, group: id },
  };
}

/** All of them still expected, or weighed by nothing but the lower plateau that this load replaces. */
function requireWeighableMembers(
  group: GroupRecord,
  { event, book }: { event: CaptureEvent; book: Book },
): PackageRecord[] | Refusal {
  const hasRisen =
    event.replaces !== null && group.weighing !== null && latestWeighingAt(book, event.station)?.id === group.weighing;
  if (group.weighing !== null && !hasRisen) return refuse('group-is-weighed', { group: group.id });
  const members: PackageRecord[] = [];
  for (const id of group.packages) {
    const member = book.get('package', id);
    const isWeighedByGroup = hasRisen && member?.state === 'present' && member.weighing === group.weighing;
    if (!member || (member.state !== 'expected' && !isWeighedByGroup)) return refuse('group-broken', { package: id });
    members.push(member);
  }
  return members;
}

/** A tag that came with the pallet and belongs to a package that nobody scanned for it. */
function findOtherTagOwner(
  event: CaptureEvent,
  { book, group }: { book: Book; group: GroupRecord },
): PackageRecord | undefined {
  for (const { epcHex, background } of event.capture.tags) {
    const owner = background ? undefined : findTagOwner(book, epcHex);
    if (owner && !group.packages.includes(owner.id)) return owner;
  }
  return undefined;
}
