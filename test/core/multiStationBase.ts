// A base with several stations for tests of the core: groups on pallets, a weighbridge, goods without a notice, orders
// under way.
import type { NamedWay } from '../../agent/core/model/proofs.ts';
import { asScanned, SUPERVISED } from './staff.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { Book } from '../../agent/core/model/book.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import type { EntryBodies, EntryKind, NewEntry } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideFormGroup, decideSplitGroup, type FormGroupEvent } from '../../agent/core/intake/weighingGroup.ts';
import { decideHoldForeign, decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import {
  decideCloseJob,
  decideEndDelivery,
  decideMoveJob,
  decideOpenJob,
  decideOpenUnannounced,
} from '../../agent/core/jobs/jobDecisions.ts';
import { decideTypeWeight } from '../../agent/core/intake/typedWeight.ts';
import {
  type AnnouncedPass,
  decideAnnouncePass,
  decideVehicleArrived,
  decideVehicleUnloaded,
} from '../../agent/core/intake/vehicleVisit.ts';
import { weighingEntry } from '../../agent/core/weight/weighingEntry.ts';
import type { Order } from '../../agent/core/model/order.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import { Dock, SCALE } from './intakeScenes.ts';
import { KG, newLoad } from './loads.ts';

export const HOUR_MS = 3_600_000;

/** 50 t, e = 10 kg: a real truck scale for certification. */
export const BRIDGE: ScaleFacts = {
  ...SCALE,
  instrument: 'bridge-scale',
  model: 'truck-scale',
  ranges: [{ maxMg: 50_000 * KG, minMg: 200 * KG, intervalMg: 10 * KG }],
  decimals: 0,
};

type Outcome = Record<string, unknown> | Refusal;

export interface Load {
  station?: string;
  scale?: ScaleFacts;
  tags?: (string | null)[];
  range?: number;
  /** The same load was captured lower before. */
  rises?: boolean;
}

export class MultiStationBase extends Dock {
  /** What the site file would say. */
  siteSharePpm: number | null = null;
  /** What lies on which station's scale. */
  private readonly weighingByStation = new Map<string, string>();

  private person(operator = 'ann'): { id: string; operator: string } {
    return { id: this.id(), operator };
  }

  get book() {
    return this.ledger.book;
  }

  lift(station = 'dock-1'): this {
    this.weighingByStation.delete(station);
    this.onScale = null;
    return this;
  }

  /** A load is placed, captured, and lies there until lifted. */
  place(
    grossKg: number,
    { station = 'dock-1', scale = SCALE, tags = [], range = 0, rises = false }: Load = {},
  ): Outcome {
    const weighing = this.id();
    const capture: Capture = {
      load: 1,
      take: 1,
      purpose: 'weigh',
      grossMg: Math.round(grossKg * 1_000) * 1_000,
      range,
      readAtMs: 5_000,
      zeroAtMs: 1_000,
      window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
      tags: tags
        .filter((epc) => epc !== null)
        .map((epcHex) => ({ epcHex, tidHex: null, reads: 9, background: false, elsewhere: false })),
    };
    const event = {
      station,
      capture,
      scale,
      weighing,
      ...newLoad(rises ? (this.weighingByStation.get(station) ?? null) : null),
      software: 's',
      configHash: 'c',
      fitnessSharePpm: this.siteSharePpm,
    };
    const outcome = this.act((book, at) => decideCapture({ ...event, at }, book));
    if (!('refusal' in outcome)) {
      this.weighingByStation.set(station, weighing);
      this.onScale = weighing;
    }
    return outcome;
  }

  openAt(station: string, order: string, operator = 'ann'): string {
    const job = this.id();
    this.act((book) => decideOpenJob({ job, order, station, stationKnown: true, operator }, book));
    return job;
  }

  closeAt(job: string, operator = 'ann'): Outcome {
    const station = this.book.get('job', job)?.station ?? '';
    return this.act((book) =>
      decideCloseJob(
        { ...SUPERVISED, ...this.person(operator), job, loadOnScale: this.weighingByStation.get(station) ?? null },
        book,
      ),
    );
  }

  endDelivery(job: string): Outcome {
    const station = this.book.get('job', job)?.station ?? '';
    return this.act((book) =>
      decideEndDelivery({ ...this.person(), job, loadOnScale: this.weighingByStation.get(station) ?? null }, book),
    );
  }

  move(job: string, station: string): Outcome {
    return this.act((book) => decideMoveJob({ ...this.person(), job, station, stationKnown: true }, book));
  }

  scan(code: string, station = 'dock-1'): Outcome {
    return this.act((book) =>
      decideIdentify(
        {
          station,
          weighing: this.weighingByStation.get(station) ?? null,
          seen: null,
          code,
          typed: false,
          operator: 'ann',
        },
        book,
      ),
    );
  }

  hold(identity: string, station = 'dock-1'): Outcome {
    return this.act((book) =>
      decideHoldForeign(
        {
          station,
          weighing: this.weighingByStation.get(station) ?? null,
          seen: null,
          identity,
          operator: 'ann',
          findingId: this.id(),
        },
        book,
      ),
    );
  }

  unannounced(station = 'dock-1'): string {
    const person = this.person();
    this.act((book) => decideOpenUnannounced({ ...person, station, stationKnown: true }, book));
    return person.id;
  }

  form(names: string[], extra: Partial<FormGroupEvent> = {}): Outcome {
    const station = extra.station ?? 'dock-1';
    const pallet = { palletTareMg: 20 * KG, palletTareKind: 'weighed' as const };
    return this.act((book) =>
      decideFormGroup(
        {
          ...this.person(),
          station,
          codes: asScanned(names),
          ...pallet,
          loadOnScale: this.weighingByStation.get(station) ?? null,
          ...extra,
        },
        book,
      ),
    );
  }

  split(group: unknown): Outcome {
    return this.act((book) => decideSplitGroup({ ...this.person(), group: String(group) }, book));
  }

  type(job: string, name: string, grossKg: number, reason = 'the terminal is dark'): Outcome {
    return this.act((book) =>
      decideTypeWeight({ ...this.person('sue'), job, package: name, grossMg: grossKg * KG, reason }, book),
    );
  }

  arrive(plates: string, station = 'bridge'): string {
    const person = this.person();
    const outcome = this.act((book, at) =>
      decideVehicleArrived({ ...person, station, stationKnown: true, weighbridge: true, plates }, { book, at }),
    );
    return 'refusal' in outcome ? String(outcome.refusal) : person.id;
  }

  announcePass(visit: string, axlesOn = true, said: Partial<AnnouncedPass> = {}): Outcome {
    const empty = (this.book.get('visit', visit)?.passes.length ?? 0) > 0;
    const words = { visit, axlesOn, driverAboard: true, empty, dunnage: null, ...said };
    return this.act((book, at) =>
      decideAnnouncePass(
        { ...this.person(), ...words, loadOnScale: (station) => this.weighingByStation.get(station) ?? null },
        { book, at },
      ),
    );
  }

  /** Announced, weighed, driven off. */
  pass(visit: string, grossKg: number, load: Load = {}): Outcome {
    const announced = this.announcePass(visit);
    if ('refusal' in announced) return announced;
    const outcome = this.place(grossKg, { station: 'bridge', scale: BRIDGE, ...load });
    this.lift('bridge');
    return outcome;
  }

  unload(visit: string, lot: string, names: string[] = [], how: NamedWay = 'scanned'): Outcome {
    const codes = names.map((code) => ({ code, how }));
    return this.act((book) => decideVehicleUnloaded({ ...this.person(), visit, lot, codes }, book));
  }

  /** As if a release had taken them all the way, without its decisions: only the fold is under test here. */
  releaseAtOnce(names: string[]): void {
    const site = this.book.get('site', 'site');
    const order: Order = {
      order: 'release-1',
      base: 'demo',
      epoch: 'e1',
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '',
      issuedWallMs: 0,
      body: {
        kind: 'release-order',
        release: 'R-1',
        regime: 'normal',
        recipient: 'works',
        selection: { kind: 'by-packages', packages: names },
      },
    };
    this.ledger.audited = false;
    this.act((book) => ({
      entries: [
        {
          kind: 'order-received',
          body: { order, signed: 'h.jws.s', signedHash: this.id().replace('id-', '').padStart(64, '0') },
        },
        { kind: 'packages-allocated', body: { order: 'release-1', packages: names } },
        ...names.map((name): NewEntry => ({
          kind: 'package-picked',
          body: { package: name, order: 'release-1', job: 'r', code: null, how: null, operator: 'ann' },
        })),
        ...names.map((name) => this.dispatched(name, book)),
        {
          kind: 'release-closed',
          body: {
            order: 'release-1',
            job: 'r',
            released: names,
            short: [],
            unpicked: [],
            netMg: 0,
            operator: 'ann',
            approvedBy: 'sue',
            supervisor: null,
          },
        },
      ],
      effects: [],
      result: {},
    }));
    this.ledger.audited = true;
  }

  private dispatched(name: string, book: Book): NewEntry {
    const record = book.get('package', name);
    const capture = {
      load: 1,
      take: 1,
      purpose: 'weigh' as const,
      grossMg: record?.grossMg ?? 0,
      range: 0,
      readAtMs: 5_000,
      zeroAtMs: 1_000,
      tags: [],
      window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
    };
    const event = {
      station: 'gate',
      capture,
      scale: SCALE,
      weighing: this.id(),
      ...newLoad(),
      software: 's',
      configHash: 'c',
    };
    return weighingEntry(event, book, {
      purpose: 'dispatch',
      basis: 'single',
      operator: 'ann',
      package: record,
      boundBy: 'scan',
    });
  }

  bodies<K extends EntryKind>(kind: K): EntryBodies[K][] {
    return this.ledger.entries.filter((entry) => entry.kind === kind).map(({ body }) => body as EntryBodies[K]);
  }

  packages(lot = 'CO-1'): PackageRecord[] {
    return this.book.where('package', 'lot', lot);
  }

  states(lot = 'CO-1'): string[] {
    return this.packages(lot).map(({ state }) => state);
  }
}
