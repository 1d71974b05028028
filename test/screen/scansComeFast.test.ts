// Somebody sweeps along a shelf: twenty scans back to back, faster than the agent answers. Each is counted, once.
import { expect } from 'vitest';
import { receiveLorryAtBridge } from '../../simulators/demo/stockWorkSteps.ts';
import { FERRO_MANGANESE } from '../../simulators/demo/demoBase.ts';
import { putLotOnLorry } from '../../simulators/demo/demoLots.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { lotFor, SEED, testDocks } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { BEN } from './people.ts';
import { scenario } from './scenario.ts';

const BAGS = 20;
const bridge = testDocks().find(({ id }) => id === 'bridge-1');
if (!bridge) throw new RangeError('there is no weighbridge');
const lot = putLotOnLorry(
  lotFor({ lot: 'LOT-26-241', dock: 'bridge-1', announced: BAGS, material: FERRO_MANGANESE }),
  bridge,
  createRandomStream(SEED),
);

scenario('of twenty scans back to back none is lost', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.checkScales('bridge-1', 'dock-1');
  await receiveLorryAtBridge(stage.sceneAt('bridge-1').run, lot, 'bridge-1');
  await stage.headquarters.queueOrders(
    [{ kind: 'stocktake-order', stocktake: 'ST-26-41', scope: { kind: 'lot-scope', lot: lot.notice.lot } }],
    'count',
  );
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  await tablet.signIn(BEN);
  await tablet.page.getByText('ST-26-41').first().waitFor();
  await tablet.scan('ST-26-41');
  await tablet.says('guidance.sweep-goods');
  await tablet.scanFast(lot.notice.packages.map(({ mark }) => mark));
  await expect.poll(() => entriesOf(stage.folder, 'packages-counted').length, { timeout: 30_000 }).toBe(BAGS);
  const counted = entriesOf(stage.folder, 'packages-counted').flatMap(
    ({ body }) => (body as { packages: string[] }).packages,
  );
  expect(counted.sort()).toEqual(lot.notice.packages.map((each) => each.package).sort());
});
