// A lorry over the weighbridge, by the page alone: full, every bag scanned as it comes off, empty. Afterwards the bags
// are moved to another place, and a seal is checked: work that is not the next step of a job.
import { expect } from 'vitest';
import { FERRO_MANGANESE } from '../../simulators/demo/demoBase.ts';
import { putLotOnLorry } from '../../simulators/demo/demoLots.ts';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { lotFor, SEED, testDocks } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO } from './people.ts';
import { scenario } from './scenario.ts';

const bridge = testDocks().find(({ id }) => id === 'bridge-1');
if (!bridge) throw new RangeError('there is no weighbridge');
const announced = putLotOnLorry(
  lotFor({ lot: 'LOT-26-291', dock: 'bridge-1', announced: 3, material: FERRO_MANGANESE }),
  bridge,
  createRandomStream(SEED),
);
// Three bags are little for a bridge: their notice says that this will do.
const lot = { ...announced, notice: { ...announced.notice, fitnessSharePpm: 100_000 } };
const { lorry } = lot;
if (lorry === null) throw new RangeError('the lot came on no lorry');
const bags = lot.notice.packages;

scenario('a lorry is weighed, its bags are scanned, moved and looked at', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.checkScales('bridge-1');
  const tablet = await stage.tablet({ route: '#/station/bridge-1' });
  const { page } = tablet;
  const overTheBridge = async (vehicle: string, empty: 'yes' | 'no'): Promise<void> => {
    await tablet.says('guidance.announce-pass');
    await page.getByLabel(tablet.text('pass.driver')).selectOption('yes');
    await page.getByLabel(tablet.text('pass.empty')).selectOption(empty);
    await page.getByRole('button', { name: /12-34/ }).click();
    await tablet.says('guidance.drive-on');
    await stage.put(vehicle, 'bridge-1');
    await tablet.says('guidance.drive-off');
    await stage.takeOff('bridge-1');
  };
  await tablet.signIn(AIKO);
  await tablet.says('guidance.choose-job');
  await page.getByText(lot.notice.lot).first().waitFor();

  await tablet.openAct('vehicle');
  await page.getByLabel(tablet.text('action.field.plates')).fill('tokyo 100 a 12-34');
  await tablet.touch('action.vehicle.do');
  await overTheBridge(lorry.loaded.id, 'no');
  await tablet.says('guidance.unload');
  await tablet.scanFast(bags.map(({ mark }) => mark));
  await expect.poll(() => entriesOf(stage.folder, 'vehicle-unloaded').length).toBe(bags.length);
  await overTheBridge(lorry.empty.id, 'yes');
  await tablet.says('guidance.all-weighed');
  await tablet.scan('HAKARI-CLOSE');
  await tablet.says('guidance.choose-job');
  expect(entriesOf(stage.folder, 'verdict').map(({ body }) => body)).toMatchObject([
    { lot: lot.notice.lot, verdict: 'verified', found: bags.length },
  ]);

  await tablet.openAct('relocate');
  await page.getByLabel(tablet.text('action.field.area')).selectOption({ index: 1 });
  await tablet.scanFast(bags.map(({ mark }) => mark));
  await page.getByText(`${bags.length} scanned`).waitFor();
  await tablet.scan('HAKARI-YES');
  await page
    .getByRole('status')
    .filter({ hasText: tablet.text('action.done') })
    .waitFor();
  await expect.poll(() => entriesOf(stage.folder, 'packages-relocated').length).toBeGreaterThan(0);

  await tablet.openAct('seal');
  await tablet.scan(bags[0]?.mark ?? '');
  await page.getByLabel(tablet.text('action.field.seal'), { exact: false }).first().fill('S-1');
  await page.getByLabel(tablet.text('action.field.intact')).selectOption('yes');
  await tablet.touch('action.seal.do');
  await expect.poll(() => entriesOf(stage.folder, 'seal-checked').length).toBe(1);
  expect(entriesOf(stage.folder, 'seal-checked')[0]?.body).toMatchObject({
    package: bags[0]?.package,
    operator: AIKO.operator,
  });
});
