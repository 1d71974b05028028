// A base in the hands of chance: every kind of order, command and load, sensible and nonsensical, through the real decide functions.
import { decideAnnounceLoad, type Announcement } from '../../agent/core/cases/announcedLoad.ts';
import { decideCheckSeal, decideRelocate, decideReseal } from '../../agent/core/cases/care.ts';
import { decideApprove, decideLookAgain, decideNameDeputy, decideReport } from '../../agent/core/cases/cases.ts';
import { decideLiftQuarantine, decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import type { FindingRecord, PackageRecord } from '../../agent/core/book.ts';
import type { Act, Decide } from '../../agent/core/decision.ts';
import { REPORTED_CODES } from '../../agent/core/entry.ts';
import { decideCapture, decideCheck } from '../../agent/core/intake/capture.ts';
import { decideFormGroup, decideSplitGroup } from '../../agent/core/intake/group.ts';
import { decideAttachTag, decideHoldForeign, decideIdentify, decideMissing } from '../../agent/core/intake/identify.ts';
import * as jobs from '../../agent/core/intake/jobs.ts';
import { decideTypeWeight } from '../../agent/core/intake/typed.ts';
import { decideAnnouncePass, decideVehicleArrived, decideVehicleUnloaded } from '../../agent/core/intake/vehicle.ts';
import type { CaptureEvent } from '../../agent/core/intake/weighing.ts';
import type { OrderBody } from '../../agent/core/order.ts';
import { decideOrder } from '../../agent/core/orders/accept.ts';
import { decideOpenSealed } from '../../agent/core/release/deposit.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decidePassage } from '../../agent/core/release/gate.ts';
import { decideCount, type CountHow } from '../../agent/core/stocktake/count.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/open.ts';
import type { Decision, ReleaseOrder, Scope } from '../../agent/core/stockOrders.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MemoryLedger } from './memoryLedger.ts';

/** One step of chance: which act, and numbers to choose by. */
export interface Step {
  act: string;
  a: number;
  b: number;
  c: number;
}

const STATIONS = ['dock-1', 'dock-2'] as const;
const PEOPLE = ['ann', 'bob', 'cho', 'sue', 'tom'] as const;
const SUPERVISORS: readonly string[] = ['sue', 'tom'];
const LOTS = ['L1', 'L2', 'L3'] as const;
const HOUR_MS = 3_600_000;

function pick<T>(from: readonly T[], n: number): T | undefined {
  return from[n % Math.max(1, from.length)];
}

export class ChanceBase {
  readonly ledger = new MemoryLedger();
  private count = 0;
  private wallMs = 0;
  private readonly onScale = new Map<string, string>();
  private readonly shown = new Map<string, number>();
  readonly release: ReleaseOrder = { kind: 'release-order', release: 'R-S', regime: 'emergency', recipient: 'x', selection: { kind: 'by-lot', lot: 'L1', count: 1 } };

  private get book(): MemoryLedger['book'] {
    return this.ledger.book;
  }

  private id(): string {
    this.count += 1;
    return `id-${this.count}`;
  }

  actOf(step: Step): Act {
    return { id: this.id(), operator: pick(PEOPLE, step.c) ?? 'ann', wallMs: this.wallMs };
  }

  private packages(): PackageRecord[] {
    return LOTS.flatMap((lot) => this.book.where('package', 'lot', lot));
  }

  private findings(): FindingRecord[] {
    return [...this.book.where('finding', 'state', 'open'), ...this.book.where('finding', 'state', 'recounted')];
  }

  run(step: Step): ReturnType<MemoryLedger['do']> {
    this.wallMs += HOUR_MS;
    const acting = ACTS[step.act];
    if (!acting) throw new Error(`no act ${step.act}`);
    return this.ledger.do(this.id(), acting.call(this, step));
  }

  order(body: OrderBody, named?: string): Decide {
    const site = this.book.get('site', 'site');
    const order = {
      order: named ?? this.id(), base: 'demo', epoch: 'e1', counter: (site?.orderCounter ?? 0) + 1, previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: 0, body,
    };
    const event = { order, signed: 'a.b.c', signedHash: String(this.count).padStart(64, '0'), base: 'demo', epoch: 'e1' };
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
    const station = this.station(step.a);
    const at = this.book.get('station', station);
    const job = at?.job == null ? undefined : this.book.get('job', at.job);
    const intent = at?.intent ?? null;
    const meant = intent && 'package' in intent ? this.book.get('package', intent.package) : undefined;
    const wanted = this.packages().filter(({ lot, state, release }) => (lot === job?.lot && state === 'expected') || (state === 'picked' && release === job?.order));
    const record = meant ?? pick(wanted, step.b) ?? pick(this.packages(), step.b);
    const removal = intent?.kind === 'removal';
    const before = this.shown.get(station) ?? 0;
    const off = [0, 0, 0, 2, -3, 12, -15, 40][step.c % 8] ?? 0;
    const baseMg = removal ? 2 * KG : record === undefined ? 100 * KG : record.announced.grossMg - record.removedMg - record.bookedMg;
    const grossMg = options.risen ? before + (1 + (step.b % 3)) * 5 * KG : Math.max(400_000, baseMg + off * 200_000);
    const weighing = this.id();
    const tag = removal || step.c % 5 === 4 ? null : (record?.epcHex ?? null);
    const event: CaptureEvent = {
      station,
      capture: {
        load: 1, purpose: 'weigh', grossMg, range: 0, readAtMs: 5_000, zeroAtMs: 1_000,
        window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
        tags: tag === null ? [] : [{ epcHex: tag, tidHex: null, reads: 9, background: false }],
        replaces: options.risen ? before : null,
      },
      scale: { ...SCALE, instrument: `scale-${station}`, verified: step.b % 11 !== 10 },
      weighing, software: 's', configHash: 'c'.repeat(64), wallMs: this.wallMs,
    };
    this.onScale.set(station, weighing);
    this.shown.set(station, grossMg);
    return (book) => decideCapture(event, book);
  }

  check(step: Step, shownMg: number): Decide {
    const station = this.station(step.a);
    const event: CaptureEvent = {
      station,
      capture: {
        load: 1, purpose: 'check', grossMg: shownMg, range: 0, readAtMs: 5_000, zeroAtMs: 1_000,
        window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false }, tags: [], replaces: null,
      },
      scale: { ...SCALE, instrument: `scale-${station}` }, weighing: this.id(), software: 's', configHash: 'c'.repeat(64), wallMs: this.wallMs,
    };
    return (book) => decideCheck({ ...event, referenceMg: 100 * KG, operator: 'ann' }, book);
  }

  /** What a step may be about: mostly something that fits, sometimes nothing that exists. */
  readonly subjects = {
    package: (n: number) => pick(this.packages(), n)?.id ?? 'nobody',
    code: (n: number) => pick(this.packages(), n)?.mark ?? 'DRUM 0',
    finding: (n: number) => pick(this.findings(), n)?.id ?? 'none',
    missing: (n: number) => pick(this.findings().filter(({ code }) => code === 'MISSING_PACKAGE'), n)?.id ?? this.subjects.finding(n),
    weighing: (n: number) => pick(this.ledger.entries.flatMap((entry) => (entry.kind === 'weighing' ? [entry.body.weighing] : [])).slice(-6), n) ?? 'none',
    job: (n: number) => pick([...this.book.where('job', 'state', 'open'), ...(n % 7 === 0 ? this.book.where('job', 'state', 'closed') : [])], n)?.id ?? 'none',
    order: (n: number) => pick([...this.book.where('order', 'state', 'open'), ...this.book.where('order', 'state', 'working')], n)?.id ?? 'none',
    anyOrder: (n: number) => pick((['open', 'working', 'done'] as const).flatMap((state) => this.book.where('order', 'state', state)), n)?.id ?? 'none',
    stocktake: (n: number) => pick([...this.book.where('stocktake', 'state', 'open'), ...this.book.where('stocktake', 'state', 'ordered')], n)?.id ?? 'none',
    inState: (states: readonly PackageRecord['state'][], n: number) => pick(this.packages().filter(({ state }) => states.includes(state)), n)?.id ?? this.subjects.package(n),
  };

  scope(n: number): Scope {
    const scopes: Scope[] = [{ kind: 'base-scope' }, { kind: 'lot-scope', lot: pick(LOTS, n) ?? 'L1' }, { kind: 'area-scope', area: 'A' }];
    return scopes[n % 3] ?? { kind: 'base-scope' };
  }

  announcement({ a, b }: Step): Announcement | null {
    const doubtful = this.packages().filter((record) => record.doubtful);
    const drawn = this.book.where('stocktake', 'state', 'open').flatMap(({ sample }) => sample);
    const removal = (reason: 'sample' | 'spillage'): Announcement => ({
      kind: 'removal', package: this.subjects.package(b), reason, sealBefore: null, sealAfter: reason === 'sample' ? 'S-2' : null,
    });
    const all: (Announcement | null)[] = [
      { kind: 'recount', finding: this.subjects.finding(b) },
      { kind: 'reweigh', package: pick(doubtful, b)?.id ?? this.subjects.package(b) },
      { kind: 'sample', package: pick(drawn, b) ?? this.subjects.package(b) },
      removal('sample'),
      removal('spillage'),
      { kind: 'recount', finding: this.subjects.finding(b + 1) },
      null,
    ];
    return all[a % all.length] ?? null;
  }

  decision({ a, b, c }: Step): OrderBody {
    const named = pick(this.findings(), b);
    const second = c % 3 === 0 ? pick(this.findings(), b + 1) : undefined;
    const findings = [named, second].filter((one, index, all) => one !== undefined && all.indexOf(one) === index);
    const references = findings.flatMap((one) => (one ? [{ epoch: one.epoch, seq: one.seq, hash: one.hash }] : []));
    const decision: Decision['decision'] = pick(['accept', 'return', 'recount', 'adjust', 'write-off'] as const, a) ?? 'accept';
    const concerned = named?.package == null ? undefined : this.book.get('package', named.package);
    const foreign = named?.package == null ? undefined : this.book.where('foreign', 'identity', named.package)[0];
    return {
      kind: 'decision',
      findings: references.length > 0 ? references : [{ epoch: 'e1', seq: 1, hash: 'f'.repeat(64) }],
      decision,
      adjust: decision === 'adjust' && concerned ? [{ package: concerned.id, netMg: Math.max(0, (concerned.netMg ?? 0) - (c % 4) * KG) }] : [],
      adopt: decision === 'accept' && foreign ? { identity: foreign.identity, package: this.id(), lot: pick(LOTS, c) ?? 'L1', mark: this.id(), tareMg: 18 * KG } : null,
      note: 'n',
    };
  }

  orderOf(step: Step): Decide {
    const { a, b, c } = step;
    const lot = pick(LOTS, b) ?? 'L1';
    const gone = this.book.where('package', 'lot', lot).filter(({ state }) => state === 'released').map(({ id }) => id);
    const removals = this.ledger.entries.flatMap((entry) => (entry.kind === 'material-removed' ? [entry.body.removal] : []));
    const bodies: (() => OrderBody)[] = [
      () => notice(Array.from({ length: 2 + (b % 3) }, (_, n) => this.drumOf(lot, n)), { lot, totalGrossMg: c % 2 === 0 ? null : 268 * (2 + (b % 3)) * KG }),
      () => ({ kind: 'intake-amendment', lot, add: c % 2 === 0 ? [] : [this.drumOf(lot, 7)], drop: [this.subjects.package(c)].slice(c % 2), totalGrossMg: null }),
      () => ({ kind: 'cancellation', cancels: this.subjects.anyOrder(b) }),
      () => ({ kind: 'release-order', release: this.id(), regime: 'normal', recipient: 'x', selection: { kind: 'by-lot', lot, count: c % 2 === 0 ? null : 1 } }),
      () => ({ kind: 'release-order', release: this.id(), regime: 'high-price', recipient: 'x', selection: { kind: 'oldest-first', commodity: 'Co', form: 'metal', ownership: 'national', count: 1 + (c % 3) } }),
      () => ({ kind: 'sealed-order', sealed: `deposit-${b % 2}`, salt: 's', nonce: 'n', ciphertext: 'c' }),
      () => ({ kind: 'return-notice', lot, packages: gone.length === 0 ? [this.subjects.package(c)] : gone }),
      () => ({ kind: 'stocktake-order', stocktake: this.id(), scope: this.scope(b) }),
      () => ({ kind: 'stocktake-sample', stocktake: this.subjects.stocktake(b), packages: [this.subjects.inState(['counting'], c)] }),
      () => ({ kind: 'booking', removals: [pick(removals, b) ?? 'none', ...(c % 4 === 0 ? [pick(removals, b + 1) ?? 'none'] : [])] }),
    ];
    return this.order((bodies[a % bodies.length] ?? (() => this.decision(step)))());
  }

  private drumOf(lot: string, n: number): ReturnType<typeof drum> {
    const number = LOTS.findIndex((one) => one === lot) * 10 + n;
    return drum(number, { package: `${lot}-${n}`, mark: `${lot} DRUM ${n}` });
  }
}

type Acting = (this: ChanceBase, step: Step) => Decide;

/** Every act by name: what it would decide. */

export const ACTS: Record<string, Acting> = {
  weigh(step) { return this.capture(step, { risen: false }); },
  rise(step) { return this.capture(step, { risen: true }); },
  check(step) { return this.check(step, 100 * KG); },
  checkFails(step) { return this.check(step, 103 * KG); },
  order(step) { return this.orderOf(step); },
  notice(step) { return this.orderOf({ ...step, a: 0 }); },
  release(step) { return this.orderOf({ ...step, a: 3 }); },
  decide(step) { return this.order(this.decision(step)); },
  openJob(step) {
    const event = { ...this.actOf(step), job: `job-${this.ledger.entries.length}`, order: this.subjects.order(step.b), station: this.station(step.a), stationKnown: true };
    return (book) => jobs.decideOpenJob(event, book);
  },
  identify(step) {
    const event = { ...this.load(this.station(step.a)), code: this.subjects.code(step.b), typed: step.b % 2 === 0, operator: this.actOf(step).operator };
    return (book) => decideIdentify(event, book);
  },
  hold(step) {
    const { id, operator } = this.actOf(step);
    const event = { ...this.load(this.station(step.a)), identity: step.b % 3 === 0 ? this.subjects.code(step.b) : `ALIEN ${step.b % 5}`, operator, findingId: id };
    return (book) => decideHoldForeign(event, book);
  },
  attachTag(step) {
    const event = { package: this.subjects.package(step.b), epcHex: `3074257BF7194E40000011${String(step.a % 90).padStart(2, '0')}`, operator: 'ann' };
    return (book) => decideAttachTag(event, book);
  },
  missing(step) {
    const { id, operator } = this.actOf(step);
    const event = { job: this.subjects.job(step.a), package: this.subjects.inState(['expected'], step.b), operator, findingId: id };
    return (book) => decideMissing(event, book);
  },
  reverse(step) {
    const event = { weighing: this.subjects.weighing(step.a), operator: this.actOf(step).operator };
    return (book) => jobs.decideReverse(event, book);
  },
  closeJob(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), loadOnScale: null };
    return (book) => jobs.decideCloseJob(event, book);
  },
  endDelivery(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), loadOnScale: null };
    return (book) => jobs.decideEndDelivery(event, book);
  },
  moveJob(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), station: this.station(step.b), stationKnown: true };
    return (book) => jobs.decideMoveJob(event, book);
  },
  handOver(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), to: PEOPLE[step.b % 5] ?? 'ann', toKnown: true };
    return (book) => jobs.decideHandOver(event, book);
  },
  unannounced(step) {
    const event = { ...this.actOf(step), station: this.station(step.a), stationKnown: true };
    return (book) => jobs.decideOpenUnannounced(event, book);
  },
  formGroup(step) {
    const codes = [0, 1, 2].slice(step.c % 2).map((n) => this.subjects.inState(['expected'], step.b + n));
    const event = { ...this.actOf(step), station: this.station(step.a), codes, palletTareMg: 0, palletTareKind: 'none' as const };
    return (book) => decideFormGroup(event, book);
  },
  splitGroup(step) {
    const groups = this.ledger.entries.flatMap((entry) => (entry.kind === 'group-formed' ? [entry.body.group] : []));
    const event = { ...this.actOf(step), group: groups.at(-1) ?? 'none' };
    return (book) => decideSplitGroup(event, book);
  },
  typeWeight(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), package: this.subjects.inState(['expected'], step.b), grossMg: 268 * KG, reason: 'r' };
    return (book) => decideTypeWeight(event, book);
  },
  vehicle(step) {
    const visits = this.ledger.entries.flatMap((entry) => (entry.kind === 'vehicle-arrived' ? [entry.body.visit] : []));
    const act = this.actOf(step);
    const visit = visits.at(-1) ?? 'none';
    if (step.b % 3 === 0) return (book) => decideVehicleArrived({ ...act, station: this.station(step.a), stationKnown: true, plates: 'P 1' }, book);
    if (step.b % 3 === 1) return (book) => decideVehicleUnloaded({ ...act, visit, lot: LOTS[step.a % 3] ?? 'L1', codes: [], scanned: true }, book);
    return (book) => decideAnnouncePass({ ...act, visit, axlesOn: true }, book);
  },
  announce(step) {
    const station = this.station(step.c);
    const event = { ...this.actOf({ ...step, c: step.b }), station, weighing: null, stationKnown: true, load: this.announcement(step) };
    return (book) => decideAnnounceLoad(event, book);
  },
  report(step) {
    const code = REPORTED_CODES[step.a % REPORTED_CODES.length] ?? 'MOISTURE';
    const event = { ...this.actOf(step), code, package: step.b % 7 === 0 ? 'ALIEN 1' : this.subjects.package(step.b), note: 'seen' };
    return (book) => decideReport(event, book);
  },
  lookAgain(step) {
    const missing = this.subjects.missing(step.b);
    const event = { ...this.actOf(step), finding: missing, there: step.a % 3 !== 0 };
    return (book) => decideLookAgain(event, book);
  },
  approve(step) {
    const act = this.actOf(step);
    const recounted = this.ledger.book.where('finding', 'state', 'recounted');
    const finding = recounted[step.b % Math.max(1, recounted.length)]?.id ?? this.subjects.finding(step.b);
    return (book) => decideApprove({ ...act, supervisor: SUPERVISORS.includes(act.operator), finding }, book);
  },
  deputy(step) {
    const act = this.actOf(step);
    const event = { ...act, supervisor: SUPERVISORS.includes(act.operator), deputy: PEOPLE[step.b % 5] ?? 'ann', deputyKnown: true, hours: 1 + (step.a % 40) };
    return () => decideNameDeputy(event);
  },
  quarantine(step) {
    const event = { ...this.actOf(step), package: this.subjects.package(step.b) };
    return (book) => decideQuarantine(event, book);
  },
  lift(step) {
    const event = { ...this.actOf(step), package: this.subjects.inState(['quarantined'], step.b) };
    return (book) => decideLiftQuarantine(event, book);
  },
  care(step) {
    const act = this.actOf(step);
    const id = this.subjects.package(step.b);
    if (step.a % 3 === 0) return (book) => decideRelocate({ ...act, codes: [id], area: step.c % 2 === 0 ? 'A' : 'B', areaKnown: true }, book);
    if (step.a % 3 === 1) return (book) => decideCheckSeal({ ...act, package: id, seal: 'S-1', intact: step.c % 2 === 0 }, book);
    return (book) => decideReseal({ ...act, package: id, reason: 'reseal', sealBefore: null, sealAfter: 'S-3' }, book);
  },
  pick(step) {
    const event = { ...this.actOf(step), job: this.subjects.job(step.a), code: this.subjects.inState(['allocated'], step.b) };
    return (book) => decidePick(event, book);
  },
  openSealed(step) {
    const event = { ...this.actOf(step), sealed: `deposit-${step.b % 2}`, content: step.a % 3 === 0 ? null : this.release };
    return (book) => decideOpenSealed(event, book);
  },
  openStocktake(step) {
    const event = { ...this.actOf(step), station: this.station(step.a), stationKnown: true, scope: this.scope(step.b) };
    return (book) => decideOpenStocktake(event, book);
  },
  count(step) {
    const hows: CountHow[] = ['scan', 'tag', 'typed', 'absent', 'inferred'];
    const codes = [0, 1, 2, 3].slice(step.a % 4).map((n) => this.subjects.inState(['counting'], step.b + n));
    const event = { ...this.actOf(step), stocktake: this.subjects.stocktake(step.b), codes: step.c % 6 === 0 ? ['ALIEN 3'] : codes, how: hows[step.c % 5] ?? 'scan' };
    return (book) => decideCount(event, book);
  },
  passage(step) {
    const record = this.subjects.package(step.b);
    const epcHex = this.ledger.book.get('package', record)?.epcHex ?? 'E200000000000000000000AA';
    const { id } = this.actOf(step);
    return (book) => decidePassage({ id, station: 'gate-1', passage: { epcHex, direction: step.a % 2 === 0 ? 'out' : 'in', atMs: 0 } }, book);
  },
};
