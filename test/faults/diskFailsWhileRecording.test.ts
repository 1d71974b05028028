// The disk under the running agent answers EIO while loads are captured. The screen says "not recorded" and raises the alarm, the
// page stays alive, nobody restarts anything; when the disk works again the same weighing is recorded, once.
import { expect, it } from 'vitest';
import { agree } from '../../simulators/demo/play.ts';
import { expectEachOnce, expectProven } from './expectations.ts';
import { expectedFindings, openScene, type Scene, until, workLot } from './scene.ts';
import { failDisk, whyNoStrace } from './strace.ts';

const FAULTS = [
  ['syncs', 'fdatasync,fsync:error=EIO'],
  ['writes', 'pwrite64:error=EIO'],
  ['room', 'pwrite64:error=ENOSPC'],
] as const;

const guidanceAt = ({ stage }: Scene, dock: number): string | undefined => stage.page.state()?.stations[dock]?.guidance.key;
const alarms = ({ stage }: Scene): string[] => (stage.page.state()?.alarms ?? []).map(({ code }) => code);

/** A new reading of the state, not the page's last picture: the server itself must still answer. */
async function answersOverHttp({ stage }: Scene): Promise<void> {
  const response = await fetch(`${stage.agent.url()}/healthz`, { signal: AbortSignal.timeout(5_000) });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ ok: true, alarms: 1 });
  const state = (await stage.page.read('/api/state')) as unknown as { alarms: { code: string }[]; stations: { reading: unknown }[] };
  expect(state.alarms.map(({ code }) => code)).toEqual(['storage']);
  // The scales go on showing what they show.
  expect(state.stations.every(({ reading }) => reading !== null)).toBe(true);
}

/** From the moment a load lies on a dock's scale the disk fails; mended only after the screen has said so. */
async function failDuringCapture(scene: Scene, dock: number, inject: string): Promise<void> {
  const shown = (): unknown => scene.stage.page.state()?.stations[dock];
  await until(() => guidanceAt(scene, dock) === 'hold-still', shown, 60_000);
  const before = scene.printed.length;
  const pid = scene.stage.agent.pid() ?? 0;
  const disk = await failDisk(pid, inject);
  try {
    await until(() => guidanceAt(scene, dock) === 'not-recorded' && alarms(scene).includes('storage'), shown);
    expect(scene.printed.length).toBe(before);
    await answersOverHttp(scene);
  } finally {
    await disk.mend();
  }
  await until(() => !alarms(scene).includes('storage') && guidanceAt(scene, dock) !== 'not-recorded', shown);
  await until(() => scene.printed.length > before, shown);
  expect(scene.stage.agent.pid()).toBe(pid);
}

const missing = whyNoStrace();

it.skipIf(missing !== '')(`says "not recorded", recovers by itself and records each weighing once${missing === '' ? '' : ` (skipped: ${missing})`}`, async () => {
  const scene = await openScene({ seed: 'disk' });
  const { stage, plans } = scene;
  const work = Promise.all(plans.map((plan) => workLot(scene, plan)));
  const failing = (async () => {
    for (const [index, [, inject]] of FAULTS.entries()) await failDuringCapture(scene, index, inject);
  })();
  await Promise.race([Promise.all([work, failing]), stage.died]);
  const outcome = await agree(scene.play);
  const entries = await expectEachOnce(scene, outcome);
  expect(outcome.headquarters.gaps).toBe(0);
  // One life throughout, and what was on the scales: nothing was weighed twice because of the disk.
  expect(entries.filter(({ entry }) => entry.kind === 'agent-started')).toHaveLength(1);
  const loads = scene.play.lots.reduce((total, lot) => total + lot.goods.length, 0);
  expect(entries.filter(({ entry }) => entry.kind === 'weighing')).toHaveLength(loads);
  expect(scene.printed).toHaveLength(loads);
  for (const [index, plan] of plans.entries()) expect(outcome.lots[index]).toMatchObject({ findings: expectedFindings(plan, stage.seed) });
  await expectProven(stage.folder);
  await scene.close();
});
