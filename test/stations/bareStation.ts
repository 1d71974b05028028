// One real station with the real recorder, core and SQLite ledger; only the wire is missing: a test says what the scale
// shows and for how long, on a clock of its own. 20 readings a second, e = 0.2 kg, a check weight of 20 kg.
import { throwDefect } from '../throwDefect.ts';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../agent/core/model/roles.ts';
import type { Actor, CommandBody, CommandOutcome } from '../../agent/core/model/command.ts';
import type { EntryBodies, EntryKind } from '../../agent/core/model/entry.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { AnnouncedPackage } from '../../agent/core/model/intakeNotice.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { executeCommand } from '../../agent/services/commandExecution.ts';
import { createRetryingRecorder } from '../../agent/runtime/retryingRecorder.ts';
import { localDayOf } from '../../agent/core/model/believableDate.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import type { CheckState } from '../../agent/core/weight/loadState.ts';
import { StationController } from '../../agent/stations/stationController.ts';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentFaultCode } from '../../drivers/contract/instrumentFault.ts';
import type { Reading } from '../../drivers/contract/observation.ts';
import { notice, SCALE } from '../core/intakeScenes.ts';
import { KG, LOADS, reading, SETTINGS } from '../core/loads.ts';
import type { DecisionRecorder } from '../../agent/core/ports/decisionRecorder.ts';

export const CHECK_KG = 20;
const ORDER = 'order-CO-1';
const NO_RAW = new Uint8Array();

export class BareStation {
  readonly #dir = mkdtempSync(join(tmpdir(), 'hakari-station-'));
  /** With the roles of their last command. */
  readonly #people = new Map<string, Actor>([['sue', { operator: 'sue', roles: ['supervisor'] }]]);
  readonly #chance: Random = { id: () => randomBytes(8).toString('hex'), fraction: () => 0.5 };
  #nowMs = 10_000;
  /** The machine: a new boot's monotonic clock goes on, as it may. */
  boot = 'b';
  trust: 'synchronised' | 'unsynchronised' = 'synchronised';
  /** The scale as its mark and the site file have it. */
  scale: ScaleFacts = SCALE;
  readonly #clock: Clock = {
    timestamp: () => ({
      wallMs: 1_790_000_000_000 + this.#nowMs,
      monotonicMs: this.#nowMs,
      boot: this.boot,
      trust: this.trust,
    }),
    monotonicMs: () => this.#nowMs,
    after: () => () => undefined,
  };
  readonly ledger = openLedger({
    begin: true,
    dir: this.#dir,
    base: 'demo',
    clock: this.#clock,
    random: this.#chance,
    fold,
    foldVersion: FOLD_VERSION,
  });
  readonly #recorder: DecisionRecorder;
  readonly #everyHours: number;
  #station: StationController;

  /** A lot of these packages is announced; the check weight was passed. */
  constructor(packages: AnnouncedPackage[], everyHours = 24) {
    this.#everyHours = everyHours;
    this.#announce(packages);
    this.#recorder = createRetryingRecorder({
      ledger: this.ledger,
      clock: this.#clock,
      log: () => undefined,
      reportDefect: throwDefect,
    });
    this.#station = this.#createStation();
    this.check();
  }

  #createStation(): StationController {
    const checkWeight = { massMg: CHECK_KG * KG, everyHours: this.#everyHours };
    const name = { en: '', ja: '' };
    return new StationController(
      {
        id: 'dock-1',
        name,
        scale: 'scale-1',
        readers: ['reader-1'],
        checkWeight,
        ...LOADS,
        fitnessSharePpm: null,
        load: { ...SETTINGS, checkBand: { lowMg: CHECK_KG * KG - 300_000, highMg: CHECK_KG * KG + 300_000 } },
      },
      {
        clock: this.#clock,
        random: this.#chance,
        recorder: this.#recorder,
        scaleFacts: () => this.scale,
        tagsElsewhere: () => new Set(),
        stationScales: () => [{ station: 'dock-1', scale: SCALE, fitnessSharePpm: null }],
        runInfo: () => ({ run: 'r', software: 's', configHash: 'c' }),
        assumeCheckPassed: false,
        onCapture: () => undefined,
        storeCurve: () => undefined,
        onChange: () => undefined,
      },
    );
  }

  /** The check weight is put on and taken off. */
  check(): this {
    this.show(0, 800).command({ kind: 'start-check', station: 'dock-1' });
    return this.show(CHECK_KG, 1_500).show(0, 1_000);
  }

  /** The agent is started again, over the same ledger. */
  restart(): this {
    this.#station = this.#createStation();
    return this;
  }

  /** Whether the scale may weigh. */
  checkState(): CheckState {
    return this.#station.situation().load.check;
  }

  /** In Japan. */
  day(): string {
    return localDayOf(this.#clock.timestamp().wallMs);
  }

  #announce(packages: AnnouncedPackage[]): void {
    const opened = {
      reason: 'installed' as const,
      previous: null,
      signingKey: 'k',
      sealingKey: 'k',
      leafKey: '1e'.repeat(32),
      software: 't',
    };
    this.ledger.transact('epoch', () => ({
      entries: [
        { kind: 'epoch-opened', body: opened },
        { kind: 'agent-started', body: { run: 'r', software: 't', configHash: 'c', releasedWallMs: 0 } },
      ],
      effects: [],
      result: {},
    }));
    this.order(ORDER, notice(packages));
  }

  /** Headquarters orders something. */
  order(id: string, body: OrderBody): void {
    const { epoch } = this.ledger.head();
    const site = this.ledger.book.get('site', 'site');
    const counter = (site?.orderCounter ?? 0) + 1;
    const previous = site?.orderHash ?? '0'.repeat(64);
    const order = { order: id, base: 'demo', epoch, counter, previous, issuedWallMs: 0, body };
    const signedHash = String(counter).repeat(64);
    this.ledger.transact(`order:${id}`, (book) =>
      decideOrder({ order, signed: 'a.b.c', signedHash, base: 'demo', epoch }, book),
    );
  }

  command(
    body: CommandBody,
    operator = 'ann',
    { id = this.#chance.id(), roles = ['operator', 'supervisor'] }: { id?: string; roles?: Role[] } = {},
  ): CommandOutcome {
    const actor: Actor = { operator, roles };
    this.#people.set(operator, actor);
    return executeCommand({ id, ...body }, actor, {
      stations: new Map([['dock-1', this.#station]]),
      recorder: this.#recorder,
      random: this.#chance,
      areas: new Set(),
      announcementMinutes: 10,
      people: () => [...this.#people.values()],
      photoBytes: () => null,
      tryDepositCode: () => ({ content: null }),
    });
  }

  /** Ann takes up the delivery. */
  open(): this {
    this.command({ kind: 'open-job', order: ORDER, station: 'dock-1' });
    return this;
  }

  /** The last job is closed by ann. */
  close(): CommandOutcome {
    return this.command({ kind: 'close-job', job: this.bodies('job-opened').at(-1)?.job ?? '' });
  }

  /** Every 50 ms, with these tags in the reader's field. */
  show(kg: number, forMs: number, { tags = [], ...extra }: Partial<Reading> & { tags?: (string | null)[] } = {}): this {
    for (const end = this.#nowMs + forMs; this.#nowMs < end; this.#nowMs += 50) {
      for (const epcHex of tags) if (epcHex !== null) this.#read(epcHex);
      this.#station.receive(reading(Math.round(kg * 10) * 100_000, this.#nowMs, extra));
    }
    return this;
  }

  #read(epcHex: string): void {
    const read = { raw: NO_RAW, epcHex, antenna: 1, rssiDbm: -50, crcChecked: true };
    this.#station.receive({ kind: 'tag', instrument: 'reader-1', atMs: this.#nowMs, ...read });
  }

  /** The scale sends nothing but this fault, five times a second. */
  fault(fault: InstrumentFaultCode, forMs: number): this {
    for (const end = this.#nowMs + forMs; this.#nowMs < end; this.#nowMs += 200)
      this.#station.receive({
        kind: 'fault',
        instrument: 'scale-1',
        atMs: this.#nowMs,
        raw: NO_RAW,
        fault,
        detail: '',
      });
    return this;
  }

  /** Silence. */
  wait(ms: number): this {
    this.#nowMs += ms;
    return this;
  }

  /** The empty scale goes on saying zero, now and then. */
  idle(ms: number): this {
    for (const end = this.#nowMs + ms; this.#nowMs < end; this.#nowMs += 5_000)
      this.#station.receive(reading(0, this.#nowMs));
    return this.show(0, 1_000);
  }

  bodies<K extends EntryKind>(kind: K): EntryBodies[K][] {
    return this.ledger
      .entriesAfter(0, { limit: 1_000, maxBytes: 1e7 })
      .filter(({ entry }) => entry.kind === kind)
      .map(({ entry }) => entry.body as EntryBodies[K]);
  }

  package(id: string): PackageRecord {
    const record = this.ledger.book.get('package', id);
    if (!record) throw new Error(`no package ${id}`);
    return record;
  }

  lotState(): string | undefined {
    return this.ledger.book.get('lot', 'CO-1')?.state;
  }

  end(): void {
    this.#recorder.stop();
    this.ledger.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
