// What a drum weighed when it came is what its weighing on the way out is compared with: hidden from who picks it.
import { expect, it } from 'vitest';
import { viewWeighingRow, type StoredWeighing } from '../../agent/core/views/weighingView.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';
import { names } from './stocktakeScenes.ts';

/** The figure of CO-1-1's first weighing as anybody but an auditor sees it. */
function seen(dock: ReleaseDock): string | null {
  const entry = dock.ledger.entries.find((one): one is StoredWeighing => one.kind === 'weighing');
  if (!entry) throw new Error('nothing was weighed');
  return viewWeighingRow(entry, { book: dock.ledger.book, seesHidden: false }).grossKg;
}

const opened = (): ReleaseDock => ReleaseDock.opened({ kind: 'by-packages', packages: names(1) });

function released(): ReleaseDock {
  const dock = opened();
  dock.pick('CO-1-1');
  dock.weigh(268, [EPC(1)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('sue');
  return dock;
}

function onItsWayBack(): ReleaseDock {
  const dock = released();
  dock.order({ kind: 'return-notice', lot: 'CO-1', packages: names(1) }, { order: 'back-1' });
  dock.openRelease('back-1');
  return dock;
}

it('is shown once the drum has left', () => {
  const dock = released();
  expect([dock.package('CO-1-1').state, seen(dock)]).toEqual(['released', '268']);
});

it('finds the drum picked, and expected again', () => {
  const dock = opened();
  dock.pick('CO-1-1');
  expect(dock.package('CO-1-1').state).toBe('picked');
  expect(onItsWayBack().package('CO-1-1').state).toBe('expected');
});

it('is hidden while the drum is picked and not weighed yet', () => {
  const dock = opened();
  dock.pick('CO-1-1');
  expect(seen(dock)).toBeNull();
});

it('is hidden while the drum is on its way back', () => {
  expect(seen(onItsWayBack())).toBeNull();
});
