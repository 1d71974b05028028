// The agent starts with no broker and with every instrument unplugged: it runs and says so. Instruments come, then the broker; later
// the broker is killed in the middle of the work and comes back empty. Headquarters has each entry once.
import { afterEach, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/view.ts';
import { agree } from '../../simulators/demo/play.ts';
import { BROKERS, openAedes, type TestBroker } from '../headquarters/brokers.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { expectedFindings, openScene, type Scene, until, workLot } from './scene.ts';

/** Debian's mosquitto, a process that can really be killed; where it is not installed, the embedded broker with its sockets cut. */
const openBroker = BROKERS.find(({ name, missing }) => name.startsWith('mosquitto') && missing === '')?.open ?? openAedes;

let broker: TestBroker | undefined;

afterEach(() => broker?.close());

const instrumentsOf = (stations: Scene['stage']['stations']): string[] => stations.flatMap(({ scale, reader }) => [scale.id, ...(reader === null ? [] : [reader])]);
const shown = ({ stage }: Scene): StateView | null => stage.page.state() as StateView | null;

async function openWithNothing(to: TestBroker): Promise<Scene> {
  return openScene({
    seed: 'late',
    brokerPort: Number(new URL(to.url).port),
    beforeAgent: async ({ world, stations }) => {
      for (const instrument of instrumentsOf(stations)) await world.move({ do: 'unplug', instrument });
      await to.kill();
    },
  });
}

/** Runs, shows every scale as absent and the link as not there, with a reason. */
async function expectSaysSo(scene: Scene): Promise<void> {
  const view = (): StateView | null => shown(scene);
  await until(() => view()?.stations.every(({ guidance, noReading }) => guidance.key === 'scale-absent' && noReading === 'port-absent') ?? false, view);
  await until(() => view()?.link.state === 'connecting' && view()?.link.trouble !== 'connecting for the first time', view);
  const now = view();
  expect(now?.stations.map(({ reading }) => reading)).toEqual(now?.stations.map(() => null));
  expect(now?.stations.every(({ scale }) => scale.trouble.startsWith('port-absent: '))).toBe(true);
  expect(now?.link.trouble).toMatch(/refused|closed|ECONN|reset/i);
  expect(now?.link.waiting).toBe(now?.ledger.entries);
  expect((await fetch(`${scene.stage.agent.url()}/healthz`)).status).toBe(200);
}

it('starts with nothing, connects to what comes, and loses nothing with the broker', async () => {
  broker = await openBroker();
  const scene = await openWithNothing(broker);
  const { stage, plans } = scene;
  const view = (): StateView | null => shown(scene);
  const pid = stage.agent.pid();
  await expectSaysSo(scene);

  for (const instrument of instrumentsOf(stage.stations)) await stage.world.move({ do: 'replug', instrument });
  await until(() => view()?.stations.every(({ reading, guidance }) => reading !== null && guidance.key === 'check-start') ?? false, view);
  const work = Promise.race([Promise.all(plans.map((plan) => workLot(scene, plan))), stage.died]);
  await broker.restart();
  await until(() => view()?.link.state === 'open', view, 45_000);

  await until(() => scene.printed.length >= 3, view, 60_000);
  await broker.kill();
  await until(() => view()?.link.state === 'connecting', view);
  const before = scene.printed.length;
  // Without a broker the dock goes on: what is weighed now waits.
  await until(() => scene.printed.length >= before + 2 && (view()?.link.waiting ?? 0) > 0, view, 60_000);
  await broker.restart();
  await work;

  const outcome = await agree(scene.play);
  const entries = await expectEachOnce(scene, outcome);
  expect(entries.filter(({ entry }) => entry.kind === 'agent-started')).toHaveLength(1);
  expect(stage.agent.pid()).toBe(pid);
  for (const [index, plan] of plans.entries()) expect(outcome.lots[index]).toMatchObject({ findings: expectedFindings(plan, stage.seed) });
  await expectProven(stage.folder);
  await scene.close();
});
