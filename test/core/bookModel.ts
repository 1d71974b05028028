// A base at which random things happen: loads and subjects, sensible and nonsensical. The acts on them are in
// bookActs.ts, headquarters' orders in bookOrders.ts.
import { createHash } from 'node:crypto';
import type { AnnouncedPass } from '../../agent/core/intake/vehicleVisit.ts';
import type { FindingRecord, PackageRecord } from '../../agent/core/model/records.ts';
import type { CommandMeta, Decide } from '../../agent/core/model/decide.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import type { CaptureEvent } from '../../agent/core/weight/weighingEntry.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import type { ReleaseOrder } from '../../agent/core/model/stockOrders.ts';
import { SCALE } from './intakeScenes.ts';
import type { StationScale } from '../../agent/core/weight/weighingFitness.ts';
import { KG, newLoad } from './loads.ts';
import { MemoryLedger } from './memoryLedger.ts';
import type { LoadAnnouncement } from '../../agent/core/model/commandValues.ts';
import { decideCheck } from '../../agent/core/loads/checkWeighing.ts';

/** One random step: which act, and numbers to choose by. */
export interface Step {
  act: string;
  a: number;
  b: number;
  c: number;
}

const STATIONS = ['dock-1', 'dock-2'] as const;
export const PEOPLE = ['ann', 'bob', 'cho', 'sue', 'tom'] as const;
export const SUPERVISORS: readonly string[] = ['sue', 'tom'];
export const LOTS = ['L1', 'L2', 'L3'] as const;
const HOUR_MS = 3_600_000;
/** Ten times as fine as the others. */
const FINE_SCALE: ScaleFacts = {
  ...SCALE,
  ranges: [{ maxMg: 2_000 * KG, minMg: 400_000, intervalMg: 20_000 }],
};

/** Any number chooses; undefined only of an empty list. */
export function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

/** Mostly with the driver aboard. */
export function saidOfPass({ a, c }: Step): Omit<AnnouncedPass, 'visit'> {
  return { axlesOn: true, driverAboard: c % 5 !== 0, empty: a % 2 === 0, dunnage: null };
}

export class RandomBase {
  readonly ledger = new MemoryLedger();
  /** Who signs the orders; null: nobody looks at signatures. */
  signOrder: ((order: object) => string) | null = null;
  private count = 0;
  private readonly onScale = new Map<string, string>();
  private readonly shownMgByStation = new Map<string, number>();
  readonly release: ReleaseOrder = {
    kind: 'release-order',
    release: 'R-S',
    regime: 'emergency',
    recipient: 'x',
    selection: { kind: 'by-lot', lot: 'L1', count: 1 },
  };

  get book(): MemoryLedger['book'] {
    return this.ledger.book;
  }

  newId(): string {
    this.count += 1;
    return `id-${this.count}`;
  }

  commandMeta(step: Step): CommandMeta {
    return { id: this.newId(), operator: pick(PEOPLE, step.c) ?? 'ann' };
  }

  arrival(step: Step): { station: string; stationKnown: boolean; weighbridge: boolean; plates: string } {
    return { station: this.station(step.a), stationKnown: true, weighbridge: true, plates: 'P 1' };
  }

  /** Mostly somebody who has not touched the case. */
  commandMetaFor(finding: string, step: Step): CommandMeta {
    const touched = this.book.get('finding', finding)?.touched ?? [];
    const others = PEOPLE.filter((person) => !touched.includes(person));
    return { ...this.commandMeta(step), ...(step.c % 5 === 0 ? {} : { operator: pick(others, step.c) ?? 'ann' }) };
  }

  private packages(): PackageRecord[] {
    return LOTS.flatMap((lot) => this.book.where('package', 'lot', lot));
  }

  findings(): FindingRecord[] {
    return [...this.book.where('finding', 'state', 'open'), ...this.book.where('finding', 'state', 'recounted')];
  }

  perform(decide: Decide): ReturnType<MemoryLedger['do']> {
    this.ledger.aheadMs += HOUR_MS;
    return this.ledger.do(this.newId(), decide);
  }

  order(body: OrderBody, named?: string): Decide {
    const site = this.book.get('site', 'site');
    const order = {
      order: named ?? this.newId(),
      base: 'demo',
      epoch: 'e1',
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: 0,
      body,
    };
    const signed = this.signOrder?.(order);
    const event = {
      order,
      signed: signed ?? 'a.b.c',
      signedHash:
        signed === undefined ? String(this.count).padStart(64, '0') : createHash('sha256').update(signed).digest('hex'),
      base: 'demo',
      epoch: 'e1',
    };
    return (book) => decideOrder(event, book);
  }

  station(n: number): string {
    return pick(STATIONS, n) ?? 'dock-1';
  }

  /** The station with a finer scale than the others; null: all are equal. */
  fineStation: string | null = null;

  private scaleOf(station: string): ScaleFacts {
    return { ...(station === this.fineStation ? FINE_SCALE : SCALE), instrument: `scale-${station}` };
  }

  /** Each station has a scale of its own. */
  get scales(): StationScale[] {
    return STATIONS.map((station) => ({
      station,
      scale: this.scaleOf(station),
      fitnessSharePpm: null,
    }));
  }

  load(station: string): { station: string; weighing: string | null } {
    return { station, weighing: this.onScale.get(station) ?? null };
  }

  /** A load that fits what the station is at, off by some tenths; or any load. */
  capture(step: Step, options: { risen: boolean }): Decide {
    const waiting =
      STATIONS.find((id) => this.book.get('station', id)?.intent) ??
      STATIONS.find((id) => this.book.get('station', id)?.job != null);
    const station = waiting && step.a % 4 !== 0 ? waiting : this.station(step.a);
    const stationRecord = this.book.get('station', station);
    const job = stationRecord?.job == null ? undefined : this.book.get('job', stationRecord.job);
    const intent = stationRecord?.intent ?? null;
    const intentPackage = intent && 'package' in intent ? this.book.get('package', intent.package) : undefined;
    const wanted = this.packages().filter(
      ({ lot, state, release }) =>
        (lot === job?.lot && state === 'expected') || (state === 'picked' && release === job?.order),
    );
    const record = intentPackage ?? pick(wanted, step.b) ?? pick(this.packages(), step.b);
    const removal = intent?.kind === 'removal';
    const shownMg = this.shownMgByStation.get(station) ?? 0;
    const offsetSteps = [0, 0, 1, 0, -2, 0, 3, 0, 12, 0, -15, 0, 40][step.c % 13] ?? 0;
    // One person alone may take the smaller one once.
    const baseMg = removal
      ? step.c % 3 === 1
        ? 2 * KG
        : 800_000
      : record === undefined
        ? 100 * KG
        : record.announced.grossMg - record.removedMg - record.bookedMg;
    const grossMg = options.risen
      ? shownMg + (1 + (step.b % 3)) * 5 * KG
      : Math.max(400_000, baseMg + offsetSteps * 200_000);
    const before = this.onScale.get(station) ?? null;
    const weighing = this.newId();
    const tag = removal || step.c % 5 === 4 ? null : (record?.epcHex ?? null);
    const event = this.captureEvent(
      {
        station,
        verified: step.b % 11 !== 10,
        weighing,
        replaces: options.risen ? before : null,
        operator: step.b % 7 === 6 ? null : 'ann',
      },
      { purpose: 'weigh', grossMg, epcHex: tag },
    );
    this.onScale.set(station, weighing);
    this.shownMgByStation.set(station, grossMg);
    return (book, at) => decideCapture({ ...event, at }, book);
  }

  private captureEvent(
    {
      station,
      verified,
      weighing,
      replaces = null,
      operator = 'ann',
    }: { station: string; verified: boolean; weighing: string; replaces?: string | null; operator?: string | null },
    load: Pick<Capture, 'purpose' | 'grossMg'> & { epcHex: string | null },
  ): Omit<CaptureEvent, 'at'> {
    const { epcHex, ...captured } = load;
    return {
      station,
      capture: {
        load: 1,
        take: 1,
        range: 0,
        readAtMs: 5_000,
        zeroAtMs: 1_000,
        window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
        tags: epcHex === null ? [] : [{ epcHex, tidHex: null, reads: 9, background: false, elsewhere: false }],
        ...captured,
      },
      scale: { ...this.scaleOf(station), verified },
      weighing,
      ...newLoad(replaces),
      operator,
      software: 's',
      configHash: 'c'.repeat(64),
    };
  }

  check(step: Step, shownMg: number): Decide {
    const station = this.station(step.a);
    const event = this.captureEvent(
      { station, verified: SCALE.verified, weighing: this.newId() },
      { purpose: 'check', grossMg: shownMg, epcHex: null },
    );
    return (book, at) => decideCheck({ ...event, at, referenceMg: 100 * KG, operator: 'ann' }, book);
  }

  /** What a step may be about: mostly something that fits, sometimes nothing that exists. */
  readonly subjects = {
    package: (n: number) => pick(this.packages(), n)?.id ?? 'nobody',
    code: (n: number) => pick(this.packages(), n)?.mark ?? 'DRUM 0',
    finding: (n: number) => pick(this.findings(), n)?.id ?? 'none',
    missing: (n: number) =>
      pick(
        this.findings().filter(({ code }) => code === 'MISSING_PACKAGE'),
        n,
      )?.id ?? this.subjects.finding(n),
    weighing: (n: number) =>
      pick(
        this.ledger.entries.flatMap((entry) => (entry.kind === 'weighing' ? [entry.body.weighing] : [])).slice(-6),
        n,
      ) ?? 'none',
    job: (n: number) =>
      pick(
        [...this.book.where('job', 'state', 'open'), ...(n % 7 === 0 ? this.book.where('job', 'state', 'closed') : [])],
        n,
      )?.id ?? 'none',
    order: (n: number) =>
      pick([...this.book.where('order', 'state', 'open'), ...this.book.where('order', 'state', 'working')], n)?.id ??
      'none',
    anyOrder: (n: number) =>
      pick(
        (['open', 'working', 'done'] as const).flatMap((state) => this.book.where('order', 'state', state)),
        n,
      )?.id ?? 'none',
    stocktake: (n: number) =>
      pick([...this.book.where('stocktake', 'state', 'open'), ...this.book.where('stocktake', 'state', 'ordered')], n)
        ?.id ?? 'none',
    inState: (states: readonly PackageRecord['state'][], n: number) =>
      pick(
        this.packages().filter(({ state }) => states.includes(state)),
        n,
      )?.id ?? this.subjects.package(n),
  };

  announcement({ a, b }: Step): LoadAnnouncement | null {
    const doubtful = this.packages().filter((record) => record.doubtful);
    const drawn = this.book.where('stocktake', 'state', 'open').flatMap(({ sample }) => sample);
    const removal = (reason: 'sample' | 'spillage'): LoadAnnouncement => ({
      kind: 'removal',
      package: this.subjects.package(b),
      reason,
      // Now and then nobody says which seal it bore: a photograph is asked for.
      sealBefore: b % 5 === 4 ? null : (this.book.get('package', this.subjects.package(b))?.seal ?? 'S-1'),
      sealAfter: reason === 'sample' ? `N-${this.newId()}` : null,
    });
    const announcements: (LoadAnnouncement | null)[] = [
      { kind: 'recount', finding: this.subjects.finding(b) },
      { kind: 'reweigh', package: pick(doubtful, b)?.id ?? this.subjects.package(b) },
      { kind: 'sample', package: pick(drawn, b) ?? this.subjects.package(b) },
      removal('sample'),
      removal('spillage'),
      { kind: 'recount', finding: this.subjects.finding(b + 1) },
      null,
    ];
    return announcements[a % announcements.length] ?? null;
  }
}
