// Somebody sweeps along a shelf: twenty scans back to back, faster than the agent answers. Each is counted, once.
import { expect } from 'vitest';
import { lorryOverTheBridge } from '../../simulators/demo/acts.ts';
import { FERRO_MANGANESE } from '../../simulators/demo/base.ts';
import { onLorry } from '../../simulators/demo/lots.ts';
import { seededChance } from '../../simulators/chance.ts';
import { lotFor, SEED, testDocks } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { BEN } from './people.ts';
import { scenario } from './scenario.ts';

const BAGS = 20;
const bridge = testDocks().find(({ id }) => id === 'bridge-1');
if (!bridge) throw new RangeError('there is no weighbridge');
const lot = onLorry(
  lotFor({ lot: 'LOT-26-241', dock: 'bridge-1', announced: BAGS, material: FERRO_MANGANESE }),
  bridge,
  seededChance(SEED),
);

scenario('of twenty scans back to back none is lost', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.checkScales('bridge-1', 'dock-1');
  await lorryOverTheBridge(stage.sceneAt('bridge-1').play, lot, 'bridge-1');
  await stage.headquarters.order(
    [{ kind: 'stocktake-order', stocktake: 'ST-26-41', scope: { kind: 'lot-scope', lot: lot.notice.lot } }],
    'count',
  );
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  await tablet.signIn(BEN);
  await tablet.page.getByText('ST-26-41').first().waitFor();
  await tablet.scan('ST-26-41');
  await tablet.says('guidance.count-goods');
  await tablet.scanFast(lot.notice.packages.map(({ mark }) => mark));
  await expect.poll(() => entriesOf(stage.folder, 'packages-counted').length, { timeout: 30_000 }).toBe(BAGS);
  const counted = entriesOf(stage.folder, 'packages-counted').flatMap(
    ({ body }) => (body as { packages: string[] }).packages,
  );
  expect(counted.sort()).toEqual(lot.notice.packages.map((each) => each.package).sort());
});
