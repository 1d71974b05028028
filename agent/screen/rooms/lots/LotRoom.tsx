// One lot: its packages, its cases, its verdict. A lot that the live state does not contain is fetched.
import { nameGoods } from '../../shared/goodsName.ts';
import type { FindingView, LotView } from '../../../core/views/stateView.ts';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { LazyComponent } from '../../shared/LazyComponent.tsx';
import { useQuery } from '../../shared/requestHooks.ts';
import { buildDownloadFileName, downloadCsv } from '../../shared/fileDownload.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { readLot } from '../../wire/agentClient.ts';
import '../../style/cases.css';
import { LotStateBadge } from './LotCard.tsx';
import { LotPackageTable } from './LotPackageTable.tsx';
import { buildLotTable } from './lotTable.ts';
import { LotVerdictSection } from './LotVerdictSection.tsx';
import { asLotId } from '../../../core/model/ids.ts';

export function LotRoom({ state, id }: RoomProps) {
  const { t } = useTranslator();
  const liveLot = state.lots.find((candidate) => candidate.lot === id);
  return (
    <div class="case-file">
      <p>
        <a class="back" href={buildRoomHref('lots')}>
          {t('lots.back')}
        </a>
      </p>
      {liveLot === undefined ? (
        <FetchedLot key={id} id={id} entries={state.ledger.entries} areas={state.areas} />
      ) : (
        <LotPage lot={liveLot} areas={state.areas} />
      )}
    </div>
  );
}

type Areas = RoomProps['state']['areas'];

function FetchedLot({ id, entries, areas }: { id: string; entries: number; areas: Areas }) {
  const { t } = useTranslator();
  const { value, error } = useQuery(() => readLot(asLotId(id)), `${id} ${entries}`);
  if (error !== null) return <ErrorMessage error={error} />;
  return value === null ? <p class="waiting">{t('loading')}</p> : <LotPage lot={value} areas={areas} />;
}

function LotPage({ lot, areas }: { lot: LotView; areas: Areas }) {
  const translator = useTranslator();
  const { t, codeText } = translator;
  return (
    <>
      <section class="card case-head" aria-labelledby="lot-title">
        <h2 id="lot-title">{t('case.lot', { lot: lot.lot })}</h2>
        <p>{`${nameGoods(lot, translator)} · ${codeText('ownership', lot.ownership)}`}</p>
        <p class="states">
          <LotStateBadge state={lot.state} />
          <span>{t('lot.order', { order: lot.order })}</span>
        </p>
      </section>
      <section class="card" aria-labelledby="lot-cases">
        <h3 id="lot-cases">{t('lot.cases')}</h3>
        <FindingLinks findings={lot.findings} lot={lot} />
      </section>
      <LotVerdictSection
        lot={lot}
        findingLinks={lot.verdict === null ? null : <FindingLinks findings={lot.verdict.findings} lot={lot} />}
      />
      {lot.verdict !== null && lot.verdict.arithmetic.length > 0 && (
        <section class="card" aria-label={t('lot.deviations')}>
          <LazyComponent
            componentProps={{ lot }}
            load={async () => (await import('./DeviationChart.tsx')).DeviationChart}
          />
        </section>
      )}
      <section class="card" aria-labelledby="lot-packages">
        <h3 id="lot-packages">{t('lot.packages-title', { count: lot.packages.length })}</h3>
        <p class="choices">
          <button
            type="button"
            onClick={() =>
              downloadCsv({ file: buildDownloadFileName('lot', lot.lot), table: buildLotTable(lot, translator) })
            }
          >
            {t('lot.csv')}
          </button>
          <span class="hint">{t('lot.csv-why')}</span>
        </p>
        <LotPackageTable lot={lot} areas={areas} />
      </section>
    </>
  );
}

function FindingLinks({ findings, lot }: { findings: readonly FindingView[]; lot: LotView }) {
  const { t, codeText } = useTranslator();
  if (findings.length === 0) {
    return (
      <p class="good">
        <Icon shape="check" /> {t('lot.cases-none')}
      </p>
    );
  }
  return (
    <ul class="finding-links">
      {findings.map(({ finding, code, package: id, state }) => (
        <li key={finding}>
          <a class="button" href={buildRoomHref('case', finding)}>
            <Icon shape={state === 'open' ? 'hand' : 'bar'} /> {codeText('finding', code)}{' '}
            <span class="mark">
              {lot.packages.find((candidate) => candidate.package === id)?.mark ?? id ?? t('case.about-lot')}
            </span>
          </a>{' '}
          <span>{codeText('case.state', state)}</span>
        </li>
      ))}
    </ul>
  );
}
