// The comparison of both sides' books: packages, lots, findings, and who touched what.
import type { PackageRecord } from '../../agent/core/model/records.ts';
import { expect } from 'vitest';
import type { Book } from '../../agent/core/model/book.ts';
import { touchedBy } from '../../agent/core/model/caseTouches.ts';
import { BaseBook } from '../../agent/headquarters/book/baseBook.ts';
import type { BookFindingRow, BookPackageRow } from '../../agent/headquarters/book/bookRows.ts';
import { listTouchedCase } from '../../agent/headquarters/book/bookTouches.ts';
import { listProofs } from '../../agent/headquarters/book/bookProofs.ts';
import { BASE, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

/** Members of a package that both books have under the same name. */
const COMPARED_MEMBERS = [
  'lot',
  'order',
  'state',
  'mark',
  'epcHex',
  'weighing',
  'grossMg',
  'tareMg',
  'netMg',
  'basis',
  'limitMg',
  'tareTrusted',
  'removedMg',
  'bookedMg',
  'doubtful',
  'area',
  'release',
  'stocktake',
  'arrivedSeq',
  'unread',
] as const satisfies readonly (keyof PackageRecord)[];

export function needPackage(book: Book, id: string): NonNullable<ReturnType<typeof book.get<'package'>>> {
  const record = book.get('package', id);
  if (!record) throw new Error(`no package ${id}`);
  return record;
}

/** Every package of every lot stands in both books with the same state and figures, and so does every finding. */
export function expectSameBooks(rig: LinkRig, headquarters: RunningHeadquarters): void {
  const { book } = rig.ledger;
  const rows = headquarters.book.prepare<[], BookPackageRow>('SELECT * FROM packages ORDER BY package').all();
  const ownBook = new BaseBook(headquarters.book, BASE);
  const own = rows.map((row) => ({
    id: row.package,
    lot: row.lot,
    order: row.order_id,
    state: row.state,
    mark: row.mark,
    epcHex: row.epc,
    weighing: row.weighing,
    grossMg: row.gross_mg,
    tareMg: row.tare_mg,
    netMg: row.net_mg,
    basis: row.basis,
    limitMg: row.limit_mg,
    tareTrusted: row.tare_trusted === 1,
    removedMg: row.removed_mg,
    bookedMg: row.booked_mg,
    doubtful: row.doubtful === 1,
    area: row.area,
    release: row.release_order,
    gate: row.gate,
    stocktake: row.stocktake,
    arrivedSeq: row.arrived_seq,
    unread: row.unread === 1,
    proofs: listProofs(ownBook, row.package)
      .reverse()
      .map(({ way, wall_ms: wallMs }) => ({ way, wallMs })),
  }));
  const theirs = rows.map(({ package: id }) => {
    const record = needPackage(book, id);
    const compared = Object.fromEntries(COMPARED_MEMBERS.map((member) => [member, record[member]]));
    return {
      id,
      ...compared,
      gate: record.throughGate?.gate ?? null,
      proofs: record.proofs.map(({ way, wallMs }) => ({ way, wallMs })),
    };
  });
  expect(own).toEqual(theirs);
  const lots = headquarters.book
    .prepare<[], { lot: string; state: string }>('SELECT lot, state FROM lots ORDER BY lot')
    .all();
  expect(lots).toEqual(lots.map(({ lot }) => ({ lot, state: book.get('lot', lot)?.state })));
  const findings = headquarters.book
    .prepare<[], { finding: string; state: string; escalated: string | null; confirmed: number }>(
      'SELECT finding, state, escalated, confirmed FROM findings ORDER BY finding',
    )
    .all();
  expect(findings).toEqual(
    findings.map(({ finding }) => {
      const { state, escalated, confirmed } = book.get('finding', finding) ?? {};
      return { finding, state, escalated: escalated?.reason ?? null, confirmed: confirmed === true ? 1 : 0 };
    }),
  );
  const stations = headquarters.book
    .prepare<[], { station: string; intent: string | null; job: string | null }>(
      'SELECT station, intent, job FROM stations ORDER BY station',
    )
    .all();
  expect(stations.map((row) => ({ ...row, intent: JSON.parse(row.intent ?? 'null') as unknown }))).toEqual(
    stations.map(({ station }) => {
      const { intent = null, job = null } = book.get('station', station) ?? {};
      return { station, intent, job };
    }),
  );
  expectSameTouches(book, headquarters);
}

/** Both sides name the same people for every case and every package. */
function expectSameTouches(book: Book, headquarters: RunningHeadquarters): void {
  const own = new BaseBook(headquarters.book, BASE);
  const sorted = (people: readonly string[]): string[] => [...people].sort();
  const findings = headquarters.book.prepare<[], BookFindingRow>('SELECT * FROM findings').all();
  for (const row of findings) {
    const record = book.get('finding', row.finding);
    if (!record) throw new Error(`the base has no finding ${row.finding}`);
    expect([row.code, ...sorted(listTouchedCase(own, row))]).toEqual([record.code, ...sorted(touchedBy(record, book))]);
  }
  const packages = headquarters.book.prepare<[], BookPackageRow>('SELECT * FROM packages').all();
  for (const row of packages) {
    const persons = JSON.parse(own.findRow('touches', `package/${row.package}`)?.persons ?? '[]') as string[];
    expect([row.package, ...sorted(persons)]).toEqual([row.package, ...sorted(needPackage(book, row.package).touched)]);
  }
}
