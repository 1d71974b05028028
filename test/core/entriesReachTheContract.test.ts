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
import { BRIDGE, Yard } from './yard.ts';

function day(): Yard {
  const yard = new Yard();
  const goods = yard.unannounced();
  yard.place(268, { tags: [drum(1).epcHex] });
  yard.hold('DRUM 1');
  yard.lift();
  yard.closeAt(goods);
  yard.order(notice([1, 2, 3, 4, 5, 6].map((n) => drum(n))));
  yard.open();
  const { group } = yard.form(['DRUM 2', 'DRUM 3']) as { group: string };
  yard.place(540, { scale: SCALE });
  yard.lift().split(group);
  yard.place(268, { tags: [drum(2).epcHex] });
  yard.lift();
  yard.type(yard.job, 'CO-1-3', 268);
  yard.order(
    { kind: 'intake-amendment', lot: 'CO-1', add: [drum(7)], drop: ['CO-1-4'], totalGrossMg: null },
    { order: 'amend-1' },
  );
  yard.move(yard.job, 'dock-2');
  const visit = yard.arrive('TK 1');
  yard.pass(visit, 12_000);
  yard.unload(visit, 'CO-1', ['DRUM 5', 'DRUM 6', 'DRUM 7']);
  yard.announcePass(visit);
  yard.place(10_900, { station: 'bridge', scale: BRIDGE });
  yard.place(11_200, { station: 'bridge', scale: BRIDGE, rises: true });
  yard.lift('bridge');
  yard.order(notice([drum(9, { package: 'CO-2-1', mark: 'OTHER' })], { lot: 'CO-2' }));
  yard.order({ kind: 'cancellation', cancels: 'order-CO-2' });
  yard.closeAt(yard.job);
  return yard;
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
  return serializeCanonicalJson(record).replaceAll(/"(?:arrivedWallMs|wallMs|hash|epoch)":("\w+"|\d+)/g, '');
}

it('is the same in memory, on disk and verified', () => {
  const yard = day();
  expect(yard.bodies('verdict')).toMatchObject([{ verdict: 'discrepant', announced: 6, found: 6 }]);
  expect(yard.packages().reduce((sum, { netMg }) => sum + (netMg ?? 0), 0)).toBe((250 + 250 + 250 + 800 - 3 * 18) * KG);
  for (const { kind, body } of yard.ledger.entries) {
    // The scene's orders and keys are not signed by anybody.
    if (kind === 'order-received' || kind === 'epoch-opened') continue;
    expect([kind, entryBodySchemas[kind].safeParse(JSON.parse(JSON.stringify(body))).error?.issues ?? []]).toEqual([
      kind,
      [],
    ]);
  }
  const dir = newFolder();
  const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION });
  for (const { kind, body, seq } of yard.ledger.entries)
    ledger.transact(`c:${seq}`, () => ({ entries: [{ kind, body } as never], effects: [], result: {} }));
  for (const kind of RECORDS) {
    for (const record of yard.ledger.all(kind))
      expect(timeless(ledger.book.get(kind, record.id))).toBe(timeless(record));
  }
  ledger.close();
  const found = verifyLedger({ file: join(dir, 'ledger.sqlite'), fold, foldVersion: FOLD_VERSION });
  // The scene's first entry names no real keys; everything else is whole, the book included.
  expect(found.discrepancies.filter(({ seq }) => seq !== 1)).toEqual([]);
});
