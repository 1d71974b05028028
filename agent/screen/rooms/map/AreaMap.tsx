// The map of the base: a tile a place, in the order of the site file, with what is held, frozen, quarantined or about
// to leave.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AreaView } from '../../../core/views/lookupViews.ts';
import { formatCount } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import { buildDownloadFileName, downloadCsv } from '../../shared/fileDownload.ts';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { readAreas } from '../../wire/agentClient.ts';
import { countAreaStates, selectMapAreas } from './areaStates.ts';
import { AreaStatePatterns, AreaStateBar } from './AreaStateBar.tsx';
import '../../style/charts.css';

/** Looked at anew after so many entries: a relocation is one, and so is each weighing. */
const ENTRIES_A_LOOK = 5;

export function AreaMap({ state }: RoomProps) {
  const words = useTranslator();
  const { t } = words;
  const { value, error } = useQuery(readAreas, String(Math.floor(state.ledger.entries / ENTRIES_A_LOOK)));
  const [chosen, setChosen] = useState<string | null>(null);
  const tiles = selectMapAreas(value?.areas ?? []);
  const open = tiles.find((area) => keyOf(area) === chosen);
  return (
    <section class="room">
      <AreaStatePatterns />
      <h2>{t('map.title')}</h2>
      <p class="hint">{t('map.why')}</p>
      {error !== null && <ErrorMessage trouble={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {value !== null && tiles.length === 0 && <p class="card">{t('map.empty')}</p>}
      <ul class="tiles">
        {tiles.map((area) => (
          <li key={keyOf(area)}>
            <Tile area={area} chosen={area === open} choose={() => setChosen(area === open ? null : keyOf(area))} />
          </li>
        ))}
      </ul>
      {open !== undefined && <LotsHere key={chosen} area={open} close={() => setChosen(null)} />}
      {tiles.length > 0 && (
        <div class="choices">
          <button
            type="button"
            class="quiet"
            onClick={() =>
              downloadCsv({ file: buildDownloadFileName('map', state.base), table: tableOf(tiles, words) })
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
const keyOf = ({ area }: AreaView): string => area ?? '';

function placeName({ area, name }: AreaView, { t, language }: Translator): string {
  return area === null ? t('map.unknown') : (name?.[language] ?? area);
}

function Tile({ area, chosen, choose }: { area: AreaView; chosen: boolean; choose: () => void }) {
  const words = useTranslator();
  const { t, language } = words;
  const { packages } = area;
  return (
    <button type="button" class={`tile ${area.area === null ? 'unknown' : ''}`} aria-expanded={chosen} onClick={choose}>
      <span class="place">{placeName(area, words)}</span>
      <span class="packages-here">
        {packages === 0
          ? t('map.none')
          : packages === 1
            ? t('map.package')
            : t('map.packages', { count: formatCount(language, packages) })}
      </span>
      {countAreaStates(area).map(({ state, count: number, share }) => (
        <span key={state} class="area-state">
          <AreaStateBar is={state} share={share} />
          <span>{t(`map.${state}`)}</span> <strong>{formatCount(language, number)}</strong>
        </span>
      ))}
    </button>
  );
}

function LotsHere({ area, close }: { area: AreaView; close: () => void }) {
  const words = useTranslator();
  const { t, language } = words;
  const heading = useRef<HTMLHeadingElement>(null);
  // The list opens below the tiles, maybe out of sight: whoever opened it is taken there.
  useEffect(() => heading.current?.focus(), []);
  const title = t('map.lots-of', { place: placeName(area, words) });
  return (
    <section class="card room lots-here">
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      {area.area === null && <p class="hint">{t('map.unknown-why')}</p>}
      {area.lots.length === 0 ? <p>{t('map.none')}</p> : <LotTable area={area} title={title} />}
      {area.lotsLeftOut > 0 && <p>{t('map.left-out', { count: formatCount(language, area.lotsLeftOut) })}</p>}
      <div class="choices">
        <button type="button" class="quiet" onClick={close}>
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
          </tr>
        </thead>
        <tbody>
          {area.lots.map(({ lot, commodity, form, ownership, packages, held, frozen, quarantined }) => (
            <tr key={lot}>
              <th scope="row">
                <a class="row-link" href={buildRoomHref('lot', lot)}>
                  {lot}
                </a>
              </th>
              <td>{`${commodity} · ${form}`}</td>
              <td>{codeText('ownership', ownership)}</td>
              {[packages, held, frozen, quarantined].map((number, index) => (
                <td key={index} class="number">
                  {formatCount(language, number)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A row a lot and place; a place without lots has its row, too. */
function tableOf(areas: readonly AreaView[], words: Translator) {
  const { t, codeText } = words;
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
    ],
    rows: areas.flatMap((area) => {
      const place = placeName(area, words);
      if (area.lots.length === 0) return [[place, null, null, null, 0, 0, 0, 0]];
      return area.lots.map(({ lot, commodity, form, ownership, packages, held, frozen, quarantined }) => [
        place,
        lot,
        `${commodity} · ${form}`,
        codeText('ownership', ownership),
        packages,
        held,
        frozen,
        quarantined,
      ]);
    }),
  };
}
