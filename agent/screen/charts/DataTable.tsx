// A plain table of figures or words that scrolls by itself when it is too large, also by keyboard.
import type { Cell, Table } from '../shared/csv.ts';
import { kg } from '../shared/format.ts';
import { useWords, type Language } from '../shared/text.ts';

export function DataTable({ caption, table }: { caption: string; table: Table }) {
  const { language } = useWords();
  return (
    <div class="data-table" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={table.numbers?.includes(column) ? 'number' : undefined}>
                  {shown(language, { cell, isNumber: table.numbers?.includes(column) ?? false })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(language: Language, { cell, isNumber }: { cell: Cell; isNumber: boolean }): string {
  if (cell === null) return '–';
  return isNumber ? kg(language, String(cell)) : String(cell);
}
