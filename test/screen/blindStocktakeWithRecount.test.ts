// A count by somebody who must not know what is expected: no page shows them a weight of what is counted. They misread
// one mark; somebody else recounts just that, and the count agrees.
import { expect } from 'vitest';
import { waitForGuidance, waitForPageState } from '../../simulators/demo/stationSteps.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO, BEN } from './people.ts';
import { scenario } from './scenario.ts';
import type { ScreenStage } from './stage.ts';
import type { Tablet } from './tablet.ts';

const lot = lotFor({ lot: 'LOT-26-271', dock: 'dock-1', announced: 2 });
const STOCKTAKE = 'ST-26-71';
const marks = lot.notice.packages.map(({ mark }) => mark);
const GHOST = 'NCR-271-91';

/** What the packages were announced at and what the display showed, as a page might write it. */
async function secrets(stage: ScreenStage): Promise<string[]> {
  const { verdict } = (await stage.page.readResource(`/api/lots/${lot.notice.lot}`)) as {
    verdict: { grossKg: string; netKg: string; arithmetic: { measuredKg: string; declaredKg: string }[] };
  };
  return [
    verdict.grossKg,
    verdict.netKg,
    ...verdict.arithmetic.flatMap(({ measuredKg, declaredKg }) => [measuredKg, declaredKg]),
  ].map((text) => text.replace(/(\.\d)0+$/, '$1'));
}

async function leaks(tablet: Tablet, hidden: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const route of ['#/station/dock-1', `#/lot/${lot.notice.lot}`, '#/lots', '#/history', '#/cases', '#/map']) {
    await tablet.goTo(route);
    const shown = (await tablet.page.locator('body').innerText()).replaceAll(',', '');
    found.push(...hidden.filter((kg) => shown.includes(kg)).map((kg) => `${route}: ${kg}`));
  }
  return found;
}

async function drawSample(stage: ScreenStage): Promise<void> {
  while (!(await stage.headquarters.drawSample(STOCKTAKE, 'screen'))) await delayBy(createSimulatorClock(), 250);
}

scenario('a stocktake is counted blind and recounted by somebody else', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.work(lot, 'dock-1');
  const hidden = await secrets(stage);
  expect(hidden.length).toBeGreaterThan(2);
  await stage.headquarters.queueOrders(
    [{ kind: 'stocktake-order', stocktake: STOCKTAKE, scope: { kind: 'lot-scope', lot: lot.notice.lot } }],
    'count',
  );
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  await tablet.signIn(AIKO);
  await tablet.page.getByText(STOCKTAKE).first().waitFor();
  await tablet.scan(STOCKTAKE);
  await tablet.says('guidance.sweep-goods');
  expect(await leaks(tablet, hidden)).toEqual([]);
  await tablet.goTo('#/station/dock-1');
  await tablet.scanFast([...marks, GHOST]);
  await drawSample(stage);
  const scene = stage.sceneAt('dock-1');
  const drawn = await waitForPageState(scene, 'the drawn sample', (state) =>
    state.stocktakes[0]?.toWeigh.length ? state.stocktakes[0].toWeigh : undefined,
  );
  for (const { package: id, mark } of drawn) {
    await tablet.page.getByText(tablet.text('count.to-weigh')).filter({ hasText: mark }).waitFor();
    await tablet.scan(mark);
    await tablet.says('guidance.place-named');
    await stage.put(`item-${id}`, 'dock-1');
    await tablet.says('guidance.recorded-remove');
    await stage.takeOff('dock-1');
    await waitForGuidance(scene, 'sweep-goods');
  }
  await tablet.scan('HAKARI-CLOSE');
  await tablet.says('guidance.recount-goods');

  // Whoever counted does not recount.
  await tablet.scan(marks[0] ?? '');
  await tablet.page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
  await tablet.touch('sign-out');
  await tablet.signIn(BEN);
  await tablet.says('guidance.recount-goods');
  await tablet.page
    .getByRole('listitem')
    .filter({ hasText: GHOST })
    .getByRole('button', { name: tablet.text('count.absent') })
    .click();
  await tablet.scan('HAKARI-CLOSE');
  await tablet.says('guidance.choose-job');
  expect(entriesOf(stage.folder, 'stocktake-closed').map(({ body }) => body)).toMatchObject([
    { stocktake: STOCKTAKE, rounds: 2, agrees: true, missing: [], extra: [], off: [] },
  ]);
});
