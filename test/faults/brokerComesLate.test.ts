// The agent starts with no broker and with every instrument unplugged: it runs and says so. Instruments come, then the
// broker; later the broker is killed in the middle of the work, again and again, and comes back empty. Headquarters has
// each entry once.
import { afterEach, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { BROKERS, openAedes, type TestBroker } from '../headquarters/brokers.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { agreed, closeAfterTest, expectedFindings, openScene, type Scene, until, workLot } from './scene.ts';

/**
 * Debian's mosquitto, a process that can really be killed; where it is not installed, the embedded broker with its
 * sockets cut.
 */
const openBroker =
  BROKERS.find(({ name, missing }) => name.startsWith('mosquitto') && missing === '')?.open ?? openAedes;

let broker: TestBroker | undefined;

afterEach(() => broker?.close());

const instrumentsOf = (stations: Scene['stage']['stations']): string[] =>
  stations.flatMap(({ scale, reader }) => [scale.id, ...(reader === null ? [] : [reader])]);
const shown = ({ stage }: Scene): StateView | null => stage.page.latestState() as StateView | null;

const OUTAGES = 3;
/** Sealing and publishing take some ten milliseconds. */
const PUBLISHED_AFTER_MS = 500;

async function openWithNothing(to: TestBroker, onAgentLine: (line: string) => void): Promise<Scene> {
  return openScene({
    seed: 'late',
    onAgentLine,
    brokerPort: Number(new URL(to.url).port),
    beforeAgentStart: async ({ world, stations }) => {
      for (const instrument of instrumentsOf(stations)) await world.sendMove({ do: 'unplug', instrument });
      await to.kill();
    },
  });
}

/** Runs, shows every scale as absent and the link as not there, with a reason. */
async function expectSaysSo(scene: Scene): Promise<void> {
  const view = (): StateView | null => shown(scene);
  await until(
    () =>
      view()?.stations.every(
        ({ guidance, noReading }) => guidance.key === 'scale-absent' && noReading === 'port-absent',
      ) ?? false,
    view,
  );
  await until(
    () => view()?.link.state === 'connecting' && view()?.link.trouble !== 'connecting for the first time',
    view,
  );
  const now = view();
  expect(now?.stations.map(({ reading }) => reading)).toEqual(now?.stations.map(() => null));
  expect(now?.stations.every(({ scale }) => scale.trouble.startsWith('port-absent: '))).toBe(true);
  expect(now?.link.trouble).toMatch(/refused|ended|closed|reset/i);
  expect(now?.link.waiting).toBe(now?.ledger.entries);
  expect((await fetch(`${scene.stage.agent.url()}/healthz`)).status).toBe(200);
}

it('starts with nothing, connects to what comes, and loses nothing with the broker', async () => {
  broker = await openBroker();
  let recorded = (): void => undefined;
  const nextRecorded = (): Promise<void> => new Promise((resolve) => (recorded = resolve));
  const scene = await openWithNothing(broker, (line) => line.startsWith('recorded ') && recorded());
  closeAfterTest(scene);
  const { stage, plans } = scene;
  const view = (): StateView | null => shown(scene);
  const pid = stage.agent.pid();
  await expectSaysSo(scene);

  for (const instrument of instrumentsOf(stage.stations)) await stage.world.sendMove({ do: 'replug', instrument });
  await until(
    () =>
      view()?.stations.every(({ reading, guidance }) => reading !== null && guidance.key === 'check-start') ?? false,
    view,
  );
  const work = Promise.race([Promise.all(plans.map((plan) => workLot(scene, plan))), stage.processDied]);
  await broker.restart();
  await until(() => view()?.link.state === 'open', view, 45_000);

  for (let outage = 0; outage < OUTAGES; outage += 1) {
    // What a broker has taken, and nobody fetched, dies with it: its PUBACK proved nothing.
    const unfetched = outage === 1;
    if (unfetched) await stage.headquarters.kill();
    // Killed as soon as a weighing is recorded, else: its envelope is on the way or about to leave.
    await Promise.race([nextRecorded(), work]);
    if (unfetched) await delayBy(createSimulatorClock(), PUBLISHED_AFTER_MS);
    await broker.kill();
    await until(() => view()?.link.state === 'connecting', view);
    // Without a broker the dock goes on: what is weighed now waits.
    if (outage === 0) await Promise.all([nextRecorded(), until(() => (view()?.link.waiting ?? 0) > 0, view)]);
    await broker.restart();
    if (unfetched) await stage.headquarters.start();
    await until(() => view()?.link.state === 'open', view, 45_000);
  }
  await work;

  const outcome = await agreed(scene);
  const entries = await expectEachOnce(scene, outcome);
  expect(entries.filter(({ entry }) => entry.kind === 'agent-started')).toHaveLength(1);
  expect(stage.agent.pid()).toBe(pid);
  for (const [index, plan] of plans.entries())
    expect(outcome.lots[index]).toMatchObject({ findings: expectedFindings(plan, stage.random) });
  await expectProven(stage.folder);
});
