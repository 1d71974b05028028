// A file for the person to keep: named after what it shows, never after how much of it there is.
import { toCsv, type TableData } from './csvTable.ts';

const MAX_FILE_NAME_CHARACTERS = 100;

/** "hakari-drift-scale-1": letters and digits of any language, all else a hyphen. */
export function buildDownloadFileName(...parts: string[]): string {
  const name = ['hakari', ...parts].join('-').normalize('NFKC').toLowerCase();
  return name
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, MAX_FILE_NAME_CHARACTERS);
}

export function downloadFile({ name, content }: { name: string; content: Blob }): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers read the file only after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `file`: its name without the ending. */
export function downloadCsv({ file, table }: { file: string; table: TableData }): void {
  downloadFile({ name: `${file}.csv`, content: new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }) });
}
