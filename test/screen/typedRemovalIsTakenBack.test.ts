// What was taken out of a drum was read off a balance and typed, wrongly: it stands at its station, where one person asks to
// take it back and another confirms.
import { expect } from 'vitest';
import { sendDemoCommand } from '../../simulators/demo/stationSteps.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { KENJI, MIKA } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-293', dock: 'dock-1', announced: 1 });

scenario('what was typed as taken out is taken back by two', [lot], async (stage) => {
  const [drum] = lot.notice.packages;
  if (!drum) throw new RangeError('the lot is empty');
  await stage.announce(lot);
  await stage.work(lot, 'dock-1');
  const typed = {
    reason: 'dust',
    massKg: '0.01',
    stepKg: '0.001',
    note: 'balance 2',
    sealBefore: null,
    sealAfter: null,
  };
  const command = { kind: 'type-removal', station: 'dock-1', package: drum.package, ...typed };
  await sendDemoCommand(stage.sceneAt('dock-1'), command as never);
  const weighing = (entriesOf(stage.folder, 'removal-typed').at(-1)?.body as { weighing: string }).weighing;

  const tablet = await stage.tablet();
  await tablet.signIn(MIKA);
  await tablet.shows('typed-removals.title');
  await tablet.touch('typed-removals.take-back');
  await tablet.shows('typed-removals.asked');
  await tablet.goTo('#/cases');
  await tablet.touch('cases.requests');
  await tablet.shows('requests.what.reverse-typed');
  await tablet.touch('requests.second-here');
  await tablet.second(KENJI);
  await tablet.shows('requests.none');
  expect(entriesOf(stage.folder, 'weighing-reversed').map(({ body }) => body)).toMatchObject([
    { weighing, reason: 'operator', askedBy: MIKA.operator, operator: KENJI.operator },
  ]);
});
