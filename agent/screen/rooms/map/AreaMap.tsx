// The map of the base: a tile a place, in the order of the site file, with what is held, frozen, quarantined or about
// to leave.
import { nameGoods } from '../../shared/goodsName.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AreaView, ProvedPackages } from '../../../core/views/lookupViews.ts';
import { formatCount, formatDate } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import type { TableData } from '../../shared/csvTable.ts';
import { buildDownloadFileName, downloadCsv } from '../../shared/fileDownload.ts';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { readAreas } from '../../wire/agentClient.ts';
import { countAreaStates, selectMapAreas } from './areaStates.ts';
import { AreaStatePatterns, AreaStateBar } from './AreaStateBar.tsx';
import '../../style/charts.css';

/** Looked at anew after so many entries: a relocation is one, and so is each weighing. */
const ENTRIES_PER_REFRESH = 5;

export function AreaMap({ state }: RoomProps) {
  const translator = useTranslator();
  const { t } = translator;
  const { value, error } = useQuery(readAreas, String(Math.floor(state.ledger.entries / ENTRIES_PER_REFRESH)));
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const tiles = selectMapAreas(value?.areas ?? []);
  const openArea = tiles.find((area) => buildAreaKey(area) === chosenKey);
  return (
    <section class="room">
      <AreaStatePatterns />
      <h2>{t('map.title')}</h2>
      <p class="hint">{t('map.why')}</p>
      {error !== null && <ErrorMessage error={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {value !== null && tiles.length === 0 && <p class="card">{t('map.empty')}</p>}
      <ul class="tiles">
        {tiles.map((area) => (
          <li key={buildAreaKey(area)}>
            <Tile
              area={area}
              isChosen={area === openArea}
              onChoose={() => setChosenKey(area === openArea ? null : buildAreaKey(area))}
            />
          </li>
        ))}
      </ul>
      {openArea !== undefined && <AreaLots key={chosenKey} area={openArea} onClose={() => setChosenKey(null)} />}
      {tiles.length > 0 && (
        <div class="choices">
          <button
            type="button"
            class="quiet"
            onClick={() =>
              downloadCsv({ file: buildDownloadFileName('map', state.base), table: buildTable(tiles, translator) })
            }
          >
            {t('map.csv')}
          </button>
        </div>
      )}
    </section>
  );
}

/** No area has an empty id. */
const buildAreaKey = ({ area }: AreaView): string => area ?? '';

function formatAreaName({ area, name }: AreaView, { t, language }: Translator): string {
  return area === null ? t('map.unknown') : (name?.[language] ?? area);
}

function Tile({ area, isChosen, onChoose }: { area: AreaView; isChosen: boolean; onChoose: () => void }) {
  const translator = useTranslator();
  const { t, language } = translator;
  const { packages } = area;
  return (
    <button
      type="button"
      class={`tile ${area.area === null ? 'unknown' : ''}`}
      aria-expanded={isChosen}
      onClick={onChoose}
    >
      <span class="place">{formatAreaName(area, translator)}</span>
      <span class="packages-here">
        {packages === 0
          ? t('map.none')
          : packages === 1
            ? t('map.package')
            : t('map.packages', { count: formatCount(language, packages) })}
      </span>
      {packages > 0 && <span class="area-state">{formatProved(area, translator)}</span>}
      {countAreaStates(area).map(({ state, count: packageCount, share }) => (
        <span key={state} class="area-state">
          <AreaStateBar state={state} share={share} />
          <span>{t(`map.${state}`)}</span> <strong>{formatCount(language, packageCount)}</strong>
        </span>
      ))}
    </button>
  );
}

function formatProved({ provedSinceWallMs }: ProvedPackages, { t, language }: Translator): string {
  if (provedSinceWallMs === null) return t('map.unproved');
  return t('map.proved-since', { date: formatDate(language, provedSinceWallMs) });
}

function AreaLots({ area, onClose }: { area: AreaView; onClose: () => void }) {
  const translator = useTranslator();
  const { t, language } = translator;
  const headingRef = useRef<HTMLHeadingElement>(null);
  // The list opens below the tiles, maybe out of sight: whoever opened it is taken there.
  useEffect(() => headingRef.current?.focus(), []);
  const title = t('map.lots-of', { place: formatAreaName(area, translator) });
  return (
    <section class="card room lots-here">
      <h3 ref={headingRef} tabIndex={-1}>
        {title}
      </h3>
      {area.area === null && <p class="hint">{t('map.unknown-why')}</p>}
      {area.lots.length === 0 ? <p>{t('map.none')}</p> : <LotTable area={area} title={title} />}
      {area.lotsLeftOut > 0 && <p>{t('map.left-out', { count: formatCount(language, area.lotsLeftOut) })}</p>}
      <div class="choices">
        <button type="button" class="quiet" onClick={onClose}>
          {t('map.close')}
        </button>
      </div>
    </section>
  );
}

function LotTable({ area, title }: { area: AreaView; title: string }) {
  const { t, codeText, language } = useTranslator();
  return (
    <div class="data-table" role="region" aria-label={title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {[t('map.lot'), t('map.commodity'), t('map.ownership')].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {[t('map.packages-head'), t('map.held'), t('map.frozen'), t('map.quarantined')].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col">{t('map.proved')}</th>
          </tr>
        </thead>
        <tbody>
          {area.lots.map(
            ({ lot, commodity, form, ownership, packages, held, frozen, quarantined, provedSinceWallMs }) => (
              <tr key={lot}>
                <th scope="row">
                  <a class="row-link" href={buildRoomHref('lot', lot)}>
                    {lot}
                  </a>
                </th>
                <td>{nameGoods({ commodity, form }, { codeText })}</td>
                <td>{codeText('ownership', ownership)}</td>
                {[packages, held, frozen, quarantined].map((packageCount, index) => (
                  <td key={index} class="number">
                    {formatCount(language, packageCount)}
                  </td>
                ))}
                <td>{provedSinceWallMs === null ? '–' : formatDate(language, provedSinceWallMs)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** A row a lot and place; a place without lots has its row, too. */
function buildTable(areas: readonly AreaView[], translator: Translator): TableData {
  const { t, codeText, language } = translator;
  return {
    columns: [
      t('map.place'),
      t('map.lot'),
      t('map.commodity'),
      t('map.ownership'),
      t('map.packages-head'),
      t('map.held'),
      t('map.frozen'),
      t('map.quarantined'),
      t('map.proved'),
    ],
    rows: areas.flatMap((area) => {
      const place = formatAreaName(area, translator);
      if (area.lots.length === 0) return [[place, null, null, null, 0, 0, 0, 0, null]];
      return area.lots.map(({ lot, commodity, form, ownership, provedSinceWallMs, ...counts }) => [
        place,
        lot,
        nameGoods({ commodity, form }, { codeText }),
        codeText('ownership', ownership),
        counts.packages,
        counts.held,
        counts.frozen,
        counts.quarantined,
        provedSinceWallMs === null ? null : formatDate(language, provedSinceWallMs),
      ]);
    }),
  };
}
