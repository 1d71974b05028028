// Tables as CSV that a spreadsheet opens right: RFC 4180 (CRLF, quotes doubled), UTF-8 with its mark so that Japanese
// is read as such.

export type TableCell = string | number | null;

export interface TableData {
  columns: readonly string[];
  rows: readonly (readonly TableCell[])[];
  /** Which columns hold figures: a mark of digits is none. */
  numericColumns?: readonly number[];
}

const BYTE_ORDER_MARK = '\uFEFF';
const NUMBER = /^-?\d+(\.\d+)?$/;
/** A spreadsheet runs a text that begins so as a formula, and marks of packages come from strangers' papers. */
const FORMULA = /^[=+\-@\t\r]/;

export function toCsv({ columns, rows }: TableData): string {
  return BYTE_ORDER_MARK + [columns, ...rows].map((row) => `${row.map(formatField).join(',')}\r\n`).join('');
}

function formatField(cell: TableCell): string {
  const text = cell === null ? '' : String(cell);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
