// From a capture to a weighing's entry and record. Must not know stability (loadObserver.ts decides that), storage, or
// what a load is for (loads/captureDecision.ts).
import type { LoadId, LotId, OperatorId, WeighingId } from '../model/ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { Timestamp } from '../../../drivers/contract/clock.ts';
import type { Book } from '../model/book.ts';
import type { JobRecord, LotRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import type { WeighingPurpose } from '../model/weighingEntries.ts';
import type { NewEntry } from '../model/entry.ts';
import type { WeighingBasis, BoundBy, ScaleFacts, TareKind } from '../model/weighingEvidence.ts';
import { asMassMg, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Capture } from './loadState.ts';
import { lotSharePpm, ownPartMg } from './fitness.ts';
import { compositeId } from '../model/idPattern.ts';

/**
 * Everything that a decision on a capture needs and the book does not hold. The weighing's id is random and made by the
 * caller, so that a retry names the same.
 */
export interface CaptureEvent {
  station: StationId;
  load: LoadId;
  /** Who is at the station; null: nobody. */
  operator: OperatorId | null;
  capture: Capture;
  /** The standing weighing of this same load, which this one takes the place of; null usually. */
  replaces: WeighingId | null;
  scale: ScaleFacts;
  /** Random id of the weighing; ids of its findings are derived from it. */
  weighing: WeighingId;
  software: string;
  configHash: string;
  /** The time that its entries will bear. */
  at: Timestamp;
  /** The site file's own share, in millionths of net; left out or null: the notice's alone counts. */
  fitnessSharePpm?: number | null;
}

/** What a load was found to be, besides what its capture says. */
export interface LoadClassification {
  purpose: WeighingPurpose;
  basis: WeighingBasis;
  operator: OperatorId | null;
  job?: JobRecord | undefined;
  lot?: LotId | null;
  package?: PackageRecord | undefined;
  boundBy?: BoundBy | null;
  group?: string;
  /** Of the group's pallet; 0 if it has none. */
  palletTareMg?: MassMg;
  visit?: string;
  tare?: { massMg: MassMg; kind: TareKind };
}

/** A weighing's entry before it is appended. */
export type WeighingEntry = Extract<NewEntry, { kind: 'weighing' }>;

/** The entry of a capture. Without a given tare the package's declared tare counts, or none. */
export function weighingEntry(
  event: Omit<CaptureEvent, 'at'>,
  book: Book,
  classification: LoadClassification,
): WeighingEntry {
  const { capture, scale } = event;
  const { purpose, basis, operator, job } = classification;
  const scaleRecord = book.get('scale', scale.instrument);
  const lot = classification.lot ?? job?.lot ?? classification.package?.lot ?? null;
  const tare =
    classification.tare ??
    (classification.package
      ? { massMg: classification.package.announced.tareMg, kind: 'declared' as const }
      : { massMg: 0, kind: 'none' as const });
  return {
    kind: 'weighing',
    body: {
      weighing: event.weighing,
      load: event.load,
      number: (scaleRecord?.lastNumber ?? 0) + 1,
      station: event.station,
      scale,
      range: capture.range,
      grossMg: capture.grossMg,
      tareMg: asMassMg(tare.massMg),
      tareKind: tare.kind,
      netMg: asMassMg(capture.grossMg - tare.massMg),
      basis,
      purpose,
      group: classification.group ?? null,
      visit: classification.visit ?? null,
      ownPartMg: weighingOwnPartMg(event, classification.palletTareMg),
      fitnessSharePpm: weighingSharePpm(lot === null ? undefined : book.get('lot', lot), event.fitnessSharePpm ?? null),
      checkBiasMg: scaleRecord?.check?.passed === true ? scaleRecord.check.biasMg : null,
      zeroMg: capture.baseMg ?? asMassMg(0),
      zeroAtMonotonicMs: Math.round(capture.zeroAtMs),
      window: capture.window,
      tags: capture.tags,
      package: classification.package?.id ?? null,
      boundBy: classification.boundBy ?? null,
      job: job?.id ?? null,
      order: job?.order ?? null,
      lot,
      operator,
      readAtMonotonicMs: Math.round(capture.readAtMs),
      software: event.software,
      configHash: event.configHash,
    },
  };
}

/** Of a load whose lot is not known yet only the site's share is known. */
function weighingSharePpm(lot: LotRecord | undefined, sitePpm: number | null): number | null {
  return lot ? lotSharePpm(lot, sitePpm) : sitePpm;
}

/** A range that its scale does not have is refused where the book takes the entry; here it has no part. */
function weighingOwnPartMg(
  { scale, capture }: Pick<CaptureEvent, 'scale' | 'capture'>,
  palletTareMg = asMassMg(0),
): MassMg {
  const intervalMg = scale.ranges[capture.range]?.intervalMg;
  if (intervalMg === undefined) return asMassMg(0);
  return ownPartMg({ class: scale.class, intervalMg }, { loadMg: capture.grossMg, palletTareMg });
}

/**
 * The book's record of a weighing that is about to be appended; its seq is not known yet and is 0.
 *
 * @throws {Error} when the body names a range that its scale does not have
 */
export function provisionalWeighingRecord(body: WeighingEntry['body'], book: Book): WeighingRecord {
  return {
    ...weighingRecord(body, book.get('scale', body.scale.instrument)?.era ?? 0),
    seq: 0,
    boundSeq: 0,
    wallMs: 0,
  };
}

/**
 * The book's record of a weighing, without its seq. `era` counts the check weighings that its scale has passed.
 *
 * @throws {Error} when the body names a range that its scale does not have
 */
export function weighingRecord(
  body: WeighingEntry['body'],
  era: number,
): Omit<WeighingRecord, 'seq' | 'boundSeq' | 'wallMs'> {
  const range = body.scale.ranges[body.range];
  if (!range) throw new Error(`weighing ${body.weighing} names range ${body.range} of ${body.scale.ranges.length}`);
  return {
    id: body.weighing,
    load: body.load,
    number: body.number,
    scale: body.scale.instrument,
    station: body.station,
    job: body.job,
    lot: body.lot,
    purpose: body.purpose,
    basis: body.basis,
    package: body.package,
    group: body.group,
    visit: body.visit,
    boundBy: body.boundBy,
    state: body.package === null && body.group === null && body.visit === null ? 'unbound' : 'bound',
    grossMg: body.grossMg,
    intervalMg: range.intervalMg,
    class: body.scale.class,
    ranges: body.scale.ranges,
    ownPartMg: body.ownPartMg,
    fitnessSharePpm: body.fitnessSharePpm,
    verified: body.scale.verified,
    checkBiasMg: body.checkBiasMg,
    era: compositeId(body.scale.instrument, era),
    operator: body.operator,
    tags: body.tags.filter((tag) => !tag.background).map((tag) => tag.epcHex),
    tagsHere: body.tags.filter((tag) => !tag.background && !tag.elsewhere).map((tag) => tag.epcHex),
    intent: null,
    doubted: null,
    touched: [],
  };
}
