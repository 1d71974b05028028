// The history: every weighing there was, found by what is known of it, newest first.
import { useMemo } from 'preact/hooks';
import type { WeighingRow } from '../../core/shown/lookup.ts';
import { count, dateTime, kg } from '../shared/format.ts';
import { fileName, saveCsv } from '../shared/saveFile.ts';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import type { RoomProps } from '../shell/roomProps.ts';
import { addressOf } from '../shell/route.ts';
import { MOST_ROWS, rowsTable } from './search.ts';
import { SearchForm } from './SearchForm.tsx';
import { useSearching, type Searching } from './searching.ts';
import { WeighingState } from './WeighingState.tsx';
import '../style/charts.css';
import '../style/history.css';

export function History({ state }: RoomProps) {
  const words = useWords();
  const { t } = words;
  const searching = useSearching();
  const { found, trouble, busy, begin } = searching;
  const rows = found?.rows ?? [];
  // The page is drawn with every reading of every scale: a list of hundreds is not.
  const list = useMemo(() => (found === null || found.rows.length === 0 ? null : <Rows rows={found.rows} />), [found]);
  return (
    <section class="room history">
      <h2>{t('history.title')}</h2>
      <SearchForm
        instruments={[...new Set(state.stations.map(({ scale }) => scale.instrument))]}
        busy={busy}
        begin={begin}
      />
      {trouble !== null && <TroubleText trouble={trouble} />}
      <section class="card room" aria-busy={busy}>
        <h3>{t('history.found')}</h3>
        <HowFar searching={searching} />
        {list}
        <div class="choices">
          {found !== null && found.before !== null && rows.length < MOST_ROWS && (
            <button type="button" class="main" disabled={busy} onClick={searching.furtherBack}>
              {t('history.further')}
            </button>
          )}
          {rows.length > 0 && (
            <button
              type="button"
              class="quiet"
              onClick={() => saveCsv({ file: fileName('weighings', state.base), table: rowsTable(rows, words) })}
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
function HowFar({ searching: { found, busy, trouble } }: { searching: Searching }) {
  const { t, language } = useWords();
  const lines: string[] = [];
  if (busy) lines.push(t('history.searching'));
  if (found !== null && !busy) {
    lines.push(
      found.rows.length === 0
        ? t('history.nothing')
        : t('history.count', { count: count(language, found.rows.length) }),
    );
    if (found.rows.length >= MOST_ROWS) lines.push(t('history.too-many', { most: count(language, MOST_ROWS) }));
    else if (found.before === null) lines.push(t('history.all'));
    else if (found.searchedBackToWallMs !== null)
      lines.push(t('history.back-to', { time: dateTime(language, found.searchedBackToWallMs) }));
  }
  if (trouble !== null && found === null && !busy) return null;
  return (
    <p role="status" class="hint">
      {lines.join(' ')}
    </p>
  );
}

function Rows({ rows }: { rows: readonly WeighingRow[] }) {
  const { t } = useWords();
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
            <Row key={row.weighing} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: WeighingRow }) {
  const { t, language } = useWords();
  return (
    <tr>
      <th scope="row">
        <a
          class="row-link"
          href={addressOf('weighing', row.weighing)}
          aria-label={t('history.open', { number: row.number, instrument: row.instrument })}
        >
          {count(language, row.number)}
        </a>
      </th>
      <td>{dateTime(language, row.atWallMs)}</td>
      <td>{row.instrument}</td>
      <td>{row.mark ?? row.package ?? '–'}</td>
      <td>{row.lot ?? '–'}</td>
      <td class="number">{row.grossKg === null ? t('history.hidden') : kg(language, row.grossKg)}</td>
      <td>
        <WeighingState state={row.state} />
      </td>
    </tr>
  );
}
