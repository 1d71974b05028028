// Weighings as people look them up: one line of the history, and the full record with every later entry about it.
// Weights that blindness.ts hides are null here, and so is whatever would tell them: the frame's bytes, the bound at
// this load.
import type { OperatorId, WeighingId } from '../model/ids.ts';
import { asMassMg, formatKilograms, type MassMg } from '../../../drivers/contract/mass.ts';
import type { Book } from '../model/book.ts';
import type { Entry, WeighingBody } from '../model/entry.ts';
import type { StoredEntry } from '../ports/ledger.ts';
import type { FindingRecord, PackageRecord, WeighingRecord } from '../model/records.ts';
import { isWeightHidden } from './blindness.ts';
import type { WeighingRowView, WeighingView } from './lookupViews.ts';
import { viewFinding } from './stationView.ts';

/** The entry of a weighing. */
export type StoredWeighing = Extract<Entry, { kind: 'weighing' }>;

/** Who looks. `seesHidden`: nothing is hidden from this person. */
export interface WeighingViewer {
  book: Book;
  seesHidden: boolean;
}

/** One line of the history of weighings; null masses while it is blind. */
export function viewWeighingRow(
  { seq, at: stamp, body }: StoredWeighing,
  { book, seesHidden }: WeighingViewer,
): WeighingRowView {
  const record = book.get('weighing', body.weighing);
  const concerned = packageOf(record, book);
  // What the book does not know might be under a count: it is blind.
  const blind = !seesHidden && (record === undefined || isWeightHidden(book, null, record));
  return {
    weighing: body.weighing,
    seq,
    number: body.number,
    instrument: body.scale.instrument,
    station: body.station,
    atWallMs: stamp.wallMs,
    purpose: body.purpose,
    basis: body.basis,
    grossKg: blind ? null : formatKilograms(body.grossMg),
    package: concerned?.id ?? record?.package ?? null,
    mark: concerned?.mark ?? null,
    lot: concerned?.lot ?? body.lot,
    order: body.order,
    operator: body.operator,
    state: record?.state ?? 'unbound',
    blind,
  };
}

function packageOf(record: WeighingRecord | undefined, book: Book): PackageRecord | undefined {
  return record?.package == null ? undefined : book.get('package', record.package);
}

/** The full record of a weighing. `later`: entries that concern it, in ledger order. */
export function viewWeighing(
  stored: Pick<StoredEntry, 'hash'> & { entry: StoredWeighing },
  context: WeighingViewer & { acknowledgedSeq: number; later: readonly Entry[] },
): WeighingView {
  const { entry, hash } = stored;
  const { book } = context;
  const { body } = entry;
  const row = viewWeighingRow(entry, context);
  const lot = row.lot === null ? undefined : book.get('lot', row.lot);
  const kg = (massMg: MassMg | undefined): string | null =>
    row.blind || massMg === undefined ? null : formatKilograms(massMg);
  const tare = tareOf(body, packageOf(book.get('weighing', body.weighing), book));
  const { window } = body;
  return {
    ...row,
    epoch: entry.epoch,
    hash,
    acknowledged: entry.seq <= context.acknowledgedSeq,
    tareKg: kg(tare.massMg),
    tareKind: tare.kind,
    netKg: kg(asMassMg(body.grossMg - tare.massMg)),
    ownPartKg: kg(body.ownPartMg),
    fitnessSharePpm: body.fitnessSharePpm,
    scale: showScale(body),
    window: {
      readings: window.readings,
      durationMs: window.durationMs,
      spanKg: formatKilograms(window.spanMg),
      checksummed: window.checksummed,
      rawHex: row.blind ? '' : window.rawHex,
    },
    tags: body.tags.map(({ epcHex, reads, background }) => ({ epcHex, reads, background })),
    group: body.group,
    visit: body.visit,
    boundBy: book.get('weighing', body.weighing)?.boundBy ?? body.boundBy,
    job: body.job,
    commodity: lot?.commodity ?? null,
    form: lot?.form ?? null,
    clockTrust: entry.at.trust,
    software: body.software,
    configHash: body.configHash,
    since: context.later.map((laterEntry) => ({
      seq: laterEntry.seq,
      kind: laterEntry.kind,
      atWallMs: laterEntry.at.wallMs,
      operator: operatorOf(laterEntry),
      detail: detailOf(laterEntry),
    })),
    findings: findingsOfWeighing(book, body.weighing).map(viewFinding),
  };
}

/** A load that was named after it was weighed: its package's declared tare, with which the book counts it. */
function tareOf(
  body: WeighingBody,
  concerned: PackageRecord | undefined,
): { massMg: MassMg; kind: WeighingBody['tareKind'] } {
  if (body.package !== null || concerned === undefined || body.tareKind !== 'none')
    return { massMg: body.tareMg, kind: body.tareKind };
  return { massMg: concerned.announced.tareMg, kind: 'declared' };
}

function showScale({ scale, range }: WeighingBody): WeighingView['scale'] {
  const { instrument, model, serialNumber, verified, verificationMark, verifiedUntil } = scale;
  const ranges = scale.ranges.map(({ maxMg, minMg, intervalMg }) => ({
    maxKg: formatKilograms(maxMg),
    minKg: formatKilograms(minMg),
    intervalKg: formatKilograms(intervalMg),
  }));
  return {
    instrument,
    model,
    serialNumber,
    class: scale.class,
    ranges,
    range,
    verified,
    verificationMark,
    verifiedUntil,
  };
}

/** Findings that rest on a weighing, and those that it recounted, by seq. */
export function findingsOfWeighing(book: Book, weighing: WeighingId): FindingRecord[] {
  const concerned = book.get('weighing', weighing)?.package ?? null;
  const recounted =
    concerned === null ? [] : book.where('finding', 'package', concerned).filter(({ recount }) => recount === weighing);
  const findings = new Map(
    [...book.where('finding', 'weighing', weighing), ...recounted].map((finding) => [finding.id, finding]),
  );
  return [...findings.values()].sort((a, b) => a.seq - b.seq);
}

function operatorOf({ body }: Entry): OperatorId | null {
  return 'operator' in body && typeof body.operator === 'string' ? body.operator : null;
}

/** A name or a code of the entry itself, never an amount. */
function detailOf(entry: Entry): string {
  switch (entry.kind) {
    case 'weighing-bound':
      return entry.body.package;
    case 'weighing-reversed':
      return entry.body.reason;
    case 'package-foreign':
      return entry.body.identity;
    case 'finding':
      return entry.body.code;
    case 'finding-recounted':
      return entry.body.agrees ? 'agrees' : 'disagrees';
    case 'order-received':
      return entry.body.order.body.kind === 'decision' ? entry.body.order.body.decision : entry.body.order.order;
    case 'verdict':
      return entry.body.verdict;
    case 'weighings-doubted':
    case 'doubt-lifted':
      return entry.body.scale;
    case 'vehicle-weighed':
      return entry.body.verifies;
    default:
      return '';
  }
}
