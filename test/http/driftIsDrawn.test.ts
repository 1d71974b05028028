// The charts of drift: a point after each judged lot, the newest 500, and none of a lot that is not decided.
import { expect, it } from 'vitest';
import type { DriftView } from '../../agent/core/views/lookupViews.ts';
import { viewDrift } from '../../agent/core/views/driftView.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { CaseDock } from '../core/caseScenes.ts';
import type { Dock } from '../core/intakeScenes.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { answered, Archive } from './lookUpScenes.ts';

/** Lots of one drum each; all of them are a little heavy. */
function deliver(dock: Dock, lots: { lot: string; kg: number }[]): void {
  for (const { lot, kg } of lots) {
    const epcHex = Buffer.from(lot).toString('hex').toUpperCase().padEnd(24, '0');
    dock.order(notice([drum(1, { package: `${lot}-1`, mark: `${lot} 1`, epcHex })], { lot }));
    dock.open(lot);
    dock.weigh(kg, [epcHex]);
    dock.onScale = null;
    dock.close();
  }
}

async function chart(archive: Archive, id: string): Promise<DriftView | undefined> {
  return (await answered(archive.lookUp.drift())).find((one) => one.id === id);
}

it('a scale and a consignor, a point after each verdict with its time and sums', async () => {
  const dock = new CaseDock();
  deliver(dock, [
    { lot: 'L-1', kg: 268.4 },
    { lot: 'L-2', kg: 268.4 },
  ]);
  const archive = new Archive().keep(dock.ledger.entries);
  const views = await answered(archive.lookUp.drift());
  expect(views.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ['scale/scale-1', 'scale', 'scale-1'],
    ['consignor/C-1', 'consignor', 'C-1'],
  ]);
  const verdicts = dock.ledger.entries.filter(({ kind }) => kind === 'verdict');
  const [view] = views;
  expect(view?.points.map(({ seq, lot }) => [seq, lot])).toEqual([
    [verdicts[0]?.seq, 'L-1'],
    [verdicts[1]?.seq, 'L-2'],
  ]);
  expect(view?.points[0]?.atWallMs).toBe(archive.ledger.entryAt(verdicts[0]?.seq ?? 0)?.entry.at.wallMs);
  const [first = 0, second = 0] = view?.points.map(({ highPermille }) => highPermille) ?? [];
  expect(first).toBeGreaterThan(0);
  expect(second).toBe(2 * first);
  expect(view).toMatchObject({ comparisons: 2, limitPermille: 5_000, alarm: false });
  expect(view?.points.map(({ lowPermille }) => lowPermille)).toEqual([0, 0]);
});

it('the verdict that raised the alarm is the last point beyond the limit; the next begins anew', async () => {
  const dock = new CaseDock();
  const many = Array.from({ length: 30 }, (_, n) => ({ lot: `L-${n}`, kg: 268.6 }));
  let archive = new Archive();
  for (const one of many) {
    deliver(dock, [one]);
    archive.keep(dock.ledger.entries);
    if (dock.ledger.kinds().includes('drift-alarm')) break;
  }
  const alarmed = await chart(archive, 'scale/scale-1');
  expect(alarmed).toMatchObject({ alarm: true, comparisons: 0 });
  expect(alarmed?.points.at(-1)?.highPermille).toBeGreaterThan(5_000);
  deliver(dock, [{ lot: 'NEXT', kg: 268.6 }]);
  archive = archive.keep(dock.ledger.entries);
  const next = await chart(archive, 'scale/scale-1');
  expect(next).toMatchObject({ alarm: false, comparisons: 1 });
  expect(next?.points.at(-1)).toMatchObject({ lot: 'NEXT' });
  expect(next?.points.length).toBe((alarmed?.points.length ?? 0) + 1);
});

it('a lot with an open finding shows no point until it is decided', async () => {
  const dock = new CaseDock();
  deliver(dock, [{ lot: 'L-1', kg: 268.4 }]);
  dock.order(notice([drum(1), drum(2)]));
  dock.open();
  dock.weigh(268.2, [drum(1).epcHex]);
  dock.weigh(238, [drum(2).epcHex]);
  dock.onScale = null;
  dock.close();
  const lots = async (): Promise<string[] | undefined> =>
    (await chart(new Archive().keep(dock.ledger.entries), 'scale/scale-1'))?.points.map(({ lot }) => lot);
  expect(dock.ledger.book.get('drift', 'scale/scale-1')).toMatchObject({ judged: 2 });
  expect(await lots()).toEqual(['L-1']);
  const { id } = dock.finding('WEIGHT_LOW');
  dock.recount(id, 'bob', 268);
  expect(await lots()).toEqual(['L-1']);
  dock.approve(id, 'sue');
  expect(await lots()).toEqual(['L-1', 'CO-1', 'CO-1']);
});

it('the newest 500 are kept, in order, and what is kept does not grow', () => {
  const dock = new CaseDock();
  deliver(
    dock,
    Array.from({ length: 510 }, (_, n) => ({ lot: `L-${n}`, kg: 268 })),
  );
  expect(dock.ledger.all('driftPoint').filter(({ chart: of }) => of === 'scale/scale-1')).toHaveLength(500);
  const sums = dock.ledger.book.get('drift', 'scale/scale-1');
  expect(sums).toMatchObject({ judged: 510 });
  if (!sums) return;
  const { points } = viewDrift(sums, { book: dock.ledger.book, charts: 2, hidden: new Set() });
  expect(points).toHaveLength(500);
  const seqs = points.map(({ seq }) => seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect([points[0]?.lot, points.at(-1)?.lot]).toEqual(['L-10', 'L-509']);
  expect(viewDrift(sums, { book: dock.ledger.book, charts: 80, hidden: new Set() }).points).toEqual(points.slice(-250));
});

it('nothing was judged yet', async () => {
  expect(await answered(new Archive().keep(new MemoryLedger().entries).lookUp.drift())).toEqual([]);
});
