// How an intake at the dock without a reader begins by touch: signed in, the check weight passed, the lot's job open.
import type { DemoLot } from '../../simulators/demo/demoLots.ts';
import { AIKO } from './people.ts';
import type { ScreenStage } from './stage.ts';
import type { Tablet } from './tablet.ts';

/** Headquarters announces `lot`, and Aiko takes it up at `dock`. */
export async function openJobByTouch(stage: ScreenStage, lot: DemoLot, dock: string): Promise<Tablet> {
  await stage.announce(lot);
  const tablet = await stage.tablet({ route: `#/station/${dock}` });
  await tablet.signIn(AIKO);
  await tablet.says('guidance.check-start');
  await tablet.page.getByRole('button', { name: tablet.text('check.start') }).click();
  await tablet.says('guidance.check-place');
  await stage.putCheckWeight(dock);
  await tablet.says('guidance.check-remove');
  await stage.takeOff(dock);
  await tablet.says('guidance.choose-job');
  await tablet.page.getByRole('button', { name: tablet.text('job.start') }).click();
  return tablet;
}
