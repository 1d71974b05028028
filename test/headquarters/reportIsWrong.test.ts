// What headquarters prints: stock against targets, plans, tables; and what it says to orders and files that are wrong.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readIncomingMessage } from '../../agent/link/inbox.ts';
import { formatCsvTable } from '../../agent/headquarters/desk/csvFormat.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { parseTargets } from '../../agent/headquarters/desk/stockTargets.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { notice, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dir: string;

beforeEach(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  dir = mkdtempSync(join(tmpdir(), 'hakari-report-'));
});

afterEach(async () => {
  rmSync(dir, { recursive: true, force: true });
  await rig.close();
});

async function call(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    stop: new AbortController().signal,
  };
  const code = await runHeadquarters([...args, '--dir', join(rig.dir, 'headquarters')], io);
  return { code, out, err };
}

function file(name: string, content: unknown): string {
  const path = join(dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** One lot of each owner, one without moisture and assay. */
async function stocked(): Promise<void> {
  const dockCommands = createDockCommandWriter(rig);
  const content = { moisturePpm: 0, assayPpm: 500_000 };
  const lots = [
    { ...notice('N', 2), content },
    { ...notice('P', 1), ownership: 'private' as const, content },
    notice('X', 1),
  ];
  for (const lot of lots) {
    headquarters.queue(
      { ...lot, packages: lot.packages.map((one) => ({ ...one, mark: `${lot.lot} ${one.mark}, "new"` })) },
      `order-${lot.lot}`,
    );
    await deliverOrders(rig, headquarters);
    dockCommands.open(`order-${lot.lot}`);
    for (const [index, { package: name }] of lot.packages.entries()) {
      dockCommands.weigh(268_400_000);
      dockCommands.identify(name);
      dockCommands.attachTag(
        name,
        `30742${'ABCDEF'[index] ?? ''}${lot.lot.charCodeAt(0)}7194E43000001`.padEnd(24, '0'),
      );
    }
    dockCommands.close();
  }
  await deliverEntries(rig, headquarters);
}

const TARGETS = `
frame: { days: 60, privateDays: 18 }
commodities:
  Co: { containedKgPerDay: "10", nationalDays: 42, privateDays: 18 }
procurement: [{ plan: year, commodity: Co, form: cobalt-metal, ownership: national, netKg: "1000.5" }]
`;

it('never adds private stock to national, and says what has no assay', async () => {
  await stocked();
  const { code, out } = await call('report', '--json', '--targets', file('targets.yaml', TARGETS));
  const report = JSON.parse(out[0] ?? '{}') as ReturnType<RunningHeadquarters['report']>;
  expect(code).toBe(0);
  expect(report.stock).toMatchObject([
    { ownership: 'national', packages: 3, netKg: '750', dryKg: null, containedKg: null },
    { ownership: 'private', packages: 1, netKg: '250', dryKg: '250', containedKg: '125' },
  ]);
  expect(report.targets).toMatchObject({
    frame: { days: 60, privateDays: 18 },
    cover: [
      {
        ownership: 'national',
        containedKg: '250',
        uncertifiedKg: '250',
        targetKg: '420',
        days: '25.0',
        shortKg: '170',
      },
      { ownership: 'private', containedKg: '125', uncertifiedKg: '0', targetKg: '180', days: '12.5', shortKg: '55' },
    ],
    procurement: [{ plan: 'year', plannedKg: '1000.5', orderedKg: '750', doneKg: '750', openKg: '250.5' }],
    releases: [],
  });
  expect(JSON.stringify(report)).not.toContain('"1000"');
});

it('writes tables as RFC 4180', async () => {
  await stocked();
  const { out } = await call('report', '--csv', 'stock');
  expect(out).toEqual([
    'commodity,element,form,ownership,packages,netKg,dryKg,containedKg,doubtfulKg\r',
    'Co,,cobalt-metal,national,3,750,,,0\r',
    'Co,,cobalt-metal,private,1,250,250,125,0\r',
  ]);
  expect(formatCsvTable(['a', 'b'], [{ a: 'x,"y"\n', b: null }])).toEqual(['a,b', '"x,""y""\n",']);
  expect((await call('report', '--csv', 'secrets')).code).toBe(2);
});

it('takes every kind of order and names what is wrong with one', async () => {
  const release = {
    kind: 'release-order',
    release: 'R',
    regime: 'normal',
    recipient: 'W',
    selection: { kind: 'by-lot', lot: 'N', count: null },
  };
  expect(await call('order', '--file', file('release.json', release))).toMatchObject({ code: 0 });
  const wrong = await call('order', '--file', file('wrong.json', { ...release, regime: 'whim' }));
  expect(wrong.code).toBe(2);
  expect(wrong.err[0]).toMatch(/^order refused: regime: /);
  const deposited = await call('deposit', '--name', 'D', '--file', file('release.json', release));
  expect(deposited.out).toEqual([
    expect.stringMatching(/^order [0-9a-f]{32} for test-base queued$/),
    'deposit D',
    expect.stringMatching(/^one-time code \d{10}$/),
  ]);
  expect(
    (
      await call(
        'deposit',
        '--file',
        file('count.json', { kind: 'stocktake-order', stocktake: 'S', scope: { kind: 'base-scope' } }),
      )
    ).err[0],
  ).toContain('only a release order');
  expect((await call('decide', '--finding', 'none', '--decision', 'accept')).err[0]).toContain(
    'finding none is unknown',
  );
  expect((await call('draw', '--stocktake', 'S', '--seed', '1')).err[0]).toContain('after the freeze');
});

it('hands orders out for a stick that the base can open, in their order', async () => {
  headquarters.queue(notice('A', 1), 'order-A');
  headquarters.queue(notice('B', 1), 'order-B');
  const out = join(dir, 'orders.txt');
  expect(await call('orders', '--out', out, '--base', 'test-base')).toMatchObject({
    code: 0,
    out: [`2 orders for test-base in ${out}`],
  });
  const messages = await Promise.all(
    readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => readIncomingMessage(line, rig.keys)),
  );
  expect(messages).toMatchObject([{ kind: 'order' }, { kind: 'order' }]);
});

it('reads its own sample of targets, and refuses half a milligram', () => {
  const sample = readFileSync(
    join(import.meta.dirname, '../../agent/headquarters/desk/stockTargets.example.yaml'),
    'utf8',
  );
  expect(parseTargets(sample)).toMatchObject({ frame: { days: 60, privateDays: 18 } });
  expect(parseTargets(TARGETS.replace('"10"', '"0.0000005"'))).toHaveProperty('refusal');
  expect(parseTargets('frame: 3')).toHaveProperty('refusal');
});
