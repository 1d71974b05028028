// Nobody was signed in at some weighings: the verdict says at how many, and headquarters counts them itself.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatStockReport } from '../../agent/headquarters/desk/reportText.ts';
import { asFindingId, asJobId, asLotId, asOperatorId, asOrderId } from '../../agent/core/model/ids.ts';
import { judgeLot } from '../../agent/core/verdict/lotVerdict.ts';
import { viewLot } from '../../agent/core/views/stationView.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries, deliverOrders } from './entryDelivery.ts';
import { type DockCommandWriter } from './dockCommandWriter.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';
import { notice, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

const KG = 1_000_000;
/** 250 kg net, as announced. */
const GROSS_MG = 268_400_000;
let rig: LinkRig;
let headquarters: RunningHeadquarters;
let dock: DockCommandWriter;

beforeEach(async () => {
  ({ rig, headquarters, dock } = openBesideHeadquarters());
  headquarters.queue(notice('L', 3), 'order-L');
  await deliverOrders(rig, headquarters);
});

afterEach(async () => {
  await rig.close();
});

const NAMES = ['L-1', 'L-2', 'L-3'] as const;

function weigh(name: string, person: string | null): void {
  dock.stand(person);
  dock.weigh(GROSS_MG);
  dock.identify(name);
  attach(name);
}

let tag = 0;
function attach(name: string): void {
  tag += 1;
  dock.attachTag(name, `3074257BF7194E42${String(tag).padStart(8, '0')}`);
}

it('counts what each figure rests on, not what was taken back', async () => {
  dock.open('order-L');
  dock.stand(null);
  const first = dock.weigh(GROSS_MG);
  dock.identify('L-1');
  dock.reverse(first);
  weigh('L-1', 'ann');
  weigh('L-2', null);
  weigh('L-3', null);
  dock.close();
  await deliverEntries(rig, headquarters);
  const report = headquarters.report();
  expect(report.lots).toMatchObject([{ headquartersVerdict: 'verified', weighedByNobody: 2, agrees: true }]);
  expect(formatStockReport(report).join('\n')).toContain('weighed with nobody signed in: 2');
  const lot = rig.ledger.book.get('lot', 'L');
  expect(lot && viewLot(rig.ledger.book, lot).verdict?.weighedByNobody).toBe(2);
});

it('counts both passes of a vehicle, each once', async () => {
  const writer = createLoadEntryWriter(rig);
  const job = dock.open('order-L');
  writer.stand(null);
  writer.vehicle({ job, lot: 'L' }, [...NAMES], {
    beforeMg: 900 * KG + 3 * GROSS_MG,
    afterMg: 900 * KG,
    scanned: true,
  });
  NAMES.forEach(attach);
  dock.close();
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().lots).toMatchObject([{ weighedByNobody: 2, agrees: true }]);
});

it('sees that a base says that somebody was there', async () => {
  const job = dock.open('order-L');
  for (const name of NAMES) weigh(name, name === 'L-2' ? null : 'ann');
  rig.ledger.transact('lie', (book) => {
    const judged = judgeLot(book, {
      job: { id: asJobId(job), order: asOrderId('order-L'), lot: asLotId('L') },
      operator: asOperatorId('ann'),
      newId: () => asFindingId('f'),
    });
    const entries = judged.entries.map((entry) =>
      entry.kind === 'verdict' ? { ...entry, body: { ...entry.body, weighedByNobody: 0 } } : entry,
    );
    return { entries, effects: [], result: {} };
  });
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().lots).toMatchObject([
    { weighedByNobody: 1, agrees: false, differences: ['weighedByNobody'] },
  ]);
});
