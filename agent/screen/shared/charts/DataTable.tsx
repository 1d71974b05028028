// A table of figures or text that scrolls by itself when it is too large, also by keyboard.
import type { TableCell, TableData } from '../csvTable.ts';
import { formatKg } from '../format.ts';
import { useTranslator, type PageLanguage } from '../translator.ts';

export function DataTable({ caption, table }: { caption: string; table: TableData }) {
  const { language } = useTranslator();
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
                <td key={column} class={table.numericColumns?.includes(column) ? 'number' : undefined}>
                  {formatCell(language, { cell, isNumber: table.numericColumns?.includes(column) ?? false })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function formatCell(language: PageLanguage, { cell, isNumber }: { cell: TableCell; isNumber: boolean }): string {
  if (cell === null) return '–';
  return isNumber ? formatKg(language, String(cell)) : String(cell);
}
