// Not one byte is left on the disk. What headquarters says is still kept, and an agent that is started serves the page,
// which says why nothing can be weighed.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateView } from '../../agent/core/views/stateView.ts';
import { LinkedBase, signedIn, stateOf } from '../stations/linkedBase.ts';
import { type Running, running } from './processes.ts';
import { until } from './scene.ts';

const mount = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', [folder]);

/** Why no small disk can be made here; empty if one can. */
function whyNoDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hakari-disk-'));
  const made = mount(folder);
  if (made) unmount(folder);
  rmSync(folder, { recursive: true });
  return made ? '' : 'a file system cannot be mounted here';
}

const missing = whyNoDisk();
const fails = missing === '' ? it.fails : it.skip;

let base: LinkedBase;
let data = '';
let agent: Running;
let token = '';
let before: StateView;

const url = (): string => /ready (\S+)/.exec(agent.out())?.[1] ?? '';

/** Large pieces first, then single bytes. */
function fill(): void {
  const file = openSync(join(data, 'fills-the-disk'), 'a');
  for (const bytes of [65_536, 4_096, 1])
    try {
      for (;;) writeSync(file, Buffer.alloc(bytes));
    } catch (error) {
      if (!String(error).includes('ENOSPC')) throw error;
    }
  closeSync(file);
}

async function start(): Promise<void> {
  agent = running('run', '--site', base.path);
  await until(() => url() !== '' || agent.code() !== undefined, agent.err);
}

beforeAll(async () => {
  if (missing !== '') return;
  base = await new LinkedBase().plugIn();
  data = join(base.folder, 'data');
  mkdirSync(data);
  if (!mount(data)) throw new Error('not mounted');
  await base.operator(base.load(), 'ann', 'operator');
  await base.headquartersHolds({ seq: 0, hash: '0'.repeat(64) });
  await start();
  token = await signedIn(url(), 'ann');
  await until(() => base.hellos > 0, agent.err);
  for (;;) {
    before = await stateOf(url(), token);
    if (before.link.state === 'open') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  fill();
});

afterAll(async () => {
  if (missing !== '') return;
  try {
    await agent.end();
  } finally {
    unmount(data);
    await base.close();
  }
});

describe('the agent was running', () => {
  it.skipIf(missing !== '')('the page is still served', async () => {
    expect(await stateOf(url(), token)).toMatchObject({ base: 'small' });
  });

  fails('an acknowledgement is kept all the same', async () => {
    const { entries, headHash } = before.ledger;
    base.acknowledge({ seq: entries, hash: headHash });
    const endMs = performance.now() + 3_000;
    let acknowledged = 0;
    while (acknowledged < entries && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      ({ acknowledged } = (await stateOf(url(), token)).ledger);
    }
    expect(acknowledged).toBe(entries);
  });
});

describe('the agent is started', () => {
  beforeAll(async () => {
    if (missing !== '') return;
    await agent.end();
    fill();
    await start();
  });

  fails('it serves the page, and says that there is an alarm', async () => {
    const health: unknown = url() === '' ? agent.err() : await (await fetch(`${url()}/healthz`)).json();
    expect(health).toMatchObject({
      base: 'small',
      alarms: expect.toSatisfy((count: number) => count > 0) as unknown,
    });
  });
});
