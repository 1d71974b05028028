// Days of work with every act and error of the simulation: whatever the base decided bears being recomputed, by hakari
// verify and by the second verifier. What a check says of honest work is noise, and noise hides a forgery.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSimulatedBase } from '../../agent/commands/simulatedBase.ts';
import { runVerifyCommand } from '../../agent/commands/verifyCommand.ts';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import type { LedgerVerification } from '../../agent/ledger/ledgerVerification.ts';
import { simulateDays } from '../../simulators/days/simulation.ts';
import { called } from '../commands/calls.ts';

const below = mkdtempSync(join(tmpdir(), 'hakari-honest-'));
const folders: string[] = [];
const verifier = fileURLToPath(new URL('verify_format.py', import.meta.url));
const havePython = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

/** The base as it is opened, which leaves a copy of its folder when it closes. */
const openKept: typeof openSimulatedBase = async (...site) => {
  const base = await openSimulatedBase(...site);
  const close = base.close.bind(base);
  base.close = async () => {
    const copy = join(below, String(folders.length));
    cpSync(base.dataFolder, copy, { recursive: true });
    folders.push(copy);
    await close();
  };
  return base;
};

beforeAll(async () => {
  const stop = new AbortController().signal;
  const openHeadquarters = (): SimulatedHeadquarters => new SimulatedHeadquarters();
  await simulateDays({ days: 3, seed: '5', openBase: openKept, openHeadquarters, stop });
}, 120_000);
afterAll(() => rmSync(below, { recursive: true, force: true }));

it('nothing is found by either, and nothing is left open but what nobody signed', async () => {
  expect(folders.length).toBeGreaterThan(0);
  for (const data of folders) {
    const { out } = await called(runVerifyCommand, ['--data', data, '--json']);
    const found = JSON.parse(out[0] ?? '') as LedgerVerification;
    expect(found.entries).toBeGreaterThan(200);
    expect(found.discrepancies.map(({ code, detail }) => [code, detail])).toEqual([
      ['signed-words-not-checked', 'headquarters.json is not in the folder: bring the key'],
    ]);
    if (!havePython) continue;
    const second = spawnSync('python3', [verifier, join(data, 'ledger.sqlite')], { encoding: 'utf8' });
    expect(second.stderr).toBe('');
    expect(JSON.parse(second.stdout)).toMatchObject({ discrepancies: [], entries: found.entries });
  }
}, 120_000);
