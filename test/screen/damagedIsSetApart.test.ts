// What no instrument sees: somebody looks again for what was missing; a damaged drum is reported, set apart, decided
// on, and brought back by two supervisors at one tablet.
import { expect } from 'vitest';
import { waitForPageState } from '../../simulators/demo/stationSteps.ts';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { KENJI, MIKA } from './people.ts';
import { scenario } from './scenario.ts';

const whole = lotFor({ lot: 'LOT-26-321', dock: 'dock-1', announced: 1 });
const short = lotFor({ lot: 'LOT-26-322', dock: 'dock-1', announced: 2, mishaps: { 1: 'absent' } });
const [drum] = whole.notice.packages;
if (!drum) throw new RangeError('the lot is empty');

scenario('what is missing is looked for again, and what is damaged is set apart', [whole, short], async (stage) => {
  await stage.announce(whole, short);
  await stage.work(whole, 'dock-1');
  await stage.work(short, 'dock-1');
  const missing = await waitForPageState(stage.sceneAt('dock-1'), 'a missing package', (state) =>
    state.lots.flatMap(({ findings }) => findings).find(({ code }) => code === 'MISSING_PACKAGE'),
  );
  const tablet = await stage.tablet({ route: `#/case/${missing.finding}` });
  const { page } = tablet;
  await tablet.signIn(MIKA);
  await tablet.touch('case.look-again.not-there');
  await tablet.shows('case.done');
  expect(entriesOf(stage.folder, 'finding-recounted').map(({ body }) => body)).toMatchObject([
    { finding: missing.finding, operator: MIKA.operator },
  ]);

  await tablet.goTo('#/cases');
  await tablet.touch('cases.report');
  await tablet.touch('finding.DAMAGED_PACKAGE');
  await tablet.scan(drum.mark);
  await page.getByLabel(tablet.text('report.note')).fill('dented by the fork');
  await tablet.touch('report.do');
  await tablet.shows('case.state.open');
  const damaged = entriesOf(stage.folder, 'finding')
    .map(({ body }) => body as { finding: string; code: string; note: string })
    .find(({ code }) => code === 'DAMAGED_PACKAGE');
  expect(damaged?.note).toBe('dented by the fork');
  await stage.headquarters.decideFinding(damaged?.finding ?? '', 'accept', 'the lid is tight');
  await tablet.shows('decision.accept');
  // All the same: until somebody has looked at the lid.
  await tablet.touch('case.quarantine.do');
  await tablet.touch('case.quarantine.sure');
  await expect.poll(() => entriesOf(stage.folder, 'package-quarantined').length).toBe(1);

  await tablet.goTo('#/cases');
  await tablet.touch('cases.quarantined');
  await tablet.touch('case.lift.do');
  await expect.poll(() => entriesOf(stage.folder, 'second-person-asked').length).toBe(1);
  await tablet.touch('case.lift.second');
  await tablet.second(KENJI);
  await tablet.shows('quarantine.none');
  expect(entriesOf(stage.folder, 'quarantine-lifted').map(({ body }) => body)).toMatchObject([
    { package: drum.package, askedBy: MIKA.operator, operator: KENJI.operator },
  ]);
  expect(await page.getByRole('banner').innerText()).toContain(MIKA.name);
});
