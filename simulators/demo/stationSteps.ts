// Moves of hands and buttons at one station that every act of the demo uses: look at the page until it says something,
// press, weigh one thing and answer the screen.
import { createSimulatorClock } from '../runtime/simulatorClock.ts';
import type { StaffPage } from '../staff/staffPage.ts';
import type { PageState, PageStation, StaffCommand } from '../staff/pageDocuments.ts';
import type { DemoRun } from './demoRun.ts';

/** How often the page is looked at. */
export const LOOK_MS = 250;
const WAIT_LIMIT_MS = 45_000;

/** Who acts where; `page` is that of the person. */
export interface StepContext {
  run: DemoRun;
  page: StaffPage;
  station: string;
}

export function findOwnStation({ page, station }: StepContext): PageStation | undefined {
  return page.latestState()?.stations.find((candidate) => candidate.station === station);
}

/** Looks at the page until it shows what is wanted. */
export async function waitForPageState<T>(
  context: StepContext,
  what: string,
  seen: (state: PageState) => T | undefined | null | false,
): Promise<T> {
  const clock = createSimulatorClock();
  const endMs = clock.monotonicMs() + WAIT_LIMIT_MS;
  for (;;) {
    context.run.testbed.stop.throwIfAborted();
    const state = context.page.latestState();
    const found = state ? seen(state) : undefined;
    if (found) return found;
    if (clock.monotonicMs() > endMs)
      throw new Error(
        `${context.station}: ${what} did not come; the screen says ${JSON.stringify(findOwnStation(context)?.guidance)}`,
      );
    await context.page.waitForChange(LOOK_MS);
  }
}

export const waitForGuidance = (context: StepContext, ...keys: string[]): Promise<PageStation> =>
  waitForPageState(context, keys.join(' or '), () => {
    const station = findOwnStation(context);
    return station && keys.includes(station.guidance.key) ? station : undefined;
  });

export async function sendDemoCommand(context: StepContext, command: StaffCommand): Promise<Record<string, unknown>> {
  const answer = await context.page.sendCommand(command);
  if (answer.kind === 'refused')
    throw new Error(`${context.station}: ${command.kind} was refused: ${answer.code} ${answer.message}`);
  return answer.result;
}

export async function openDemoJob(context: StepContext, subject: string): Promise<string> {
  const order = await waitForPageState(context, `an order for ${subject}`, (state) =>
    state.orders.find((candidate) => candidate.subject === subject && candidate.state === 'open'),
  );
  const { job } = await sendDemoCommand(context, { kind: 'open-job', order: order.order, station: context.station });
  return String(job);
}

/** Whatever the reader did not see is scanned. */
export async function weighAndIdentify(context: StepContext, item: string, mark: string): Promise<PageStation> {
  await context.run.testbed.world.sendMove({ do: 'place', package: item, station: context.station });
  const station = await waitForGuidance(context, 'recorded-remove', 'park-package', 'scan-package');
  if (station.guidance.key !== 'scan-package') return station;
  await sendDemoCommand(context, {
    kind: 'identify',
    station: context.station,
    code: mark,
    typed: false,
    weighing: station.load?.weighing ?? null,
  });
  return waitForGuidance(context, 'recorded-remove', 'park-package');
}
