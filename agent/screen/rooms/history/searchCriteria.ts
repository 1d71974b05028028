// What somebody searches the history for, as the server is asked; and the list as a file.
import type { WeighingRowView } from '../../../core/views/lookupViews.ts';
import { formatUtcOffset, formatSpreadsheetTime } from '../../shared/format.ts';
import type { TableData } from '../../shared/csvTable.ts';
import type { Translator } from '../../shared/translator.ts';
import type { WeighingSearch } from '../../wire/agentClient.ts';

export const EMPTY_WEIGHING_SEARCH: WeighingSearch = {
  lot: '',
  package: '',
  order: '',
  instrument: '',
  operator: '',
  from: '',
  to: '',
};

/** The most rows listed; beyond it the search must be narrowed. */
export const MAX_FOUND_WEIGHINGS = 1_000;

/**
 * The fields hold what this tablet's clock shows, "2026-11-25T08:30", and so do the rows: the server is told the moment
 * itself. A minute at the end is meant whole.
 */
export function toServerSearch(search: WeighingSearch): WeighingSearch {
  return {
    ...search,
    lot: search.lot.trim(),
    package: search.package.trim(),
    order: search.order.trim(),
    instrument: search.instrument.trim(),
    operator: search.operator.trim(),
    from: toIsoTime(search.from, ':00.000'),
    to: toIsoTime(search.to, ':59.999'),
  };
}

function toIsoTime(localTime: string, seconds: string): string {
  const wallMs = Date.parse(localTime.length === 16 ? `${localTime}${seconds}` : localTime);
  return Number.isNaN(wallMs) ? '' : new Date(wallMs).toISOString();
}

/** The column of hidden weights says that they are hidden: an empty one would look like none. */
export function buildWeighingTable(rows: readonly WeighingRowView[], { t, codeText }: Translator): TableData {
  return {
    columns: [
      t('history.number'),
      t('time-on', { clock: formatUtcOffset(rows[0]?.atWallMs ?? Date.now()) }),
      t('history.instrument'),
      t('history.package'),
      t('history.lot'),
      t('history.order'),
      t('history.gross'),
      t('note.basis'),
      t('history.state'),
      t('history.operator'),
      t('note.seq'),
      t('note.id'),
    ],
    rows: rows.map((row) => [
      row.number,
      formatSpreadsheetTime(row.atWallMs),
      row.instrument,
      row.mark ?? row.package,
      row.lot,
      row.order,
      row.grossKg ?? t('history.hidden'),
      codeText('basis', row.basis),
      t(`weighing.${row.state}`),
      row.operator,
      row.seq,
      row.weighing,
    ]),
  };
}
