// The parts of a release for tests of the core: stock in a verified lot, an order, a job, picking, dispatch, two
// persons, a gate.
import { SUPERVISED } from './staff.ts';
import type { PackageRecord } from '../../agent/core/model/records.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { EntryBodies, EntryKind } from '../../agent/core/model/entry.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import type { AnnouncedPackage, IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { decideGatePassage } from '../../agent/core/release/gatePassage.ts';
import type { ReleaseOrder, ReleaseSelection } from '../../agent/core/model/stockOrders.ts';
import { Dock, drum, notice } from './intakeScenes.ts';

export const ORDER = 'rel-1';
export const EPC = (n: number): string => drum(n).epcHex ?? '';
type Outcome = Record<string, unknown> | Refusal;

export function releaseOrder(selection: ReleaseSelection): ReleaseOrder {
  return { kind: 'release-order', release: 'R-1', regime: 'normal', recipient: 'Works B', selection };
}

export class ReleaseDock extends Dock {
  /** Announces, weighs in the order of `weighed` and judges a lot; every package as heavy as declared. */
  stock(packages: AnnouncedPackage[], extra: Partial<IntakeNotice> = {}, weighed: AnnouncedPackage[] = packages): this {
    const lot = extra.lot ?? 'CO-1';
    this.order(notice(packages, extra));
    this.open(lot);
    for (const { grossMg, epcHex } of weighed) this.weigh(grossMg / 1_000_000, [epcHex]);
    this.onScale = null;
    this.close();
    return this;
  }

  /** Three drums in stock, the given selection ordered and its job open. */
  static opened(selection: ReleaseSelection, drums = 3): ReleaseDock {
    const dock = new ReleaseDock().stock(Array.from({ length: drums }, (_, index) => drum(index + 1)));
    dock.order(releaseOrder(selection), { order: ORDER });
    dock.openRelease();
    return dock;
  }

  /** Weighed for a release, and scanned where the screen asks for it: a tag alone names nothing that leaves. */
  override weigh(...load: Parameters<Dock['weigh']>): Outcome {
    const outcome = super.weigh(...load);
    const [kg, tags = [], extra = {}] = load;
    const epcHex = tags.length === 1 && kg > 0 && extra.tids === undefined ? tags[0] : null;
    const owner = epcHex == null ? undefined : this.ledger.book.where('package', 'epcHex', epcHex)[0];
    const isRelease = this.ledger.book.get('job', this.job)?.work === 'release';
    if ('refusal' in outcome || outcome['package'] !== null || !isRelease || !owner) return outcome;
    const named = this.identify(owner.id, this.onScale);
    return 'refusal' in named ? outcome : { ...outcome, package: owner.id };
  }

  /** What lies there is not scanned. */
  weighUnscanned(...load: Parameters<Dock['weigh']>): Outcome {
    return super.weigh(...load);
  }

  openRelease(order = ORDER): Outcome {
    this.job = `job-${order}`;
    return this.act((book) =>
      decideOpenJob({ job: this.job, order, station: 'dock-1', stationKnown: true, operator: 'ann' }, book),
    );
  }

  pick(code: string): Outcome {
    return this.act((book) =>
      decidePick({ id: this.id(), operator: 'ann', job: this.job, code, how: 'scanned' }, book),
    );
  }

  closeBy(operator: string): Outcome {
    return this.act((book) =>
      decideCloseJob({ ...SUPERVISED, id: this.id(), operator, job: this.job, loadOnScale: this.onScale }, book),
    );
  }

  goesOut(epcHex: string): Outcome {
    const event = { id: this.id(), station: 'gate-1', passage: { epcHex, direction: 'out' as const, atMs: 0 } };
    return this.act((book) => decideGatePassage(event, book));
  }

  package(id: string): PackageRecord {
    const record = this.ledger.book.get('package', id);
    if (!record) throw new Error(`no package ${id}`);
    return record;
  }

  states(): string[] {
    return this.ledger.book.where('package', 'lot', 'CO-1').map(({ state }) => state);
  }

  bodies<K extends EntryKind>(kind: K): EntryBodies[K][] {
    return this.ledger.entries.filter((entry) => entry.kind === kind).map(({ body }) => body as EntryBodies[K]);
  }

  openCodes(): string[] {
    return this.ledger.book.where('finding', 'state', 'open').map(({ code }) => code);
  }

  netMg(): number {
    const here = ['present', 'stored', 'allocated', 'picked', 'staged', 'counting', 'quarantined'];
    return this.ledger.book
      .where('package', 'lot', 'CO-1')
      .filter(({ state }) => here.includes(state))
      .reduce((sum, one) => sum + (one.netMg ?? 0), 0);
  }
}
