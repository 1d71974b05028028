// A weighing note is read in two languages and kept for years: its digits are the ledger's, its dates and words the
// reader's.
import { expect, test, vi } from 'vitest';
import { formatSignedKg, formatKg } from '../../agent/screen/shared/format.ts';
import { createTranslator } from '../../agent/screen/shared/translator.ts';
import {
  formatIsoDay,
  groupHexDigits,
  formatMassOr,
  formatWeighingRange,
  describeLaterEvent,
  formatCaptureWindow,
} from '../../agent/screen/rooms/history/noteFormat.ts';
import {
  toServerSearch,
  EMPTY_WEIGHING_SEARCH,
  buildWeighingTable,
} from '../../agent/screen/rooms/history/searchCriteria.ts';
import type { WeighingRowView } from '../../agent/core/views/lookupViews.ts';

// West of Greenwich, where a day read at midnight UTC would be the day before.
vi.hoisted(() => {
  process.env['TZ'] = 'America/Lima';
});

test('no digit of a mass is lost or made up', () => {
  expect(formatMassOr('en', '12345.60', '–')).toBe('12,345.60 kg');
  expect(formatMassOr('ja', '9007199254740993.250', '–')).toBe('9,007,199,254,740,993.250 kg');
  expect(formatMassOr('ja', null, '–')).toBe('–');
  expect(formatKg('en', '-0.30')).toBe('−0.30');
  expect(['0.20', '-0.20', '0.00'].map((text) => formatSignedKg('en', text))).toEqual(['+0.20', '−0.20', '0.00']);
});

test('dates are the language’s, the day is the one that was meant', () => {
  expect(formatIsoDay('en', '2027-03-31')).toBe('31 Mar 2027');
  expect(formatIsoDay('ja', '2027-03-31')).toBe('2027/03/31');
  expect(formatIsoDay('en', 'unknown')).toBe('unknown');
});

test('scale, window and codes', () => {
  expect(formatWeighingRange('en', { maxKg: '3000', minKg: '20', intervalKg: '1' })).toBe(
    'Max 3,000 kg / Min 20 kg / e = 1 kg',
  );
  expect(
    formatCaptureWindow(createTranslator('ja'), {
      readings: 12,
      durationMs: 1200,
      spanKg: '0.2',
      checksummed: true,
      rawHex: '',
    }),
  ).toBe('1,200 ミリ秒間に 12 回、幅 0.2 kg');
  expect(groupHexDigits('0123456789ABCDEF0')).toBe('01234567 89ABCDEF 0');
});

test('what happened since is said in words; what is newer than the page stands as it is', () => {
  const said = (kind: string, detail: string): string =>
    describeLaterEvent(createTranslator('en'), { seq: 1, kind, atWallMs: 0, operator: null, detail }).text;
  expect(said('finding', 'WEIGHT_LOW')).toBe('Case opened: Too light');
  expect(said('weighing-reversed', 'load-rose')).toBe('Reversed: the load grew after it was taken');
  expect(said('weighing-bound', 'p-7')).toBe('Package named: p-7');
  expect(said('verdict', 'discrepant')).toBe('Verdict on the lot: Discrepant');
  expect(said('something-new', '')).toBe('something-new');
});

test('a search means whole minutes of this tablet’s clock', () => {
  const search = toServerSearch({
    ...EMPTY_WEIGHING_SEARCH,
    lot: ' L-1 ',
    from: '2026-11-25T08:30',
    to: '2026-11-25T08:30',
  });
  expect(search.lot).toBe('L-1');
  expect(Date.parse(search.to) - Date.parse(search.from)).toBe(59_999);
  expect(search.from).toBe(new Date(2026, 10, 25, 8, 30).toISOString());
  expect(toServerSearch({ ...EMPTY_WEIGHING_SEARCH, from: 'nonsense' }).from).toBe('');
});

test('a list as a file says where a weight is hidden', () => {
  const row: WeighingRowView = {
    weighing: 'w',
    seq: 9,
    number: 3,
    instrument: 's',
    station: 'd',
    atWallMs: 0,
    purpose: 'intake',
    basis: 'single',
    grossKg: null,
    package: 'p',
    mark: null,
    lot: null,
    order: null,
    operator: 'o',
    state: 'bound',
    blind: true,
  };
  const { columns, rows } = buildWeighingTable([row], createTranslator('en'));
  expect(rows[0]?.length).toBe(columns.length);
  expect(rows[0]?.[columns.indexOf('Gross, kg')]).toBe('hidden while it is counted');
});
