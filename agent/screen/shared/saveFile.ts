// A file for the person to keep: named after what it shows, never after how much of it there is.
import { csvOf, type Table } from './csv.ts';

const LONGEST_NAME = 100;

/** "hakari-drift-scale-1": letters and digits of any language, all else a hyphen. */
export function fileName(...parts: string[]): string {
  const name = ['hakari', ...parts].join('-').normalize('NFKC').toLowerCase();
  return name
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LONGEST_NAME);
}

export function saveFile({ name, content }: { name: string; content: Blob }): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: some browsers read the file only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** `file`: its name without the ending. */
export function saveCsv({ file, table }: { file: string; table: Table }): void {
  saveFile({ name: `${file}.csv`, content: new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' }) });
}
