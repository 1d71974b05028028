// A base at which random things happen: orders, loads and subjects, sensible and nonsensical. The acts on them are in
// bookActs.ts.
import type { FindingRecord, PackageRecord } from '../../agent/core/model/records.ts';
import type { CommandMeta, Decide } from '../../agent/core/model/decide.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import type { Capture } from '../../agent/core/weight/loadObserver.ts';
import type { CaptureEvent } from '../../agent/core/weight/weighingEntry.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { DecisionOrder, ReleaseOrder, StocktakeScope } from '../../agent/core/model/stockOrders.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
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

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

export class RandomBase {
  readonly ledger = new MemoryLedger();
  private count = 0;
  private wallMs = 0;
  private readonly onScale = new Map<string, string>();
  private readonly shownMgByStation = new Map<string, number>();
  readonly release: ReleaseOrder = {
    kind: 'release-order',
    release: 'R-S',
    regime: 'emergency',
    recipient: 'x',
    selection: { kind: 'by-lot', lot: 'L1', count: 1 },
  };

  private get book(): MemoryLedger['book'] {
    return this.ledger.book;
  }

  private id(): string {
    this.count += 1;
    return `id-${this.count}`;
  }

  commandMeta(step: Step): CommandMeta {
    return { id: this.id(), operator: pick(PEOPLE, step.c) ?? 'ann', wallMs: this.wallMs };
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

  private findings(): FindingRecord[] {
    return [...this.book.where('finding', 'state', 'open'), ...this.book.where('finding', 'state', 'recounted')];
  }

  perform(decide: Decide): ReturnType<MemoryLedger['do']> {
    this.wallMs += HOUR_MS;
    return this.ledger.do(this.id(), decide);
  }

  order(body: OrderBody, named?: string): Decide {
    const site = this.book.get('site', 'site');
    const order = {
      order: named ?? this.id(),
      base: 'demo',
      epoch: 'e1',
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: 0,
      body,
    };
    const event = {
      order,
      signed: 'a.b.c',
      signedHash: String(this.count).padStart(64, '0'),
      base: 'demo',
      epoch: 'e1',
    };
    return (book) => decideOrder(event, book);
  }

  station(n: number): string {
    return pick(STATIONS, n) ?? 'dock-1';
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
    const baseMg = removal
      ? 2 * KG
      : record === undefined
        ? 100 * KG
        : record.announced.grossMg - record.removedMg - record.bookedMg;
    const grossMg = options.risen
      ? shownMg + (1 + (step.b % 3)) * 5 * KG
      : Math.max(400_000, baseMg + offsetSteps * 200_000);
    const weighing = this.id();
    const tag = removal || step.c % 5 === 4 ? null : (record?.epcHex ?? null);
    const event = this.captureEvent(
      { station, verified: step.b % 11 !== 10, weighing },
      { purpose: 'weigh', grossMg, epcHex: tag, replaces: options.risen ? shownMg : null },
    );
    this.onScale.set(station, weighing);
    this.shownMgByStation.set(station, grossMg);
    return (book) => decideCapture(event, book);
  }

  private captureEvent(
    { station, verified, weighing }: { station: string; verified: boolean; weighing: string },
    load: Pick<Capture, 'purpose' | 'grossMg' | 'replaces'> & { epcHex: string | null },
  ): CaptureEvent {
    const { epcHex, ...captured } = load;
    return {
      station,
      capture: {
        load: 1,
        range: 0,
        readAtMs: 5_000,
        zeroAtMs: 1_000,
        window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
        tags: epcHex === null ? [] : [{ epcHex, tidHex: null, reads: 9, background: false }],
        ...captured,
      },
      scale: { ...SCALE, instrument: `scale-${station}`, verified },
      weighing,
      software: 's',
      configHash: 'c'.repeat(64),
      wallMs: this.wallMs,
    };
  }

  check(step: Step, shownMg: number): Decide {
    const station = this.station(step.a);
    const event = this.captureEvent(
      { station, verified: SCALE.verified, weighing: this.id() },
      { purpose: 'check', grossMg: shownMg, epcHex: null, replaces: null },
    );
    return (book) => decideCheck({ ...event, referenceMg: 100 * KG, operator: 'ann' }, book);
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

  scope(n: number): StocktakeScope {
    const scopes: StocktakeScope[] = [
      { kind: 'base-scope' },
      { kind: 'lot-scope', lot: pick(LOTS, n) ?? 'L1' },
      { kind: 'area-scope', area: 'A' },
    ];
    return scopes[n % 3] ?? { kind: 'base-scope' };
  }

  announcement({ a, b }: Step): LoadAnnouncement | null {
    const doubtful = this.packages().filter((record) => record.doubtful);
    const drawn = this.book.where('stocktake', 'state', 'open').flatMap(({ sample }) => sample);
    const removal = (reason: 'sample' | 'spillage'): LoadAnnouncement => ({
      kind: 'removal',
      package: this.subjects.package(b),
      reason,
      sealBefore: null,
      sealAfter: reason === 'sample' ? 'S-2' : null,
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

  decision({ a, b, c }: Step): OrderBody {
    const named = pick(this.findings(), b);
    const second = c % 3 === 0 ? pick(this.findings(), b + 1) : undefined;
    const findings = [named, second].filter(
      (finding, index, candidates) => finding !== undefined && candidates.indexOf(finding) === index,
    );
    const references = findings.flatMap((finding) =>
      finding ? [{ epoch: finding.epoch, seq: finding.seq, hash: finding.hash }] : [],
    );
    const decision: DecisionOrder['decision'] =
      pick(['accept', 'return', 'recount', 'adjust', 'write-off'] as const, a) ?? 'accept';
    const concerned = named?.package == null ? undefined : this.book.get('package', named.package);
    const foreign = named?.package == null ? undefined : this.book.where('foreign', 'identity', named.package)[0];
    return {
      kind: 'decision',
      findings: references.length > 0 ? references : [{ epoch: 'e1', seq: 1, hash: 'f'.repeat(64) }],
      decision,
      adjust:
        decision === 'adjust' && concerned
          ? [{ package: concerned.id, netMg: Math.max(0, (concerned.netMg ?? 0) - (c % 4) * KG) }]
          : [],
      adopt:
        decision === 'accept' && foreign
          ? {
              identity: foreign.identity,
              package: this.id(),
              lot: pick(LOTS, c) ?? 'L1',
              mark: this.id(),
              tareMg: 18 * KG,
            }
          : null,
      note: 'n',
    };
  }

  randomOrder(step: Step): Decide {
    const { a, b, c } = step;
    const lot = pick(LOTS, b) ?? 'L1';
    const gone = this.book
      .where('package', 'lot', lot)
      .filter(({ state }) => state === 'released')
      .map(({ id }) => id);
    const removals = this.ledger.entries.flatMap((entry) =>
      entry.kind === 'material-removed' ? [entry.body.removal] : [],
    );
    const bodies: (() => OrderBody)[] = [
      () =>
        notice(
          Array.from({ length: 2 + (b % 3) }, (_, n) => this.drumOf(lot, n)),
          { lot, totalGrossMg: c % 2 === 0 ? null : 268 * (2 + (b % 3)) * KG },
        ),
      () => ({
        kind: 'intake-amendment',
        lot,
        add: c % 2 === 0 ? [] : [this.drumOf(lot, 7)],
        drop: [this.subjects.package(c)].slice(c % 2),
        totalGrossMg: null,
      }),
      () => ({ kind: 'cancellation', cancels: this.subjects.anyOrder(b) }),
      () => ({
        kind: 'release-order',
        release: this.id(),
        regime: 'normal',
        recipient: 'x',
        selection: { kind: 'by-lot', lot, count: c % 2 === 0 ? null : 1 },
      }),
      () => ({
        kind: 'release-order',
        release: this.id(),
        regime: 'high-price',
        recipient: 'x',
        selection: { kind: 'oldest-first', commodity: 'Co', form: 'metal', ownership: 'national', count: 1 + (c % 3) },
      }),
      () => ({ kind: 'sealed-order', sealed: `deposit-${b % 2}`, salt: 's', nonce: 'n', ciphertext: 'c' }),
      () => ({ kind: 'return-notice', lot, packages: gone.length === 0 ? [this.subjects.package(c)] : gone }),
      () => ({ kind: 'stocktake-order', stocktake: this.id(), scope: this.scope(b) }),
      () => ({
        kind: 'stocktake-sample',
        stocktake: this.subjects.stocktake(b),
        packages: [this.subjects.inState(['counting'], c)],
      }),
      () => ({
        kind: 'booking',
        removals: [pick(removals, b) ?? 'none', ...(c % 4 === 0 ? [pick(removals, b + 1) ?? 'none'] : [])],
      }),
    ];
    return this.order((bodies[a % bodies.length] ?? (() => this.decision(step)))());
  }

  private drumOf(lot: string, n: number): ReturnType<typeof drum> {
    const number = LOTS.findIndex((name) => name === lot) * 10 + n;
    return drum(number, { package: `${lot}-${n}`, mark: `${lot} DRUM ${n}` });
  }
}
