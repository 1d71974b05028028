// A package that was announced is in no part of its delivery's verdict, or in two: found, missing, still to come, or ended
// by headquarters before. (In every reachable state: test/core/bookNeverLies.test.ts.)
import { expect, it } from 'vitest';
import { viewLot } from '../../agent/core/views/stationView.ts';
import type { EntryBodies } from '../../agent/core/model/entry.ts';
import { CaseDock, epcOf } from './caseScenes.ts';
import { drum, notice } from './intakeScenes.ts';

type Division = Pick<EntryBodies['verdict'], 'announced' | 'found' | 'missing' | 'toCome' | 'ended'>;

function divided(dock: CaseDock): Division | undefined {
  const verdict = dock.verdict();
  if (!verdict) return undefined;
  const { announced, found, missing, toCome, ended } = verdict;
  return { announced, found, missing, toCome, ended };
}

/** Of three drums one is not there. */
function delivered(): CaseDock {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2), drum(3)]));
  dock.open();
  dock.weigh(268, [epcOf(1)]);
  dock.weigh(238, [epcOf(2)]);
  dock.onScale = null;
  dock.missing('CO-1-3');
  dock.close();
  return dock;
}

it('what is not there is named', () => {
  const dock = delivered();
  expect(divided(dock)).toEqual({ announced: 3, found: 2, missing: ['CO-1-3'], toCome: [], ended: [] });
  const lot = dock.ledger.book.get('lot', 'CO-1');
  expect(lot && viewLot(dock.ledger.book, lot).verdict).toMatchObject({ found: 2, missing: ['DRUM 3'], ended: [] });
});

it('what headquarters ended is asked for no more, and still named', () => {
  const dock = delivered();
  dock.decide('write-off', [dock.finding('MISSING_PACKAGE')]);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 268);
  dock.approve(id, 'sue');
  expect(divided(dock)).toEqual({ announced: 2, found: 2, missing: [], toCome: [], ended: ['CO-1-3'] });
});
