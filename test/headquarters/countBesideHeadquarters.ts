// A count of drums that were received and stand in the yard, beside the real headquarters.
import { expect } from 'vitest';
import { decideRelocate } from '../../agent/core/cases/packageCare.ts';
import { decideCloseJob, decideOpenJob } from '../../agent/core/jobs/jobDecisions.ts';
import { decideEscalateOpenCases } from '../../agent/core/loads/escalateCases.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import { type CountEvent, decideCount } from '../../agent/core/stocktake/countPackages.ts';
import { asScanned, SUPERVISED } from '../core/staff.ts';
import { expectSameBooks } from './bookComparison.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, decideAtBase, deliverEntries, sendOrder } from './entryDelivery.ts';
import { type LinkRig, notice, openLinkRig, random, type RunningHeadquarters } from './linkRig.ts';

export interface CountedBase {
  rig: LinkRig;
  headquarters: RunningHeadquarters;
  say(operator: string, how: CountEvent['how'], ...codes: string[]): Record<string, unknown>;
  close(operator: string): Record<string, unknown>;
  /** Who leaves the register, and what is asked again then. */
  remove(operator: string): void;
  /** Delivers everything, expects the same books and nothing rejected; what headquarters reports of the count. */
  reported(): Promise<unknown>;
}

/** Drums L-1, L-2 … in the yard, counted by order S-1; `people`: the register. */
export async function openCountedBase(drums: number, people: readonly string[]): Promise<CountedBase> {
  const rig = openLinkRig();
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  const write = (...entries: NewEntry[]): unknown => decideAtBase(rig, () => ({ entries, effects: [], result: {} }));
  for (const operator of people) {
    const change = {
      kind: 'operator-put' as const,
      operator,
      name: operator,
      roles: ['operator' as const],
      badge: `B-${operator}`,
    };
    write({ kind: 'register-changed', body: { change, operator: null, approvedBy: null } });
  }
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L', drums) });
  dock.open('order-L');
  const names = Array.from({ length: drums }, (_, index) => `L-${index + 1}`);
  for (const [index, name] of names.entries()) {
    dock.weigh((index % 2 === 0 ? 2_684 : 2_686) * 100_000);
    dock.identify(name);
    dock.attachTag(name, `3074257BF7194E420000000${index + 1}`);
  }
  dock.close();
  const by = (operator: string): { id: string; operator: string } => ({ id: random.id(), operator });
  decideAtBase(rig, (book) =>
    decideRelocate({ ...by('ann'), codes: asScanned(names), area: 'yard', areaKnown: true }, book),
  );
  const scope = { kind: 'area-scope', area: 'yard' };
  await sendOrder(rig, headquarters, { order: 'count', body: { kind: 'stocktake-order', stocktake: 'S-1', scope } });
  const job = random.id();
  decideAtBase(rig, (book) =>
    decideOpenJob({ job, order: 'count', station: 'gate-1', stationKnown: true, operator: 'ann' }, book),
  );
  return {
    rig,
    headquarters,
    say: (operator, how, ...codes) =>
      decideAtBase(rig, (book) => decideCount({ ...by(operator), stocktake: 'S-1', codes, how }, book)),
    close: (operator) =>
      decideAtBase(rig, (book) => decideCloseJob({ ...SUPERVISED, ...by(operator), job, loadOnScale: null }, book)),
    remove: (operator) => {
      const body = { change: { kind: 'operator-removed' as const, operator }, operator: 'tess', approvedBy: null };
      write({ kind: 'register-changed', body });
      decideAtBase(rig, (book) => decideEscalateOpenCases([], book));
    },
    reported: async () => {
      await deliverEntries(rig, headquarters);
      expectSameBooks(rig, headquarters);
      const report = headquarters.report();
      expect(report.rejected).toBe(0);
      return report.stocktakes;
    },
  };
}
