// The demo as a person starts it: real processes, ptys, sockets, broker and SQLite files. All seven held kinds come in,
// by package, by group and by lorry; exactly the light bag, the missing and the foreign drum are found; drums leave, a
// count is recounted, a case is decided, a recount is refused at the bridge, somebody steps on beside a load; displays,
// base and headquarters say the same to the milligram; nothing is left running.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { buildDemoStations, planFirstLots } from '../../simulators/demo/demoBase.ts';
import { packDemoLot } from '../../simulators/demo/demoLots.ts';
import type { DemoOutcome } from '../../simulators/demo/demoOutcome.ts';
import { hakari, leftOver } from './demoProcess.ts';

const SEED = '5';
const DEMO_LIMIT_MS = 240_000;
const folder = mkdtempSync(join(tmpdir(), 'hakari-demo-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a base’s work from the scale to headquarters', { timeout: DEMO_LIMIT_MS }, async () => {
  const data = join(folder, 'data');
  const { code, out, err } = await hakari(['demo', '--once', '--json', '--seed', SEED, '--data', data]);
  expect(code, err).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(1);
  const outcome = JSON.parse(out) as DemoOutcome;

  // What was really at the docks, from the same seed: the test may know the plan, the demo's output may not.
  const seed = createRandomStream(SEED);
  const stations = buildDemoStations(seed);
  const [cobalt, chrome, tungsten] = planFirstLots(stations).map((plan) => packDemoLot(plan, seed));
  const foreign = tungsten?.dockItems.find((goods) => goods.mark.startsWith('XK-'))?.mark;
  expect(outcome.lots.slice(0, 3)).toMatchObject([
    {
      lot: cobalt?.notice.lot,
      commodity: 'Co',
      ownership: 'national',
      verdict: 'verified',
      findings: [],
      packages: { announced: 5, found: 5 },
    },
    {
      commodity: 'Cr',
      verdict: 'discrepant',
      findings: [{ code: 'WEIGHT_LOW', package: chrome?.notice.packages[1]?.package }],
      packages: { announced: 4, found: 4 },
    },
    {
      commodity: 'W',
      ownership: 'private',
      verdict: 'discrepant',
      findings: [
        { code: 'EXTRA_PACKAGE', package: foreign },
        { code: 'MISSING_PACKAGE', package: tungsten?.notice.packages[3]?.package },
      ],
      packages: { announced: 4, found: 3 },
    },
  ]);
  expect(new Set(outcome.lots.map(({ commodity }) => commodity))).toEqual(
    new Set(['Ni', 'Cr', 'W', 'Co', 'Mo', 'Mn', 'V']),
  );
  expect(outcome.lots.slice(3).map(({ verdict }) => verdict)).toEqual(['verified', 'verified', 'verified', 'verified']);
  for (const lot of outcome.lots) {
    expect(lot).toMatchObject({
      headquartersNetKg: lot.netKg,
      headquartersVerdict: lot.verdict,
      displayedNetKg: lot.netKg,
    });
    expect(Math.abs(Number(lot.trueNetKg) - Number(lot.netKg))).toBeLessThanOrEqual(Number(lot.toleranceKg));
  }
  expect(outcome.lots[1]?.findings).toEqual([
    { code: 'WEIGHT_LOW', package: chrome?.notice.packages[1]?.package, decided: true },
  ]);
  expect(outcome.releases).toMatchObject([{ release: 'REL-26-01', released: 2, short: 0 }]);
  expect(outcome.stocktakes).toEqual([{ stocktake: 'ST-26-01', agrees: true, rounds: 2 }]);
  // The weighbridge cannot see what a bag lacks; and what somebody stepped on beside is put on again.
  expect(outcome.troubles).toEqual([
    { station: 'bridge-1', says: 'scale-cannot-settle', package: chrome?.notice.packages[1]?.package },
    { station: 'dock-1', says: 'put-on-again', package: 'LOT-26-104-01' },
  ]);
  expect(outcome.lots[3]?.findings).toEqual([]);
  const { ledger, headquarters } = outcome;
  expect(headquarters).toEqual({
    applied: ledger.entries,
    duplicates: 0,
    gaps: 0,
    rejected: 0,
    differences: [],
    headHash: ledger.headHash,
  });
  expect(ledger.acknowledged).toBe(ledger.entries);

  const verified = await hakari(['verify', '--data', data, '--json']);
  // At the stop the base signs where it stands.
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true, entries: ledger.entries + 1 });
  expect(readFileSync(join(data, 'logs', 'agent.log'), 'utf8')).not.toMatch(/"level":50/);
  expect(await leftOver(data)).toEqual([]);
});

test('wrong arguments: exit code 2, nothing started, nothing written', async () => {
  const data = join(folder, 'never');
  for (const args of [['--speed', '0'], ['--json'], ['--port', '70000'], ['--sed', '1']]) {
    const { code, out, err } = await hakari(['demo', '--data', data, ...args]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('Usage: hakari demo');
  }
  expect(await readdir(folder)).not.toContain('never');
});
