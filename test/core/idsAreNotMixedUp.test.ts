// Checked by the compiler, in the tests' own loose program: an error that is expected and does not come fails the type
// check.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as ids from '../../agent/core/model/ids.ts';
import { asInstrumentId, asStationId } from '../../drivers/contract/siteIds.ts';

const lot = ids.asLotId('L-1');
const packageId = ids.asPackageId('P-1');

it('the compiler refuses an id of one kind where another is asked for', () => {
  const takesLot = (id: ids.LotId): string => id;
  expect(takesLot(lot)).toBe('L-1');
  // @ts-expect-error a package is no lot
  expect(takesLot(packageId)).toBe('P-1');
  // @ts-expect-error an order is no lot
  expect(takesLot(ids.asOrderId('O-1'))).toBe('O-1');
  // @ts-expect-error an instrument is no station
  expect([asStationId('dock')].includes(asInstrumentId('scale'))).toBe(false);
});

it('no code makes an id of nothing where there is none', () => {
  const forging = ['agent', 'drivers'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .filter((name) => /\bas[A-Z]\w*(Id|Hash)\((''|[^()]*\?\? '')\)/.test(readFileSync(`${folder}/${name}`, 'utf8'))),
  );
  expect(forging).toEqual([]);
});
