// One lot: its packages, its cases, its verdict and how that came about. A lot that is not told live is asked for.
import type { FindingView, LotView } from '../../core/shown/view.ts';
import { addressOf } from '../shell/route.ts';
import type { RoomProps } from '../shell/roomProps.ts';
import { Lazy } from '../shared/Lazy.tsx';
import { useLoaded } from '../shared/loaded.ts';
import { fileName, saveCsv } from '../shared/saveFile.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { readLot } from '../wire/api.ts';
import { LotState } from './LotCard.tsx';
import { LotPackages } from './LotPackages.tsx';
import { lotTable } from './lotTable.ts';
import { LotVerdict } from './LotVerdict.tsx';

export function Lot({ state, id }: RoomProps) {
  const { t } = useWords();
  const live = state.lots.find((one) => one.lot === id);
  return (
    <div class="case-file">
      <p>
        <a class="back" href={addressOf('lots')}>
          {t('lots.back')}
        </a>
      </p>
      {live === undefined ? (
        <Asked key={id} id={id} entries={state.ledger.entries} areas={state.areas} />
      ) : (
        <LotPage lot={live} areas={state.areas} />
      )}
    </div>
  );
}

type Areas = RoomProps['state']['areas'];

function Asked({ id, entries, areas }: { id: string; entries: number; areas: Areas }) {
  const { t } = useWords();
  const { value, trouble } = useLoaded(() => readLot(id), `${id} ${entries}`);
  if (trouble !== null) return <TroubleText trouble={trouble} />;
  return value === null ? <p class="waiting">{t('loading')}</p> : <LotPage lot={value} areas={areas} />;
}

function LotPage({ lot, areas }: { lot: LotView; areas: Areas }) {
  const words = useWords();
  const { t, named } = words;
  return (
    <>
      <section class="card case-head" aria-labelledby="lot-title">
        <h2 id="lot-title">{t('case.lot', { lot: lot.lot })}</h2>
        <p>{`${lot.commodity} · ${lot.form} · ${named('ownership', lot.ownership)}`}</p>
        <p class="states">
          <LotState state={lot.state} />
          <span>{t('lot.order', { order: lot.order })}</span>
        </p>
      </section>
      <section class="card" aria-labelledby="lot-cases">
        <h3 id="lot-cases">{t('lot.cases')}</h3>
        <FindingLinks findings={lot.findings} lot={lot} />
      </section>
      <LotVerdict
        lot={lot}
        rests={lot.verdict === null ? null : <FindingLinks findings={lot.verdict.findings} lot={lot} />}
      />
      {lot.verdict !== null && lot.verdict.arithmetic.length > 0 && (
        <section class="card" aria-label={t('lot.deviations')}>
          <Lazy with={{ lot }} load={async () => (await import('../charts/Deviations.tsx')).Deviations} />
        </section>
      )}
      <section class="card" aria-labelledby="lot-packages">
        <h3 id="lot-packages">{t('lot.packages-title', { count: lot.packages.length })}</h3>
        <p class="choices">
          <button
            type="button"
            onClick={() => saveCsv({ file: fileName('lot', lot.lot), table: lotTable(lot, words) })}
          >
            {t('lot.csv')}
          </button>
          <span class="hint">{t('lot.csv-why')}</span>
        </p>
        <LotPackages lot={lot} areas={areas} />
      </section>
    </>
  );
}

function FindingLinks({ findings, lot }: { findings: readonly FindingView[]; lot: LotView }) {
  const { t, named } = useWords();
  if (findings.length === 0) {
    return (
      <p class="good">
        <Sign shape="check" /> {t('lot.cases-none')}
      </p>
    );
  }
  return (
    <ul class="finding-links">
      {findings.map(({ finding, code, package: id, state }) => (
        <li key={finding}>
          <a class="button" href={addressOf('case', finding)}>
            <Sign shape={state === 'open' ? 'hand' : 'bar'} /> {named('finding', code)}{' '}
            <span class="mark">
              {lot.packages.find((one) => one.package === id)?.mark ?? id ?? t('case.about-lot')}
            </span>
          </a>{' '}
          <span>{named('case.state', state)}</span>
        </li>
      ))}
    </ul>
  );
}
