// A table saved as CSV: a spreadsheet must show just what the page showed, and run nothing of it.
import { expect, test } from 'vitest';
import { toCsv } from '../../agent/screen/shared/csvTable.ts';
import { buildDownloadFileName } from '../../agent/screen/shared/fileDownload.ts';

const line = (...cells: (string | number | null)[]): string | undefined =>
  toCsv({ columns: ['a'], rows: [cells] }).split('\r\n')[1];

test('lines end with CRLF, the first bytes say UTF-8', () => {
  expect(
    toCsv({
      columns: ['荷', 'kg'],
      rows: [
        ['NK-1', '250.20'],
        ['NK-2', null],
      ],
    }),
  ).toBe('\uFEFF荷,kg\r\nNK-1,250.20\r\nNK-2,\r\n');
});

test('commas, quotes and line breaks stay within their field', () => {
  expect(line('a,b', 'say "no"', 7)).toBe('"a,b","say ""no""",7');
  expect(toCsv({ columns: ['a'], rows: [['one\r\ntwo']] })).toBe('\uFEFFa\r\n"one\r\ntwo"\r\n');
});

test('a mark that looks like a formula is no formula, a negative number stays a number', () => {
  expect(line('=HYPERLINK("x")', '+81', '@a', '-x', '-0.30')).toBe(`"'=HYPERLINK(""x"")",'+81,'@a,'-x,-0.30`);
});

test('files are named after what they show', () => {
  expect(buildDownloadFileName('drift', 'scale-1')).toBe('hakari-drift-scale-1');
  expect(buildDownloadFileName('drift', 'consignor', '../東京 Metals/Co.')).toBe(
    'hakari-drift-consignor-東京-metals-co',
  );
});
