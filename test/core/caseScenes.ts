// The parts of a case for tests of the core: a dock whose people report, weigh again, look again, approve; everything
// through decide().
import { decideAnnounceLoad } from '../../agent/core/loads/announcedLoad.ts';
import {
  decideApprove,
  decideLookAgain,
  decideNameDeputy,
  decideReport,
} from '../../agent/core/cases/caseDecisions.ts';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import { decideLiftQuarantine, decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import type { FindingRecord, PackageRecord } from '../../agent/core/model/records.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import type { FindingCode, ReportedCode } from '../../agent/core/model/findings.ts';
import type { CaseView } from '../../agent/core/views/lookupViews.ts';
import { viewCase } from '../../agent/core/views/caseView.ts';
import { decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import type { DecisionOrder } from '../../agent/core/model/stockOrders.ts';
import { Dock, DOCK_SCALES, drum, notice, SCALE } from './intakeScenes.ts';
import { KG, newLoad } from './loads.ts';
import type { LoadAnnouncement } from '../../agent/core/model/commandValues.ts';
import { decideCheck } from '../../agent/core/loads/checkWeighing.ts';

const HOUR_MS = 3_600_000;
type Outcome = Record<string, unknown> | Refusal;

export const epcOf = (n: number): string => drum(n).epcHex ?? '';

/** A dock with one lot of three drums; ann works it, bob and cho help, sue and tom are supervisors. */
export class CaseDock extends Dock {
  /** In service; a dock whose scales are to be others sets them. */
  scales = DOCK_SCALES;

  /** Drums as weighed, in kilograms; closes the job if all of the lot are. */
  static judged(...kg: number[]): CaseDock {
    const dock = new CaseDock();
    dock.order(notice(kg.map((_, index) => drum(index + 1))));
    dock.open();
    kg.forEach((mass, index) => dock.weigh(mass, [epcOf(index + 1)]));
    dock.onScale = null;
    dock.close();
    return dock;
  }

  /** The delivery goes on: a station takes its order up again. */
  openAgain(operator: string): Outcome {
    this.job = this.id();
    const event = { job: this.job, order: 'order-CO-1', station: 'dock-1', stationKnown: true, operator };
    return this.act((book) => decideOpenJob(event, book));
  }

  announce(load: LoadAnnouncement | null, operator: string, station = 'dock-1'): Outcome {
    const event = {
      id: this.id(),
      operator,
      station,
      weighing: null,
      stationKnown: true,
      load,
      scales: this.scales,
    };
    return this.act((book) => decideAnnounceLoad(event, book));
  }

  recount(finding: string, operator: string, kg: number, tags: (string | null)[] = []): Outcome {
    const announced = this.announce({ kind: 'recount', finding }, operator);
    return 'refusal' in announced ? announced : this.weigh(kg, tags);
  }

  reweigh(n: number, operator: string, kg: number): Outcome {
    const announced = this.announce({ kind: 'reweigh', package: `CO-1-${n}` }, operator);
    return 'refusal' in announced
      ? announced
      : this.weigh(kg, [epcOf(n)], { scale: { ...SCALE, instrument: 'scale-2' } });
  }

  approve(finding: string, operator: string, supervisor = true): Outcome {
    return this.act((book, at) => decideApprove({ id: this.id(), operator, supervisor, finding }, { book, at }));
  }

  lookAgain(finding: string, operator: string, isThere: boolean): Outcome {
    return this.act((book) => decideLookAgain({ id: this.id(), operator, finding, there: isThere }, book));
  }

  nameDeputy(supervisor: string, deputy: string, hours: number): Outcome {
    return this.act(() =>
      decideNameDeputy({
        id: this.id(),
        operator: supervisor,
        supervisor: true,
        deputy,
        deputyKnown: true,
        hours,
      }),
    );
  }

  report(code: ReportedCode, name: string, operator: string): Outcome {
    return this.act((book) => decideReport({ id: this.id(), operator, code, package: name, note: 'seen' }, book));
  }

  photograph(finding: string, operator: string, photo = 'ab'.repeat(32), storedBytes: number | null = 1_000): Outcome {
    return this.act((book) =>
      decideAttachPhoto({ id: this.id(), operator, finding, photo, storedBytes: storedBytes }, book),
    );
  }

  view(finding: string, seesHidden = false): CaseView {
    const record = this.ledger.book.get('finding', finding);
    if (!record) throw new Error(`no finding ${finding}`);
    return viewCase(this.ledger.book, record, { seesHidden, isSound: () => true, scales: this.scales });
  }

  quarantine(name: string, operator: string): Outcome {
    return this.act((book) => decideQuarantine({ id: this.id(), operator, package: name }, book));
  }

  lift(name: string, operator: string): Outcome {
    return this.act((book) => decideLiftQuarantine({ id: this.id(), operator, package: name }, book));
  }

  /** A check weighing of 100 kg; one that does not pass is made again from zero, as the screen asks. */
  check(shownKg: number): Outcome {
    const first = this.checkOnce(shownKg);
    return 'passed' in first && first['passed'] === false ? this.checkOnce(shownKg) : first;
  }

  checkOnce(shownKg: number): Outcome {
    const capture = {
      load: 1,
      take: 1,
      purpose: 'check' as const,
      grossMg: shownKg * KG,
      range: 0,
      readAtMs: 5_000,
      zeroAtMs: 1_000,
      window: { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false },
      tags: [],
    };
    const event = {
      station: 'dock-1',
      capture,
      scale: SCALE,
      weighing: this.id(),
      ...newLoad(),
      software: 's',
      configHash: 'c',
    };
    return this.act((book, at) => decideCheck({ ...event, at, referenceMg: 100 * KG, operator: 'ann' }, book));
  }

  decide(
    decision: DecisionOrder['decision'],
    findings: readonly FindingRecord[],
    extra: Partial<DecisionOrder> = {},
  ): Outcome {
    const references = findings.map(({ epoch, seq, hash }) => ({ epoch, seq, hash }));
    return this.order({
      kind: 'decision',
      findings: references,
      decision,
      adjust: [],
      adopt: null,
      recognise: null,
      note: '',
      ...extra,
    });
  }

  finding(code: FindingCode, name: string | null = null): FindingRecord {
    const found = this.ledger.book
      .where('finding', 'lot', 'CO-1')
      .filter((one) => one.code === code && (name === null || one.package === name))
      .at(-1);
    if (!found) throw new Error(`no finding ${code}`);
    return found;
  }

  drum(n: number): PackageRecord {
    const record = this.ledger.book.get('package', `CO-1-${n}`);
    if (!record) throw new Error(`no drum ${n}`);
    return record;
  }

  lotState(): string | undefined {
    return this.ledger.book.get('lot', 'CO-1')?.state;
  }

  forwardHours(hours: number): void {
    this.ledger.aheadMs += hours * HOUR_MS;
  }
}
