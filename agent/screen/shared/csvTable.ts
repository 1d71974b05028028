// Tables as CSV that a spreadsheet opens right: RFC 4180 (CRLF, quotes doubled), UTF-8 with its mark so that Japanese
// is read as such.

export type TableCell = string | number | null;

export interface TableData {
  columns: readonly string[];
  rows: readonly (readonly TableCell[])[];
  /** Which columns hold figures: a mark of digits is none. */
  numericColumns?: readonly number[];
}

const MARK = '\uFEFF';
const NUMBER = /^-?\d+(\.\d+)?$/;
/** A spreadsheet runs a text that begins so as a formula, and marks of packages come from strangers' papers. */
const FORMULA = /^[=+\-@\t\r]/;

export function toCsv({ columns, rows }: TableData): string {
  return MARK + [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: TableCell): string {
  const text = cell === null ? '' : String(cell);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
