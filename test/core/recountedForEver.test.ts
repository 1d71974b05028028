// A second weighing disagreed too, the drum is in quarantine: and the case goes on asking for the next recount, until
// nobody at the base is left who had no hand in it.
import { beforeAll, describe, expect, it } from 'vitest';
import { findNextCaseStep } from '../../agent/screen/rooms/cases/caseSteps.ts';
import { CaseDock, epcOf } from './caseScenes.ts';

describe('after a second disagreement', () => {
  let dock: CaseDock;
  let finding = '';

  beforeAll(() => {
    dock = CaseDock.judged(268, 238);
    finding = dock.finding('WEIGHT_LOW').id;
    dock.recount(finding, 'bob', 238, [epcOf(2)]);
    dock.onScale = null;
  });

  it('the drum is in quarantine and the case is open', () => {
    expect([dock.drum(2).state, dock.finding('WEIGHT_LOW')]).toMatchObject([
      'quarantined',
      { recounts: 1, state: 'open' },
    ]);
  });

  it('the case offers no recount', () => {
    expect(dock.view(finding).can).not.toContain('recount');
  });

  it('the page says that headquarters decides', () => {
    expect(findNextCaseStep(dock.view(finding))).toBe('headquarters');
  });

  it('nobody weighs it once more', () => {
    expect(dock.announce({ kind: 'recount', finding }, 'cho')).toHaveProperty('refusal');
  });
});
