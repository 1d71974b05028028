// What takes two waits in a list of its own: a second person takes a weighing back whose load has left; a supervisor takes
// back what she asked for, asks again, and another does it at her tablet.
import { expect } from 'vitest';
import {
  findOwnStation,
  openDemoJob,
  sendDemoCommand,
  waitForPageState,
  weighAndIdentify,
} from '../../simulators/demo/stationSteps.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { KENJI, MIKA } from './people.ts';
import { scenario } from './scenario.ts';

const whole = lotFor({ lot: 'LOT-26-291', dock: 'dock-1', announced: 1 });
const begun = lotFor({ lot: 'LOT-26-292', dock: 'dock-1', announced: 2 });

scenario('what waits for a second person is done, or taken back', [whole, begun], async (stage) => {
  const [drum] = whole.notice.packages;
  const [item] = begun.items;
  if (!drum || !item) throw new RangeError('a lot is empty');
  await stage.announce(whole, begun);
  await stage.work(whole, 'dock-1');
  const scene = stage.sceneAt('dock-1');
  await sendDemoCommand(scene, { kind: 'quarantine', package: drum.package } as never);
  await openDemoJob(scene, begun.notice.lot);
  await weighAndIdentify(scene, item.id, begun.notice.packages[0]?.mark ?? '');
  await stage.takeOff('dock-1');
  await waitForPageState(scene, 'an empty scale', () => findOwnStation(scene)?.load === null || undefined);
  const weighing = (entriesOf(stage.folder, 'weighing').at(-1)?.body as { weighing: string }).weighing;
  await sendDemoCommand(scene, { kind: 'reverse-weighing', weighing } as never);

  const tablet = await stage.tablet({ route: '#/cases' });
  await tablet.signIn(MIKA);
  await tablet.touch('cases.requests');
  await tablet.shows('requests.what.reverse-weighing');
  await tablet.touch('requests.second');
  await tablet.shows('requests.none');
  expect(entriesOf(stage.folder, 'weighing-reversed').map(({ body }) => body)).toMatchObject([
    { weighing, reason: 'operator', operator: MIKA.operator },
  ]);

  const ask = async (): Promise<void> => {
    await tablet.goTo('#/');
    await tablet.goTo('#/cases');
    await tablet.touch('cases.quarantined');
    await tablet.touch('case.lift.do');
    await tablet.shows('quarantine.asked');
    await tablet.touch('report.back');
    await tablet.touch('cases.requests');
    await tablet.shows('requests.asked-by-you');
  };
  await ask();
  await tablet.touch('requests.withdraw');
  await tablet.shows('requests.none');
  expect(entriesOf(stage.folder, 'request-withdrawn').map(({ body }) => body)).toMatchObject([
    { act: 'lift-quarantine', subject: drum.package, reason: 'operator', operator: MIKA.operator },
  ]);
  await ask();
  await tablet.touch('requests.second-here');
  await tablet.second(KENJI);
  await tablet.shows('requests.none');
  expect(entriesOf(stage.folder, 'quarantine-lifted').map(({ body }) => body)).toMatchObject([
    { package: drum.package, askedBy: MIKA.operator, operator: KENJI.operator },
  ]);
});
