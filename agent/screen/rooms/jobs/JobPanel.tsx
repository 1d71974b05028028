// A job being worked: how far it is, and what the load on the scale needs from a person.
import { useState } from 'preact/hooks';
import type { LotView, StateView, StationView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CodeField } from '../../shared/CodeField.tsx';
import { buildNamingCommand } from './scanAction.ts';
import { StocktakeCountPanel } from './StocktakeCountPanel.tsx';
import { JobPackageList } from './JobPackageList.tsx';
import { asPackageId } from '../../../core/model/ids.ts';

interface JobPanelProps {
  station: StationView;
  job: NonNullable<StationView['job']>;
  lot: LotView | undefined;
  state: StateView;
  mayWork: boolean;
  /** Who is signed in; null: nobody. */
  operator: string | null;
  commandSender: CommandSender;
  /** Somebody has asked for closing: a second person gives badge and PIN here. */
  onAskSecondPerson: () => void;
}

export function JobPanel(props: JobPanelProps) {
  const { station, job, lot, state, mayWork, operator, commandSender, onAskSecondPerson } = props;
  const { t, codeText } = useTranslator();
  const settledCount = job.weighed + job.missing;
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
      <progress max={job.announced} value={settledCount}>
        {settledCount}/{job.announced}
      </progress>
      {mayWork && <LoadActions station={station} commandSender={commandSender} />}
      {mayWork && job.work === 'release' && (
        <CodeField
          key="pick"
          label={t('pick.label')}
          button={t('pick.do')}
          busy={commandSender.busy}
          focusOnMount
          onCode={(code) => commandSender.send({ kind: 'pick', job: job.job, code, how: 'typed' })}
        />
      )}
      {mayWork && job.stocktake !== null && (
        <StocktakeCountPanel
          stocktake={job.stocktake}
          state={state}
          operator={operator}
          commandSender={commandSender}
        />
      )}
      {lot !== undefined && <JobPackageList lot={lot} job={mayWork ? job.job : null} commandSender={commandSender} />}
      {mayWork && station.guidance.key === 'second-closes' && (
        <button type="button" class="main" onClick={onAskSecondPerson}>
          {t('release.second')}
        </button>
      )}
      {mayWork && (
        <button
          type="button"
          class={settledCount >= job.announced ? 'main' : ''}
          disabled={commandSender.busy}
          onClick={() => void commandSender.send({ kind: 'close-job', job: job.job })}
        >
          {t('job.close')}
        </button>
      )}
    </div>
  );
}

interface LoadActionsProps {
  station: StationView;
  commandSender: CommandSender;
}

/** Identify, tag or hold the load: only what the guidance asks for. */
function LoadActions({ station, commandSender }: LoadActionsProps) {
  const { t } = useTranslator();
  const [isForeign, setIsForeign] = useState(false);
  const { key, params } = station.guidance;
  if (key === 'attach-tag' && typeof params['package'] === 'string') {
    const packageId = asPackageId(params['package']);
    return (
      <CodeField
        key="tag"
        label={t('tag.label')}
        button={t('tag.do')}
        busy={commandSender.busy}
        focusOnMount
        onCode={(code) => commandSender.send({ kind: 'attach-tag', package: packageId, epcHex: code })}
      />
    );
  }
  if (key !== 'scan-package' && key !== 'name-goods' && key !== 'name-weighing') return null;
  return isForeign || key === 'name-goods' ? (
    <ForeignGoodsField station={station} commandSender={commandSender} onClose={() => setIsForeign(false)} />
  ) : (
    <IdentifyField station={station} commandSender={commandSender} onForeign={() => setIsForeign(true)} />
  );
}

/** What can be read on goods that are not of this lot. */
function ForeignGoodsField({ station, commandSender, onClose }: LoadActionsProps & { onClose: () => void }) {
  const { t } = useTranslator();
  return (
    <div class="foreign">
      <CodeField
        label={t('foreign.label')}
        button={t('foreign.do')}
        busy={commandSender.busy}
        focusOnMount
        onCode={async (identity) => {
          const isDone = await commandSender.send(buildNamingCommand(station, { code: identity, isForeign: true }));
          if (isDone) onClose();
          return isDone;
        }}
      />
      <button type="button" class="quiet" onClick={onClose}>
        {t('cancel')}
      </button>
    </div>
  );
}

function IdentifyField({ station, commandSender, onForeign }: LoadActionsProps & { onForeign: () => void }) {
  const { t } = useTranslator();
  return (
    <div class="foreign">
      <CodeField
        label={t('identify.label')}
        button={t('identify.do')}
        busy={commandSender.busy}
        focusOnMount
        onCode={(code) => commandSender.send(buildNamingCommand(station, { code, isTyped: true }))}
      />
      <button type="button" onClick={onForeign}>
        {t('foreign.open')}
      </button>
    </div>
  );
}
