// The history: every weighing, found by what is known of it, newest first.
import { useMemo } from 'preact/hooks';
import type { WeighingRowView } from '../../../core/views/lookupViews.ts';
import { formatCount, formatDateTime, formatKg } from '../../shared/format.ts';
import { buildDownloadFileName, downloadCsv } from '../../shared/fileDownload.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { MAX_FOUND_WEIGHINGS, buildWeighingTable } from './searchCriteria.ts';
import { WeighingSearchForm } from './WeighingSearchForm.tsx';
import { useWeighingSearch, type WeighingSearchResults } from './searchResults.ts';
import { WeighingStateBadge } from './WeighingStateBadge.tsx';
import '../../style/charts.css';
import '../../style/history.css';

export function HistoryRoom({ state }: RoomProps) {
  const translator = useTranslator();
  const { t } = translator;
  const results = useWeighingSearch();
  const { found, error, busy, start } = results;
  const rows = found?.rows ?? [];
  // The page is drawn with every reading of every scale: a list of hundreds is not.
  const list = useMemo(
    () => (found === null || found.rows.length === 0 ? null : <WeighingRows rows={found.rows} />),
    [found],
  );
  return (
    <section class="room history">
      <h2>{t('history.title')}</h2>
      <WeighingSearchForm
        instruments={[...new Set(state.stations.map(({ scale }) => scale.instrument))]}
        busy={busy}
        onSearch={start}
      />
      {error !== null && <ErrorMessage error={error} />}
      <section class="card room" aria-busy={busy}>
        <h3>{t('history.found')}</h3>
        <SearchProgress results={results} />
        {list}
        <div class="choices">
          {found !== null && found.before !== null && rows.length < MAX_FOUND_WEIGHINGS && (
            <button type="button" class="main" disabled={busy} onClick={results.loadEarlier}>
              {t('history.further')}
            </button>
          )}
          {rows.length > 0 && (
            <button
              type="button"
              class="quiet"
              onClick={() =>
                downloadCsv({
                  file: buildDownloadFileName('weighings', state.base),
                  table: buildWeighingTable(rows, translator),
                })
              }
            >
              {t('history.csv')}
            </button>
          )}
        </div>
      </section>
    </section>
  );
}

/** Read aloud when it changes: the rows themselves are too many. */
function SearchProgress({ results: { found, busy, error } }: { results: WeighingSearchResults }) {
  const { t, language } = useTranslator();
  const lines: string[] = [];
  if (busy) lines.push(t('history.searching'));
  if (found !== null && !busy) {
    lines.push(
      found.rows.length === 0
        ? t('history.nothing')
        : t('history.count', { count: formatCount(language, found.rows.length) }),
    );
    if (found.rows.length >= MAX_FOUND_WEIGHINGS)
      lines.push(t('history.too-many', { most: formatCount(language, MAX_FOUND_WEIGHINGS) }));
    else if (found.before === null) lines.push(t('history.all'));
    else if (found.searchedBackToWallMs !== null)
      lines.push(t('history.back-to', { time: formatDateTime(language, found.searchedBackToWallMs) }));
  }
  if (error !== null && found === null && !busy) return null;
  return (
    <p role="status" class="hint">
      {lines.join(' ')}
    </p>
  );
}

function WeighingRows({ rows }: { rows: readonly WeighingRowView[] }) {
  const { t } = useTranslator();
  return (
    <div class="data-table tall" role="region" aria-label={t('history.found')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('history.number')}</th>
            <th scope="col">{t('history.time')}</th>
            <th scope="col">{t('history.instrument')}</th>
            <th scope="col">{t('history.package')}</th>
            <th scope="col">{t('history.lot')}</th>
            <th scope="col" class="number">
              {t('history.gross')}
            </th>
            <th scope="col">{t('history.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WeighingRow key={row.weighing} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WeighingRow({ row }: { row: WeighingRowView }) {
  const { t, language } = useTranslator();
  return (
    <tr>
      <th scope="row">
        <a
          class="row-link"
          href={buildRoomHref('weighing', row.weighing)}
          aria-label={t('history.open', { number: row.number, instrument: row.instrument })}
        >
          {formatCount(language, row.number)}
        </a>
      </th>
      <td>{formatDateTime(language, row.atWallMs)}</td>
      <td>{row.instrument}</td>
      <td>{row.mark ?? row.package ?? '–'}</td>
      <td>{row.lot ?? '–'}</td>
      <td class="number">{row.grossKg === null ? t('history.hidden') : formatKg(language, row.grossKg)}</td>
      <td>
        <WeighingStateBadge state={row.state} />
      </td>
    </tr>
  );
}
