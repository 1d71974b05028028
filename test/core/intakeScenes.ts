// The parts of an intake for tests of the core: a notice, its order, captures, a job. Everything goes through decide().
import { createHash } from 'node:crypto';
import { SUPERVISED, takenBackBy } from './staff.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import {
  decideAttachTag,
  decideHoldForeign,
  decideIdentify,
  decideDeclareMissing,
} from '../../agent/core/loads/identifyLoad.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCheckSeal } from '../../agent/core/cases/packageCare.ts';
import { decideReverse } from '../../agent/core/loads/takeBackWeighing.ts';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import type { StationScale } from '../../agent/core/weight/weighingFitness.ts';
import type { Order } from '../../agent/core/model/order.ts';
import type { AnnouncedPackage, IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { KG, RANGE, newLoad } from './loads.ts';
import { MemoryLedger } from './memoryLedger.ts';

export const SCALE: ScaleFacts = {
  instrument: 'scale-1',
  model: 'and-ad4406',
  serialNumber: null,
  class: 'III',
  ranges: [RANGE],
  unit: 'kg',
  decimals: 1,
  verified: true,
  verificationMark: 'M-1',
  verifiedUntil: '2027-12-31',
};

/** The only station of a small base, as far as its scale may settle what is weighed again. */
export const DOCK_SCALES: readonly StationScale[] = [{ station: 'dock-1', scale: SCALE, fitnessSharePpm: null }];

/** Drum n of the lot: 268 kg gross, 18 kg tare, its own EPC. */
export function drum(n: number, extra: Partial<AnnouncedPackage> = {}): AnnouncedPackage {
  const epcHex = `3074257BF7194E4000001${String(n).padStart(3, '0')}`;
  return {
    package: `CO-1-${n}`,
    epcHex,
    mark: `DRUM ${n}`,
    grossMg: 268 * KG,
    tareMg: 18 * KG,
    tareToleranceMg: null,
    pallet: null,
    ...extra,
  };
}

export function notice(packages: AnnouncedPackage[], extra: Partial<IntakeNotice> = {}): IntakeNotice {
  return {
    kind: 'intake-notice',
    lot: 'CO-1',
    commodity: 'Co',
    form: 'cobalt-metal',
    element: null,
    ownership: 'national',
    consignor: 'C-1',
    certificate: 'CERT-1',
    weighed: { intervalMg: 200_000, class: 'III', limitMg: null, lastDigitMg: 200_000 },
    fitnessSharePpm: null,
    totalGrossMg: null,
    packaging: 'drum',
    content: null,
    contract: null,
    removalLimits: null,
    packages,
    ...extra,
  };
}

export class Dock {
  readonly ledger = new MemoryLedger();
  private count = 0;
  onScale: string | null = null;
  job = '';
  /** For a headquarters that reads signatures. */
  signOrder: ((order: object) => string) | null = null;

  id(): string {
    this.count += 1;
    return `id-${this.count}`;
  }

  order(body: OrderBody, extra: Partial<Order> = {}): Record<string, unknown> | Refusal {
    const site = this.ledger.book.get('site', 'site');
    const order: Order = {
      order: 'lot' in body ? `order-${body.lot}` : this.id(),
      base: 'demo',
      epoch: 'e1',
      counter: (site?.orderCounter ?? 0) + 1,
      previous: site?.orderHash ?? '0'.repeat(64),
      issuedWallMs: 0,
      body,
      ...extra,
    };
    const signed = this.signOrder?.(order) ?? null;
    const event = {
      order,
      signed: signed ?? 'h.jws.s',
      signedHash:
        signed === null
          ? this.id().replace('id-', '').padStart(64, '0')
          : createHash('sha256').update(signed).digest('hex'),
      base: 'demo',
      epoch: 'e1',
    };
    return this.ledger.do(`order:${order.order}`, (book, at) => decideOrder(event, book, at));
  }

  open(lot = 'CO-1'): this {
    this.job = `job-${lot}`;
    this.act((book) =>
      decideOpenJob(
        { job: this.job, order: `order-${lot}`, station: 'dock-1', stationKnown: true, operator: 'ann' },
        book,
      ),
    );
    return this;
  }

  act(decide: Parameters<MemoryLedger['do']>[1]): Record<string, unknown> | Refusal {
    return this.ledger.do(this.id(), decide);
  }

  weigh(
    grossKg: number,
    tags: (string | null)[] = [],
    extra: { scale?: ScaleFacts; replacesKg?: number; tids?: string[] } = {},
  ): Record<string, unknown> | Refusal {
    const weighing = this.id();
    const capture: Capture = {
      load: 1,
      take: 1,
      purpose: 'weigh',
      grossMg: Math.round(grossKg * 10) * 100_000,
      range: 0,
      readAtMs: 5_000,
      zeroAtMs: 1_000,
      window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
      tags: tags
        .filter((epc) => epc !== null)
        .map((epcHex, index) => ({
          epcHex,
          tidHex: extra.tids?.[index] ?? null,
          reads: 9,
          background: false,
          elsewhere: false,
        })),
    };
    const event = {
      station: 'dock-1',
      capture,
      scale: extra.scale ?? SCALE,
      weighing,
      ...newLoad(extra.replacesKg === undefined ? null : this.onScale),
      software: 's',
      configHash: 'c',
    };
    this.onScale = weighing;
    return this.act((book, at) => decideCapture({ ...event, at }, book));
  }

  identify(code: string, seen: string | null = null): Record<string, unknown> | Refusal {
    const event = { station: 'dock-1', weighing: this.onScale, seen, code, typed: false, operator: 'ann' };
    return this.act((book) => decideIdentify(event, book));
  }

  holdForeign(identity: string, seen: string | null = null): Record<string, unknown> | Refusal {
    return this.act((book) =>
      decideHoldForeign(
        { station: 'dock-1', weighing: this.onScale, seen, identity, operator: 'ann', findingId: this.id() },
        book,
      ),
    );
  }

  attachTag(name: string, epcHex: string): Record<string, unknown> | Refusal {
    return this.act((book) => decideAttachTag({ package: name, epcHex, operator: 'ann', findingId: this.id() }, book));
  }

  missing(name: string): Record<string, unknown> | Refusal {
    return this.act((book) =>
      decideDeclareMissing({ job: this.job, package: name, operator: 'ann', findingId: this.id() }, book),
    );
  }

  reverse(weighing: string): Record<string, unknown> | Refusal {
    // Where it takes two, Tom is the second.
    const asked = this.act((book) => decideReverse(takenBackBy('sue', weighing), book));
    return 'asked' in asked ? this.act((book) => decideReverse(takenBackBy('tom', weighing), book)) : asked;
  }

  /** Dan reads the seal of a package. */
  readSeal(name: string, seal: string): Record<string, unknown> | Refusal {
    return this.act((book) =>
      decideCheckSeal({ id: this.id(), operator: 'dan', package: name, seal, intact: true }, book),
    );
  }

  close(): Record<string, unknown> | Refusal {
    return this.act((book) =>
      decideCloseJob({ ...SUPERVISED, id: this.id(), job: this.job, operator: 'ann', loadOnScale: this.onScale }, book),
    );
  }

  verdict(lot = 'CO-1'): EntryBodies['verdict'] | null {
    return this.ledger.book.get('lot', lot)?.verdict ?? null;
  }

  findings(lot = 'CO-1'): (string | null)[][] {
    return this.ledger.book
      .where('finding', 'lot', lot)
      .filter((finding) => finding.state === 'open')
      .map((finding) => [finding.code, finding.package]);
  }
}
