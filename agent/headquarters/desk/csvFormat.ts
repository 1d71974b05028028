// Tables as RFC 4180 text: comma, CRLF, quotes where a field needs them. Knows nothing of what a table holds.

/** Lines without their CRLF. The first is the header; every row has the header's members and no others. */
export function formatCsvTable<R extends object>(header: readonly (keyof R & string)[], rows: readonly R[]): string[] {
  return [header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) =>
    cells.map((cell) => formatCsvField(cell)).join(','),
  );
}

function formatCsvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
