// A job being worked: how far it is, and what the load on the scale needs from a person.
import { useState } from 'preact/hooks';
import type { LotView, StateView, StationView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CodeField } from '../../shared/CodeField.tsx';
import { StocktakeCountPanel } from './StocktakeCountPanel.tsx';
import { JobPackageList } from './JobPackageList.tsx';

interface JobWorkProps {
  station: StationView;
  job: NonNullable<StationView['job']>;
  lot: LotView | undefined;
  state: StateView;
  mayWork: boolean;
  commanding: CommandSender;
  /** Somebody has asked for closing: a second person gives badge and PIN here. */
  askSecond: () => void;
}

export function JobPanel({ station, job, lot, state, mayWork, commanding, askSecond }: JobWorkProps) {
  const { t, codeText } = useTranslator();
  const settled = job.weighed + job.missing;
  return (
    <div class="job">
      <h3>
        {job.lot === null ? codeText('work', job.work) : t('job.lot', { lot: job.lot })}
        <span class="count">
          {t(job.work === 'stocktake' ? 'count.progress' : 'job.progress', {
            weighed: job.weighed,
            announced: job.announced,
          })}
          {job.missing > 0 && ` · ${t('job.missing', { missing: job.missing })}`}
        </span>
      </h3>
      <progress max={job.announced} value={settled}>
        {settled}/{job.announced}
      </progress>
      {mayWork && <LoadActions station={station} commanding={commanding} />}
      {mayWork && job.work === 'release' && (
        <CodeField
          key="pick"
          label={t('pick.label')}
          button={t('pick.do')}
          busy={commanding.busy}
          autoFocus
          take={(code) => commanding.send({ kind: 'pick', job: job.job, code })}
        />
      )}
      {mayWork && job.stocktake !== null && (
        <StocktakeCountPanel stocktake={job.stocktake} state={state} commanding={commanding} />
      )}
      {lot !== undefined && <JobPackageList lot={lot} job={mayWork ? job.job : null} commanding={commanding} />}
      {mayWork && station.guidance.key === 'second-closes' && (
        <button type="button" class="main" onClick={askSecond}>
          {t('release.second')}
        </button>
      )}
      {mayWork && (
        <button
          type="button"
          class={settled >= job.announced ? 'main' : ''}
          disabled={commanding.busy}
          onClick={() => void commanding.send({ kind: 'close-job', job: job.job })}
        >
          {t('job.close')}
        </button>
      )}
    </div>
  );
}

/** Scan, tag, or set aside: only what the sentence above asks for. */
function LoadActions({ station, commanding }: { station: StationView; commanding: CommandSender }) {
  const { t } = useTranslator();
  const [foreign, setForeign] = useState(false);
  const { key, params } = station.guidance;
  const { send, busy } = commanding;
  if (key === 'attach-tag' && typeof params['package'] === 'string') {
    const tagged = params['package'];
    return (
      <CodeField
        key="tag"
        label={t('tag.label')}
        button={t('tag.do')}
        busy={busy}
        autoFocus
        take={(code) => send({ kind: 'attach-tag', package: tagged, epcHex: code })}
      />
    );
  }
  if (key !== 'scan-package' && key !== 'name-goods') return null;
  if (foreign || key === 'name-goods') {
    return (
      <div class="foreign">
        <CodeField
          key="foreign"
          label={t('foreign.label')}
          button={t('foreign.do')}
          busy={busy}
          autoFocus
          take={async (identity) => {
            const done = await send({
              kind: 'hold-foreign',
              station: station.station,
              identity,
              weighing: station.load?.weighing ?? null,
            });
            if (done) setForeign(false);
            return done;
          }}
        />
        <button type="button" class="quiet" onClick={() => setForeign(false)}>
          {t('cancel')}
        </button>
      </div>
    );
  }
  return (
    <div class="foreign">
      <CodeField
        key="identify"
        label={t('identify.label')}
        button={t('identify.do')}
        busy={busy}
        autoFocus
        take={(code) =>
          send({
            kind: 'identify',
            station: station.station,
            code,
            typed: true,
            weighing: station.load?.weighing ?? null,
          })
        }
      />
      <button type="button" onClick={() => setForeign(true)}>
        {t('foreign.open')}
      </button>
    </div>
  );
}
