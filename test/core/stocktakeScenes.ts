// A store for tests of stocktakes and care: drums that were received, verified and put into areas; counts in two rounds
// by two persons. Everything goes through decide().
import { asScanned, SUPERVISED } from './staff.ts';
import { decideRelocate } from '../../agent/core/cases/packageCare.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import type { StocktakeRecord } from '../../agent/core/model/workRecords.ts';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import type { ScaleFacts } from '../../agent/core/model/weighingEvidence.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideCapture } from '../../agent/core/loads/captureDecision.ts';
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import type { DecisionOrder, StocktakeScope } from '../../agent/core/model/stockOrders.ts';
import { decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { decideOpenStocktake } from '../../agent/core/stocktake/openStocktake.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import { Dock, DOCK_SCALES, drum, notice, SCALE } from './intakeScenes.ts';
import type { CountMethod } from '../../agent/core/model/commandValues.ts';
import { newLoad } from './loads.ts';

export type Outcome = Record<string, unknown> | Refusal;

export const BASE: StocktakeScope = { kind: 'base-scope' };

export function area(name: string): StocktakeScope {
  return { kind: 'area-scope', area: name };
}

export class Store {
  readonly dock = new Dock();
  readonly book = this.dock.ledger.book;
  stocktake = '';
  job = '';
  /** Of all stations, as they are now. */
  scales = DOCK_SCALES;

  /** Receives drums 1 to `drums` of lot CO-1, announced with `facts`, and puts them into area A. */
  constructor(drums: number, facts: Parameters<typeof drum>[1] = {}) {
    const numbers = Array.from({ length: drums }, (_, index) => index + 1);
    this.dock.order(notice(numbers.map((n) => drum(n, facts))));
    this.dock.open();
    for (const n of numbers) this.dock.weigh(268, [drum(n).epcHex]);
    this.dock.onScale = null;
    this.dock.close();
    this.move(
      'A',
      numbers.map((n) => `CO-1-${n}`),
    );
  }

  /** Lot NI-9 with one drum, of which the mark is like one of CO-1, put into area A too. */
  receiveOther(): void {
    const otherDock = drum(91, { package: 'NI-9-1', mark: 'DRUM 1' });
    this.dock.order(notice([otherDock], { lot: 'NI-9', commodity: 'Ni' }));
    this.dock.open('NI-9');
    this.dock.weigh(268, [otherDock.epcHex]);
    this.dock.onScale = null;
    this.dock.close();
    this.move('A', ['NI-9-1']);
  }

  move(to: string, codes: string[]): Outcome {
    return this.dock.act((book) =>
      decideRelocate(
        { id: this.dock.id(), operator: 'ann', codes: asScanned(codes), area: to, areaKnown: to !== 'nowhere' },
        book,
      ),
    );
  }

  /** Ordered by headquarters and taken up by ann. */
  ordered(scope: StocktakeScope = area('A'), stocktake = 'ST-1'): Outcome {
    const outcome = this.dock.order({ kind: 'stocktake-order', stocktake, scope });
    return valueOf(outcome, 'accepted') === true
      ? this.remember(this.openAt('dock-1', String(valueOf(outcome, 'order'))))
      : outcome;
  }

  openAt(station: string, order: string): Outcome {
    return this.dock.act((book) =>
      decideOpenJob({ job: this.dock.id(), order, station, stationKnown: true, operator: 'ann' }, book),
    );
  }

  /** Set apart by a person. */
  quarantine(name: string): Outcome {
    const body = { package: name, reason: 'person' as const, operator: 'ann' };
    return this.dock.act(() => ({ entries: [{ kind: 'package-quarantined', body }], effects: [], result: {} }));
  }

  /** On the base's own plan. */
  planned(scope: StocktakeScope = area('A')): Outcome {
    const event = {
      id: this.dock.id(),
      operator: 'ann',
      station: 'dock-1',
      stationKnown: true,
      scope,
      areaKnown: true,
    };
    return this.remember(this.dock.act((book) => decideOpenStocktake(event, book)));
  }

  private remember(outcome: Outcome): Outcome {
    if ('stocktake' in outcome) [this.stocktake, this.job] = [String(outcome.stocktake), String(outcome.job)];
    return outcome;
  }

  count(method: CountMethod, codes: string[], operator = 'ann'): Outcome {
    return this.dock.act((book) =>
      decideCount({ id: this.dock.id(), operator, stocktake: this.stocktake, codes, how: method }, book),
    );
  }

  draw(packages: string[]): Outcome {
    return this.dock.order({ kind: 'stocktake-sample', stocktake: this.stocktake, packages });
  }

  reweigh(name: string, grossKg: number, weigher: { operator?: string; scale?: ScaleFacts } = {}): Outcome {
    const { operator = 'ann', scale = SCALE } = weigher;
    const weighing = this.dock.id();
    const capture: Capture = {
      load: 1,
      take: 1,
      purpose: 'weigh',
      grossMg: Math.round(grossKg * 10) * 100_000,
      range: 0,
      readAtMs: 5_000,
      zeroAtMs: 1_000,
      tags: [],
      window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
    };
    const event = { station: 'dock-1', capture, scale, weighing, ...newLoad(), software: 's', configHash: 'c' };
    const load = { kind: 'sample' as const, package: name };
    const announced = this.dock.act((book) =>
      decideAnnounceLoad(
        {
          id: this.dock.id(),
          operator,
          station: 'dock-1',
          stationKnown: true,
          weighing: null,
          load,
          scales: this.scales,
        },
        book,
      ),
    );
    return 'refusal' in announced ? announced : this.dock.act((book, at) => decideCapture({ ...event, at }, book));
  }

  reverse(weighing: unknown): Outcome {
    return this.dock.reverse(String(weighing));
  }

  close(operator = 'ann'): Outcome {
    const event = {
      ...SUPERVISED,
      id: this.dock.id(),
      job: this.job,
      operator,
      loadOnScale: null,
      scales: this.scales,
    };
    return this.dock.act((book) => decideCloseJob(event, book));
  }

  decide(decision: DecisionOrder['decision'], finding: string): Outcome {
    const { seq = 0, hash = '' } = this.book.get('finding', finding) ?? {};
    return this.dock.order({
      kind: 'decision',
      findings: [{ epoch: 'e1', seq, hash }],
      decision,
      adjust: [],
      adopt: null,
      recognise: null,
      note: 'seen',
    });
  }

  record(): StocktakeRecord | undefined {
    return this.book.get('stocktake', this.stocktake);
  }

  result(): EntryBodies['stocktake-closed'] | null {
    return this.record()?.result ?? null;
  }

  package(name: string): PackageRecord | undefined {
    return this.book.get('package', name);
  }

  /** Code and package of every finding of the stocktake's job. */
  findings(): (string | null)[][] {
    return this.book.where('finding', 'job', this.job).map(({ code, package: concerned }) => [code, concerned]);
  }

  bookMg(): number {
    return this.book.where('package', 'lot', 'CO-1').reduce((sum, { netMg }) => sum + (netMg ?? 0), 0);
  }
}

export function names(...numbers: number[]): string[] {
  return numbers.map((n) => `CO-1-${n}`);
}

export function epcs(...numbers: number[]): string[] {
  return numbers.map((n) => drum(n).epcHex ?? '');
}

/** One member of what was answered; undefined if it was refused. */
export function valueOf(outcome: Outcome, member: string): unknown {
  return 'refusal' in outcome ? undefined : outcome[member];
}

/** The refusal's code; null if it was done. */
export function refusalOf(outcome: Outcome): unknown {
  return 'refusal' in outcome ? outcome.refusal : null;
}
