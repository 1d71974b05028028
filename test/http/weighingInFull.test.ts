// A weighing's full record, as it is printed on a note: its own entry, and everything said of it later.
import { expect, it } from 'vitest';
import type { WeighingView } from '../../agent/core/views/lookupViews.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { MultiStationBase } from '../core/multiStationBase.ts';
import { ANN, answered, Archive, AUDITOR } from './lookUpScenes.ts';

async function records(archive: Archive, query: { package?: string } = {}): Promise<WeighingView[]> {
  const { weighings } = await answered(archive.lookUp.weighings(query, AUDITOR));
  const all = await Promise.all(weighings.map(({ weighing }) => answered(archive.lookUp.weighing(weighing, AUDITOR))));
  return all.flatMap((one) => one ?? []).reverse();
}

const said = ({ since }: WeighingView): string[] =>
  since.map(({ kind, detail }) => (detail === '' ? kind : `${kind} ${detail}`));

it('everything of the entry, with its hash, and whether headquarters has it', async () => {
  const dock = CaseDock.judged(268);
  const archive = new Archive().keep(dock.ledger.entries);
  const [found] = await records(archive);
  const stored = archive.ledger.entryAt(found?.seq ?? 0);
  expect(found).toMatchObject({
    hash: stored?.hash,
    epoch: archive.ledger.head().epoch,
    acknowledged: false,
    grossKg: '268',
    tareKg: '18',
    tareKind: 'declared',
    netKg: '250',
    ownPartKg: '0.5',
    fitnessSharePpm: 10_000,
    commodity: 'Co',
    form: 'cobalt-metal',
    boundBy: 'tag',
    job: 'job-CO-1',
    clockTrust: 'synchronised',
    software: 's',
    configHash: 'c',
    group: null,
    visit: null,
    scale: { class: 'III', range: 0, verified: true, ranges: [{ intervalKg: '0.2' }] },
    window: { readings: 21, durationMs: 1_000, spanKg: '0', checksummed: false, rawHex: '5354' },
    tags: [{ epcHex: epcOf(1), reads: 9, background: false }],
  });
  expect(said(found as WeighingView)).toEqual(['verdict verified']);
  archive.ledger.acknowledge(
    { seq: found?.seq ?? 0, hash: stored?.hash ?? '', incarnation: 'i', signed: 'h.s.s' },
    { back: false },
  );
  expect((await records(archive))[0]?.acknowledged).toBe(true);
  expect(await archive.lookUp.weighing('no such weighing', ANN)).toBeNull();
});

it('a case from the finding to the approval, seen from both of its weighings', async () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 268, [epcOf(2)]);
  dock.approve(id, 'sue');
  const archive = new Archive().keep(dock.ledger.entries);
  const [first, recount] = await records(archive, { package: 'CO-1-2' });
  expect(said(first as WeighingView)).toEqual([
    'finding WEIGHT_LOW',
    'verdict discrepant',
    'finding-recounted agrees',
    'finding-approved',
    'verdict verified',
  ]);
  expect(said(recount as WeighingView)).toEqual([
    'finding WEIGHT_LOW',
    'finding-recounted agrees',
    'finding-approved',
    'verdict verified',
  ]);
  expect(first?.since.map(({ operator }) => operator)).toEqual(['ann', null, 'bob', 'sue', null]);
  for (const one of [first, recount])
    expect(one?.findings).toMatchObject([{ code: 'WEIGHT_LOW', state: 'void', recounts: 1 }]);
});

it('named later, and taken back', async () => {
  const dock = new CaseDock();
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268);
  const before = new Archive().keep(dock.ledger.entries);
  expect((await records(before))[0]).toMatchObject({
    package: null,
    mark: null,
    state: 'unbound',
    tareKind: 'none',
    tareKg: '0',
    boundBy: null,
    since: [],
  });
  dock.identify('DRUM 2');
  dock.reverse(dock.onScale ?? '');
  const archive = new Archive().keep(dock.ledger.entries);
  const [found] = await records(archive);
  expect(found).toMatchObject({
    package: 'CO-1-2',
    mark: 'DRUM 2',
    state: 'reversed',
    tareKind: 'declared',
    tareKg: '18',
    netKg: '250',
    boundBy: 'scan',
  });
  expect(said(found as WeighingView)).toEqual([
    'weighing-bound CO-1-2',
    'second-person-asked',
    'weighing-reversed operator',
  ]);
});

it('what other weighings and lots were told is not told here', async () => {
  const yard = new MultiStationBase();
  yard.order(notice([drum(1)]));
  yard.order(notice([drum(91, { package: 'NI-9-1', mark: 'KEG' })], { lot: 'NI-9' }));
  yard.open();
  yard.place(268, { tags: [epcOf(1)] });
  yard.lift();
  yard.close();
  yard.open('NI-9');
  yard.place(200, { tags: [drum(91).epcHex] });
  yard.lift();
  yard.close();
  const archive = new Archive().keep(yard.ledger.entries);
  const [first, second] = await records(archive);
  expect(said(first as WeighingView)).toEqual(['verdict verified']);
  expect(said(second as WeighingView)).toEqual(['finding WEIGHT_LOW', 'verdict discrepant']);
});

it('a finding long after is told, though what lies between is not read', async () => {
  const dock = CaseDock.judged(268);
  const archive = new Archive().keep(dock.ledger.entries);
  for (let part = 0; part < 5; part += 1) archive.pad(5_000);
  dock.check(103);
  const doubted = dock.reweigh(1, 'bob', 230);
  expect(doubted).not.toHaveProperty('refusal');
  archive.keep(dock.ledger.entries);
  const turns = archive.turns;
  const [, again] = await records(archive, { package: 'CO-1-1' });
  expect(said(again as WeighingView)).toContain('finding WEIGHT_LOW');
  expect(archive.turns - turns).toBeLessThan(200);
});
