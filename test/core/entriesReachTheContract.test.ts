// A day with every kind of delivery: its entries are of the contract's form, the ledger on disk takes them, its book is
// the one that was decided on, and verification folds them to the same again.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serializeCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { RecordKind } from '../../agent/core/model/book.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { entryBodySchemas } from '../../agent/link/contract/entrySchemas.ts';
import { verifyLedger } from '../../agent/ledger/ledgerVerification.ts';
import { newFolder, openTestLedger } from '../ledger/rig.ts';
import { drum, notice, SCALE } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { BRIDGE, MultiStationBase } from './multiStationBase.ts';

function day(): MultiStationBase {
  const base = new MultiStationBase();
  const goods = base.unannounced();
  base.place(268, { tags: [drum(1).epcHex] });
  base.hold('DRUM 1');
  base.lift();
  base.closeAt(goods);
  base.order(notice([1, 2, 3, 4, 5, 6].map((n) => drum(n))));
  base.open();
  const { group } = base.form(['DRUM 2', 'DRUM 3']) as { group: string };
  base.place(540, { scale: SCALE });
  base.lift().split(group);
  base.place(268, { tags: [drum(2).epcHex] });
  base.lift();
  base.type(base.job, 'CO-1-3', 268);
  base.order(
    { kind: 'intake-amendment', lot: 'CO-1', add: [drum(7)], drop: ['CO-1-4'], totalGrossMg: null },
    { order: 'amend-1' },
  );
  base.move(base.job, 'dock-2');
  const visit = base.arrive('TK 1');
  base.pass(visit, 12_000);
  base.unload(visit, 'CO-1', ['DRUM 5', 'DRUM 6', 'DRUM 7']);
  base.announcePass(visit);
  base.place(10_900, { station: 'bridge', scale: BRIDGE });
  base.place(11_200, { station: 'bridge', scale: BRIDGE, rises: true });
  base.lift('bridge');
  base.order(notice([drum(9, { package: 'CO-2-1', mark: 'OTHER' })], { lot: 'CO-2' }));
  base.order({ kind: 'cancellation', cancels: 'order-CO-2' });
  base.closeAt(base.job);
  return base;
}

const RECORDS: RecordKind[] = [
  'lot',
  'package',
  'job',
  'weighing',
  'finding',
  'foreign',
  'station',
  'group',
  'visit',
  'pair',
  'order',
];

/** Clocks, hashes and the epoch are the ledger's own. */
function timeless(record: unknown): string {
  return serializeCanonicalJson(record).replaceAll(
    /"(?:arrived|at)":\{[^}]*\}|"(?:wallMs|hash|epoch)":("\w+"|\d+)/g,
    '',
  );
}

it('is the same in memory, on disk and verified', () => {
  const base = day();
  expect(base.bodies('verdict')).toMatchObject([{ verdict: 'discrepant', announced: 6, found: 6 }]);
  expect(base.packages().reduce((sum, { netMg }) => sum + (netMg ?? 0), 0)).toBe((250 + 250 + 250 + 800 - 3 * 18) * KG);
  for (const { kind, body } of base.ledger.entries) {
    // The scene's orders and keys are not signed by anybody.
    if (kind === 'order-received' || kind === 'epoch-opened') continue;
    expect([kind, entryBodySchemas[kind].safeParse(JSON.parse(JSON.stringify(body))).error?.issues ?? []]).toEqual([
      kind,
      [],
    ]);
  }
  const dir = newFolder();
  const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION });
  for (const { kind, body, seq } of base.ledger.entries)
    ledger.transact(`c:${seq}`, () => ({ entries: [{ kind, body } as never], effects: [], result: {} }));
  for (const kind of RECORDS) {
    for (const record of base.ledger.all(kind))
      expect(timeless(ledger.book.get(kind, record.id))).toBe(timeless(record));
  }
  ledger.close();
  const found = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold, foldVersion: FOLD_VERSION });
  // The scene's first entry names no real keys; everything else is whole, the book included.
  expect(found.discrepancies.filter(({ seq }) => seq !== 1)).toEqual([]);
});
