// A base could not keep the records of some loads: headquarters' report says how many, of which scale, when and why.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatStockReport } from '../../agent/headquarters/desk/reportText.ts';
import { openBesideHeadquarters } from './besideHeadquarters.ts';
import { deliverEntries } from './entryDelivery.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';
import type { LinkRig, RunningHeadquarters } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  ({ rig, headquarters } = openBesideHeadquarters());
});

afterEach(async () => {
  await rig.close();
});

it('loads whose records were given up stand in headquarters’ report until somebody asks why', async () => {
  expect(headquarters.report().givenUpRecords).toEqual([]);
  const sinceWallMs = Date.UTC(2026, 3, 1, 0, 30);
  const body = { station: 'dock-1', scale: 'scale-1', records: 48, highestMg: 268_400_000, sinceWallMs };
  createLoadEntryWriter(rig).entries([{ kind: 'load-records-given-up', body }]);
  await deliverEntries(rig, headquarters);
  const report = headquarters.report();
  const entry = rig.ledger.entryAt(rig.ledger.head().seq)?.entry;
  const until = new Date((entry?.at.wallMs ?? 0) + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const base = report.streams[0]?.base;
  expect(report.givenUpRecords).toEqual([
    { base, station: 'dock-1', scale: 'scale-1', records: 48, highestKg: '268.4', since: '2026-04-01 09:30', until },
  ]);
  expect(formatStockReport(report).find((line) => line.includes('GIVEN UP'))).toBe(
    `base ${base ?? ''}: 48 records of loads GIVEN UP on scale scale-1 at dock-1, 2026-04-01 09:30 to ${until}: ` +
      'its disk took nothing; the heaviest load 268.4 kg',
  );
  expect(report.rejected).toBe(0);
});
