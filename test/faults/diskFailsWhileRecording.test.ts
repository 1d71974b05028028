// The disk under the running agent answers EIO while loads are captured. The screen says "not recorded" and raises the
// alarm, the page stays alive, nobody restarts anything; when the disk works again the same weighing is recorded, once.
import { expect, it } from 'vitest';
import type { PageState, PageStation } from '../../simulators/staff/pageDocuments.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { agreed, closeAfterTest, expectedFindings, openScene, type Scene, until, workLot } from './scene.ts';
import { failDisk, whyNoStrace } from './strace.ts';

/** What the kernel answers, and how many packages were weighed before. */
const FAULTS = [
  ['fdatasync,fsync:error=EIO', 1],
  ['pwrite64:error=EIO', 2],
  ['pwrite64:error=ENOSPC', 3],
] as const;

const state = ({ stage }: Scene): PageState | null => stage.page.latestState();
const alarms = (scene: Scene): string[] => (state(scene)?.alarms ?? []).map(({ code }) => code);
const guidance = (scene: Scene): string[] => (state(scene)?.stations ?? []).map((station) => station.guidance.key);

/** The server itself must still answer, not only the page's last picture stay. */
async function expectAnswersOverHttp({ stage }: Scene): Promise<void> {
  const response = await fetch(`${stage.agent.url()}/healthz`, { signal: AbortSignal.timeout(5_000) });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ ok: true, alarms: 1 });
  const fresh = (await stage.page.readResource('/api/state')) as unknown as PageState;
  expect(fresh.alarms.map(({ code }) => code)).toEqual(['storage']);
  // The scales go on showing what they show, and no dock is told anything that the book would have to know.
  expect(fresh.stations.every(({ reading }) => reading !== null)).toBe(true);
  expect(new Set(fresh.stations.map((station) => station.guidance.key))).toEqual(new Set(['not-recorded']));
}

/** The disk fails from before a load is captured until the screen has said so; the load stays where it is. */
async function failDuringCapture(
  scene: Scene,
  { inject, weighed }: { inject: string; weighed: number },
): Promise<void> {
  const { agent } = scene.stage;
  const dock = (): PageStation | undefined => state(scene)?.stations[0];
  await until(() => dock()?.guidance.key === 'place-package' && dock()?.job?.weighed === weighed, dock, 60_000);
  const pid = agent.pid() ?? 0;
  const before = scene.printed.length;
  const disk = await failDisk(pid, inject);
  try {
    await until(
      () => alarms(scene).includes('storage') && guidance(scene).every((key) => key === 'not-recorded'),
      dock,
    );
    expect(scene.printed).toHaveLength(before);
    await expectAnswersOverHttp(scene);
  } finally {
    await disk.mend();
  }
  await until(
    () =>
      scene.printed.length > before && !alarms(scene).includes('storage') && !guidance(scene).includes('not-recorded'),
    dock,
  );
  expect(agent.pid()).toBe(pid);
}

const missing = whyNoStrace();

it.skipIf(missing !== '')(
  `says "not recorded", recovers by itself and records each weighing once${missing === '' ? '' : ` (skipped: ${missing})`}`,
  async () => {
    const scene = await openScene({ seed: 'disk' });
    closeAfterTest(scene);
    const { stage } = scene;
    const [plan] = scene.plans;
    const [lot] = scene.play.lots;
    if (!plan || !lot) throw new RangeError('the demo has lots');
    const failing = (async () => {
      for (const [inject, weighed] of FAULTS) await failDuringCapture(scene, { inject, weighed });
    })();
    // One dock alone: what fails is then the capture, and not some other dock's command.
    await Promise.race([Promise.all([workLot(scene, plan), failing]), stage.processDied]);
    const outcome = await agreed(scene, [lot]);
    const entries = await expectEachOnce(scene, outcome);
    expect(outcome.headquarters.gaps).toBe(0);
    // One life throughout; and as many weighings as loads: none was doubled or forgotten because of the disk.
    expect(entries.filter(({ entry }) => entry.kind === 'agent-started')).toHaveLength(1);
    expect(entries.filter(({ entry }) => entry.kind === 'weighing')).toHaveLength(lot.dockItems.length);
    expect(scene.printed).toHaveLength(lot.dockItems.length);
    expect(outcome.lots[0]).toMatchObject({ findings: expectedFindings(plan, stage.random), verdict: 'verified' });
    await expectProven(stage.folder);
  },
);
