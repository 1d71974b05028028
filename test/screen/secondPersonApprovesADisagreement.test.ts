// A drum was weighed with a strap still in the hoist: too light, parked, and the scale is free at once. Another person
// weighs it again, it agrees, and a supervisor approves at the same tablet by badge and PIN, without signing anybody
// out.
import { expect } from 'vitest';
import { waitForPageState } from '../../simulators/demo/stationSteps.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { BEN, KENJI } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-261', dock: 'dock-1', announced: 2, mishaps: { 1: 'light' } });
const LIGHT_BY_MG = 30_000_000;

scenario('a second person approves a disagreement without signing the first one out', [lot], async (stage) => {
  const [, light] = lot.items;
  if (!light) throw new RangeError('the lot is too small');
  await stage.announce(lot);
  await stage.work(lot, 'dock-1');
  const scene = stage.sceneAt('dock-1');
  const { finding } = await waitForPageState(scene, 'a finding', (state) =>
    state.lots.flatMap(({ findings }) => findings).find(({ code }) => code === 'WEIGHT_LOW'),
  );
  const tablet = await stage.tablet({ route: `#/case/${finding}` });
  await tablet.signIn(BEN);
  await tablet.settled();
  // Blind: Ben is to weigh it again and must not know what it should weigh.
  await tablet.shows('case.blind');
  await tablet.page.getByRole('button', { name: /Weigh it again at Dock 1/ }).click();
  await tablet.shows('case.recount.announced');
  await tablet.goTo('#/station/dock-1');
  await tablet.says('guidance.place-named');
  await stage.world.sendMove({
    do: 'add-package',
    package: { ...light, id: 'whole', trueMassMg: light.trueMassMg + LIGHT_BY_MG },
  });
  await stage.put('whole', 'dock-1');
  await tablet.says('guidance.recorded-remove');
  await stage.takeOff('dock-1');

  await tablet.goTo(`#/case/${finding}`);
  await tablet.touch('case.approve.second');
  await tablet.second(KENJI);
  await tablet.shows('case.done');
  expect(await tablet.page.getByRole('banner').innerText()).toContain(BEN.name);
  expect(entriesOf(stage.folder, 'finding-approved').map(({ body }) => body)).toMatchObject([
    { finding, operator: KENJI.operator },
  ]);
});
