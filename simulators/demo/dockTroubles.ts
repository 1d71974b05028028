// What goes wrong at a scale without anybody meaning it: somebody steps on beside a load, and a recount is asked of a
// scale that is too coarse for it. Each is done by hands and buttons; what the page says is noted.
import { asMassMg } from '../../drivers/contract/mass.ts';
import type { DemoLot } from './demoLots.ts';
import type { DemoRun } from './demoRun.ts';
import { delayBy, createSimulatorClock } from '../runtime/simulatorClock.ts';
import { openDemoJob, type StepContext, waitForGuidance, waitForPageState, weighAndIdentify } from './stationSteps.ts';

const PERSON_MG = asMassMg(78_400_000);
/** Long enough to be taken for a load that changed. */
const STANDS_MS = 3_500;

/** The first package of a lot is weighed, somebody steps on and off, and all of it is put on again. */
export async function stepOnBesideFirstPackage(run: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const { world } = run.testbed;
  const context: StepContext = { run, page: run.testbed.pageAt(station), station };
  const [goods] = lot.dockItems;
  const announced = lot.notice.packages[0];
  if (!goods || !announced) throw new Error(`lot ${lot.notice.lot} is empty`);
  const person = `person-${lot.notice.lot}`;
  await world.sendMove({ do: 'add-package', package: { id: person, trueMassMg: PERSON_MG, station, epcHex: null } });
  await openDemoJob(context, lot.notice.lot);
  await waitForGuidance(context, 'place-package');
  await weighAndIdentify(context, goods.item, announced.mark);
  await world.sendMove({ do: 'place', package: person, station });
  await delayBy(createSimulatorClock(), STANDS_MS);
  await world.sendMove({ do: 'remove', package: person, station });
  const { guidance } = await waitForGuidance(context, 'put-on-again');
  run.troubles.push({ station, says: guidance.key, package: announced.package });
  await world.sendMove({ do: 'remove', station });
  await waitForGuidance(context, 'place-package');
  run.print(`${station}: somebody stepped on beside ${announced.mark}: nothing is taken from that load`);
}

/** A light bag is to be weighed again on the weighbridge, which cannot see the difference. */
export async function askRecountAtBridge(run: DemoRun, lot: DemoLot, station: string): Promise<void> {
  const context: StepContext = { run, page: run.testbed.secondPage, station };
  const finding = await waitForPageState(
    context,
    `a finding of lot ${lot.notice.lot}`,
    (state) => state.lots.find((candidate) => candidate.lot === lot.notice.lot)?.findings[0],
  );
  const answer = await context.page.sendCommand({
    kind: 'announce-load',
    station,
    load: { kind: 'recount', finding: finding.finding },
  });
  const says = answer.kind === 'refused' ? answer.code : 'accepted';
  run.troubles.push({ station, says, package: finding.package });
  run.print(`${station}: a recount of ${finding.code} is asked for here: ${says}`);
}
