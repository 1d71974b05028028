// One case in full: what it is, the next step, quantities with their limits, attachments, the decision, and who
// touched it.
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { formatDateTime } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { readCase } from '../../wire/agentClient.ts';
import '../../style/cases.css';
import { CaseActions } from './CaseActions.tsx';
import { CaseStepBadge } from './CaseCard.tsx';
import { CaseAttachments } from './CaseAttachments.tsx';
import { useOperatorNames } from './operatorNames.ts';
import { canTakeNextStep, buildCasesQueryKey, findNextCaseStep } from './caseSteps.ts';
import { CaseQuantityTable } from './CaseQuantityTable.tsx';
import { asFindingId } from '../../../core/model/ids.ts';

export function CaseRoom(props: RoomProps) {
  return <CaseDetails key={props.id} {...props} />;
}

function CaseDetails({ state, currentOperator, id }: RoomProps) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
  const {
    value: caseView,
    error,
    refetch,
  } = useQuery(() => readCase(asFindingId(id)), `${id} ${buildCasesQueryKey(state)}`);
  return (
    <div class="case-file">
      <p>
        <a class="back" href={buildRoomHref('cases')}>
          {t('cases.back')}
        </a>
      </p>
      {error !== null && <ErrorMessage error={error} />}
      {caseView === null ? (
        error === null && <p class="waiting">{t('case.loading')}</p>
      ) : (
        <>
          <CaseHead caseView={caseView} currentOperator={currentOperator} />
          <CaseActions
            caseView={caseView}
            state={state}
            currentOperator={currentOperator}
            nameOf={nameOf}
            onChanged={refetch}
          />
          <CaseQuantityTable caseView={caseView} />
          <CaseAttachments caseView={caseView} currentOperator={currentOperator} nameOf={nameOf} />
          <DecisionSection caseView={caseView} />
          <section class="card">
            <h3>{t('case.touched')}</h3>
            <p>{caseView.touched.length === 0 ? t('case.touched-none') : caseView.touched.map(nameOf).join(', ')}</p>
          </section>
        </>
      )}
    </div>
  );
}

function CaseHead({
  caseView,
  currentOperator,
}: {
  caseView: CaseView;
  currentOperator: RoomProps['currentOperator'];
}) {
  const { t, codeText, language } = useTranslator();
  const step = findNextCaseStep(caseView);
  return (
    <section class="card case-head" aria-labelledby="case-title">
      <h2 id="case-title">
        {codeText('finding', caseView.code)} <span class="mark">{caseView.mark ?? t('case.about-lot')}</span>
      </h2>
      <p class="hint">
        {caseView.lot === null ? (
          t('case.no-lot')
        ) : (
          <a href={buildRoomHref('lot', caseView.lot)}>{t('case.lot', { lot: caseView.lot })}</a>
        )}{' '}
        · {t('case.found', { time: formatDateTime(language, caseView.atWallMs) })} ·{' '}
        {codeText('case.state', caseView.state)} ·{' '}
        {t(caseView.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: caseView.recounts })}
      </p>
      <p class="what">{codeText('case.what', caseView.code)}</p>
      {caseView.state === 'open' && <p class="do">{codeText('case.do', caseView.code)}</p>}
      <p class="states">
        <CaseStepBadge step={step} isMine={canTakeNextStep(caseView, currentOperator)} />
        {caseView.quarantined && (
          <span class="fact warn">
            <Icon shape="hand" /> {t('case.quarantined')}
          </span>
        )}
      </p>
      {caseView.note !== null && (
        <figure class="note">
          <figcaption>{t('case.note')}</figcaption>
          <blockquote>{caseView.note}</blockquote>
        </figure>
      )}
    </section>
  );
}

function DecisionSection({ caseView }: { caseView: CaseView }) {
  const { t, codeText, language } = useTranslator();
  const { decision } = caseView;
  return (
    <section class="card">
      <h3>{t('decision.title')}</h3>
      {decision === null ? (
        <p>{t('decision.none')}</p>
      ) : (
        <>
          <p class="what">{codeText('decision', decision.act)}</p>
          {decision.words !== '' && <blockquote>{decision.words}</blockquote>}
          <p class="hint">
            {t('decision.by', { order: decision.order, time: formatDateTime(language, decision.atWallMs) })}
          </p>
        </>
      )}
    </section>
  );
}
