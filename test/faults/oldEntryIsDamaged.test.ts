// A byte of an entry that headquarters does not have yet has rotted on the disk. The stream cannot go on; the docks can.
import type Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { openBeganStore } from '../stations/beganStore.ts';
import { createSystemRandom } from '../../agent/runtime/systemClock.ts';
import { tamper } from '../ledger/rig.ts';
import { clock } from '../stations/base.ts';
import { LinkedBase } from '../stations/linkedBase.ts';
import { type Running, running } from './processes.ts';
import { until } from './scene.ts';

const ENTRIES = 12;

interface Base {
  base: LinkedBase;
  agent: Running;
}

/** A base whose entry `seq` no longer is JSON, started where headquarters holds nothing. */
async function startedWithDamage(seq: number | null): Promise<Base> {
  const base = await new LinkedBase().plugIn();
  const { site } = base.load();
  const store = await openBeganStore({ site, software: 'test', clock, random: createSystemRandom() });
  for (let number = store.ledger.head().seq; number < ENTRIES; number += 1)
    store.ledger.transact(`run:${number}`, () => ({
      entries: [
        { kind: 'agent-started', body: { run: `run-${number}`, software: 'test', configHash: 'c', releasedWallMs: 0 } },
      ],
      effects: [],
      result: {},
    }));
  await store.close();
  if (seq !== null) tamper(site.data, (database) => damage(database, seq));
  await base.headquartersHolds({ seq: 0, hash: '0'.repeat(64) });
  const agent = running('run', '--site', base.path);
  await until(() => agent.out().includes('ready') || agent.code() !== undefined, agent.err);
  const hasSpoken = (): boolean => base.hellos > 0 || agent.err().includes('stream-stopped');
  await until(() => hasSpoken() || agent.code() !== undefined, agent.err);
  // What is read after the welcome is read at once.
  const endMs = performance.now() + 5_000;
  while (performance.now() < endMs && agent.code() === undefined)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { base, agent };
}

function damage(database: Database.Database, seq: number): void {
  const bytes = database.prepare<[number], Buffer>('SELECT bytes FROM entries WHERE seq = ?').pluck().get(seq);
  if (!bytes) throw new Error(`no entry ${seq}`);
  const rotten = Buffer.from(bytes.toString().replace('"kind"', '"kind~'));
  database.prepare('UPDATE entries SET bytes = ? WHERE seq = ?').run(rotten, seq);
}

let started: Base;
afterEach(async () => {
  await started.agent.end();
  await started.base.close();
});

/** Lines of a stack are for programmers: nobody at a base can mend anything by them. */
const stackLines = (): number =>
  started.agent
    .err()
    .split('\n')
    .filter((line) => /^\s+at /.test(line)).length;

it('no entry is damaged: the agent lives', async () => {
  started = await startedWithDamage(null);
  expect({ code: started.agent.code(), stack: stackLines() }).toEqual({ code: undefined, stack: 0 });
});

it('an entry before the last ones is damaged: the agent lives, says so, and signs nothing', async () => {
  started = await startedWithDamage(5);
  expect([started.agent.err().includes('chain-broken'), started.base.hellos]).toEqual([true, 0]);
  expect({ code: started.agent.code(), stack: stackLines() }).toEqual({ code: undefined, stack: 0 });
});

it('the last entry is damaged: if the agent does not start, it says in words why', async () => {
  started = await startedWithDamage(ENTRIES);
  expect({ code: started.agent.code() ?? 2, stack: stackLines() }).toEqual({ code: 2, stack: 0 });
});
