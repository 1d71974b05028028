// Reads what the base wrote, as an auditor would: findings with their references, weighings, checks, alarms. Keeps only
// what the judgement and headquarters' decisions need. Must not know what really went wrong.
import type { EntryBodies, FindingBody } from '../../agent/link/contract/entrySchemas.ts';
import type { BaseUnderTest, HeadquartersUnderTest } from './baseUnderTest.ts';

export interface LedgerFinding {
  body: FindingBody;
  /** Names its entry in a decision. */
  reference: { epoch: string; seq: number; hash: string };
  day: number;
  /** The scale of the weighing that it rests on was out of its limits then. */
  isScaleDamaged: boolean;
}

export interface LedgerWeighing {
  weighing: string;
  lot: string | null;
  package: string | null;
  group: string | null;
  isScaleDamaged: boolean;
}

export class LedgerReader {
  readonly findings: LedgerFinding[] = [];
  readonly weighings = new Map<string, LedgerWeighing>();
  /** Weighings that were taken back because the load rose. */
  readonly loadRoseReversals: string[] = [];
  /** Weighings that count for nothing any more, with the reason of the base. */
  readonly setAside = new Map<string, string>();
  /** Stations at which a load left without a word, by day. */
  readonly unexplained: { station: string; day: number }[] = [];
  /** Weighings of loads that stood at another weight afterwards. */
  readonly disturbed = new Set<string>();
  readonly failedChecks: { instrument: string; damaged: boolean }[] = [];
  readonly driftAlarms: { subject: 'scale' | 'consignor'; name: string }[] = [];
  /** Packages of a release, by its order. */
  readonly allocated = new Map<string, string[]>();
  /** Packages that counts found elsewhere than the book says. */
  readonly misplaced = new Set<string>();
  /** Weighed material that waits for headquarters' booking. */
  removals: string[] = [];
  #doubted: string[] = [];
  readonly #undecided = new Map<string, LedgerFinding>();
  /** Of what is read next. */
  day = 0;
  #seq = 0;
  readonly #headquarters: HeadquartersUnderTest | null;

  /** Whatever is read goes to headquarters, too. */
  constructor(headquarters: HeadquartersUnderTest | null) {
    this.#headquarters = headquarters;
  }

  /** Reads on. `damaged`: is this scale out of its limits at this moment? */
  readEntries(base: BaseUnderTest, damaged: (instrument: string) => boolean): void {
    const entries = base.entriesAfter(this.#seq);
    this.#headquarters?.receiveEntries(entries);
    for (const { entry, hash } of entries) {
      this.#seq = entry.seq;
      switch (entry.kind) {
        case 'finding': {
          const reference = { epoch: entry.epoch, seq: entry.seq, hash };
          const rests = entry.body.weighing === null ? undefined : this.weighings.get(entry.body.weighing);
          const seen = { body: entry.body, reference, day: this.day, isScaleDamaged: rests?.isScaleDamaged ?? false };
          this.findings.push(seen);
          this.#undecided.set(entry.body.finding, seen);
          break;
        }
        case 'weighing':
          this.#noteWeighing(entry.body, damaged(entry.body.scale.instrument));
          break;
        case 'weighing-bound': {
          const before = this.weighings.get(entry.body.weighing);
          if (before) this.weighings.set(before.weighing, { ...before, package: entry.body.package });
          break;
        }
        case 'weighing-reversed':
          this.setAside.set(entry.body.weighing, entry.body.reason);
          if (entry.body.reason === 'load-rose') this.loadRoseReversals.push(entry.body.weighing);
          break;
        case 'load-disturbed':
          if (entry.body.weighing !== null) this.disturbed.add(entry.body.weighing);
          break;
        case 'load-unexplained':
          this.unexplained.push({ station: entry.body.station, day: this.day });
          break;
        case 'check-weighing':
          if (!entry.body.passed)
            this.failedChecks.push({
              instrument: entry.body.scale.instrument,
              damaged: damaged(entry.body.scale.instrument),
            });
          break;
        case 'weighings-doubted':
          this.#doubted.push(...entry.body.packages);
          break;
        case 'packages-allocated':
          this.allocated.set(entry.body.order, entry.body.packages);
          break;
        case 'material-removed':
          this.removals.push(entry.body.removal);
          break;
        case 'stocktake-closed':
          for (const { package: id } of entry.body.misplaced) this.misplaced.add(id);
          break;
        case 'drift-alarm':
          this.driftAlarms.push({ subject: entry.body.subject, name: entry.body.name });
          break;
        default:
          break;
      }
    }
  }

  #noteWeighing({ weighing, lot, package: id, group }: EntryBodies['weighing'], isScaleDamaged: boolean): void {
    this.weighings.set(weighing, { weighing, lot, package: id, group, isScaleDamaged });
  }

  /** Of the last entry read. */
  lastSeq(): number {
    return this.#seq;
  }

  /** Findings of which nobody has said yet that they are settled. */
  undecidedFindings(): LedgerFinding[] {
    return [...this.#undecided.values()];
  }

  markSettled(finding: string): void {
    this.#undecided.delete(finding);
  }

  /** Packages that became doubtful since the last call. */
  takeDoubtedPackages(): string[] {
    const doubted = [...new Set(this.#doubted)];
    this.#doubted = [];
    return doubted;
  }
}
