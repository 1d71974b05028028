// Who had a hand in a case: also who named the load, and not only who took up the job. And who stands in for a
// supervisor only as long as there is one.
import { beforeEach, describe, expect, it } from 'vitest';
import { decideIdentify } from '../../agent/core/loads/identifyLoad.ts';
import { CaseDock } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

let dock: CaseDock;
let finding: string;

/** Ann opens the job; `binder` scans the drum, which is 13 kg light. */
function boundBy(binder: string): void {
  dock = new CaseDock();
  dock.order(notice([drum(1)]));
  dock.open();
  dock.weigh(255);
  const scan = { station: 'dock-1', weighing: dock.onScale, seen: null, code: 'DRUM 1', typed: false };
  dock.act((book) => decideIdentify({ ...scan, operator: binder }, book));
  dock.onScale = null;
  finding = dock.finding('WEIGHT_LOW').id;
}

describe('bob scans a light drum in a job of ann', () => {
  beforeEach(() => boundBy('bob'));

  it('lets cho weigh it again', () => {
    expect(dock.recount(finding, 'cho', 268)).not.toHaveProperty('refusal');
  });

  it('does not let bob weigh it again', () => {
    expect(dock.recount(finding, 'bob', 268)).toHaveProperty('refusal');
  });
});

describe('the supervisor scans a light drum in a job of ann, and bob weighs it again', () => {
  beforeEach(() => {
    boundBy('sue');
    dock.recount(finding, 'bob', 268);
  });

  it('lets another supervisor approve', () => {
    dock.approve(finding, 'tom');
    expect(dock.finding('WEIGHT_LOW').state).toBe('void');
  });

  it('does not let her approve', () => {
    dock.approve(finding, 'sue');
    expect(dock.finding('WEIGHT_LOW').state).toBe('recounted');
  });
});

describe('sue has named a deputy for a day', () => {
  beforeEach(() => {
    boundBy('ann');
    dock.recount(finding, 'bob', 268);
    dock.nameDeputy('sue', 'cho', 24);
  });

  it('lets him approve', () => {
    dock.approve(finding, 'cho', false);
    expect(dock.finding('WEIGHT_LOW').state).toBe('void');
  });

  it('does not let him approve after she was removed', () => {
    const change = { kind: 'operator-removed', operator: 'sue' } as const;
    const entry = { kind: 'register-changed', body: { change, operator: 'tanaka', approvedBy: 'sato' } } as const;
    dock.act(() => ({ entries: [entry], effects: [], result: {} }));
    dock.approve(finding, 'cho', false);
    expect(dock.finding('WEIGHT_LOW').state).toBe('recounted');
  });
});
