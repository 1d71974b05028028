// Somebody goes for a package of a release and it is not in its place: the release goes on without it and the book
// keeps it.
import { expect, it } from 'vitest';
import { EPC, ReleaseDock } from './releaseScenes.ts';

it('is found missing, is short, and counts until headquarters decides', () => {
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] });
  dock.weigh(268, [EPC(1)]);
  dock.missing('CO-1-2');
  expect(dock.findings()).toEqual([['MISSING_PACKAGE', 'CO-1-2']]);
  expect(dock.missing('CO-1-2')).toMatchObject({ refusal: 'package-held' });
  expect(dock.missing('CO-1-3')).toMatchObject({ refusal: 'not-in-release' });
  dock.closeBy('ann');
  expect(dock.closeBy('bob')).toMatchObject({ released: 1, short: 1 });
  expect(dock.openCodes().sort()).toEqual(['MISSING_PACKAGE', 'UNDER_RELEASE']);
  expect([dock.package('CO-1-2').state, dock.package('CO-1-2').held, dock.netMg()]).toEqual([
    'stored',
    true,
    500_000_000,
  ]);
  // And no other release takes it.
  dock.order(
    {
      kind: 'release-order',
      release: 'R-2',
      regime: 'emergency',
      recipient: 'W',
      selection: { kind: 'by-packages', packages: ['CO-1-2'] },
    },
    { order: 'rel-2' },
  );
  expect(dock.bodies('order-refused')).toHaveLength(1);
});
