// One case in full: what it is, what to do now, how much and how sure, the evidence, who had a hand in it, what was
// decided.
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { buildRoomHref, type RoomProps } from '../../frame/route.ts';
import { formatDateTime } from '../../shared/format.ts';
import { useQuery } from '../../shared/requestHooks.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { readCase } from '../../wire/agentClient.ts';
import { CaseActions } from './CaseActions.tsx';
import { CaseStepBadge } from './CaseCard.tsx';
import { CaseAttachments } from './CaseAttachments.tsx';
import { useOperatorNames } from './operatorNames.ts';
import { canTakeNextStep, buildCasesQueryKey, findNextCaseStep } from './caseSteps.ts';
import { CaseQuantityTable } from './CaseQuantityTable.tsx';

export function CaseRoom(props: RoomProps) {
  return <CaseFile key={props.id} {...props} />;
}

function CaseFile({ state, currentOperator, id }: RoomProps) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
  const { value: shown, error, refetch } = useQuery(() => readCase(id), `${id} ${buildCasesQueryKey(state)}`);
  return (
    <div class="case-file">
      <p>
        <a class="back" href={buildRoomHref('cases')}>
          {t('cases.back')}
        </a>
      </p>
      {error !== null && <ErrorMessage trouble={error} />}
      {shown === null ? (
        error === null && <p class="waiting">{t('case.loading')}</p>
      ) : (
        <>
          <Head shown={shown} who={currentOperator} />
          <CaseActions
            caseView={shown}
            state={state}
            currentOperator={currentOperator}
            nameOf={nameOf}
            reload={refetch}
          />
          <CaseQuantityTable shown={shown} />
          <CaseAttachments shown={shown} who={currentOperator} nameOf={nameOf} />
          <Decided shown={shown} />
          <section class="card">
            <h3>{t('case.hand')}</h3>
            <p>{shown.touched.length === 0 ? t('case.hand-none') : shown.touched.map(nameOf).join(', ')}</p>
          </section>
        </>
      )}
    </div>
  );
}

function Head({ shown, who }: { shown: CaseView; who: RoomProps['currentOperator'] }) {
  const { t, codeText, language } = useTranslator();
  const step = findNextCaseStep(shown);
  return (
    <section class="card case-head" aria-labelledby="case-title">
      <h2 id="case-title">
        {codeText('finding', shown.code)} <span class="mark">{shown.mark ?? t('case.about-lot')}</span>
      </h2>
      <p class="hint">
        {shown.lot === null ? (
          t('case.no-lot')
        ) : (
          <a href={buildRoomHref('lot', shown.lot)}>{t('case.lot', { lot: shown.lot })}</a>
        )}{' '}
        · {t('case.found', { time: formatDateTime(language, shown.atWallMs) })} · {codeText('case.state', shown.state)}{' '}
        · {t(shown.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: shown.recounts })}
      </p>
      <p class="what">{codeText('case.what', shown.code)}</p>
      {shown.state === 'open' && <p class="do">{codeText('case.do', shown.code)}</p>}
      <p class="states">
        <CaseStepBadge step={step} mine={canTakeNextStep(shown, who)} />
        {shown.quarantined && (
          <span class="fact warn">
            <Icon shape="hand" /> {t('case.quarantined')}
          </span>
        )}
      </p>
      {shown.note !== null && (
        <figure class="note">
          <figcaption>{t('case.note')}</figcaption>
          <blockquote>{shown.note}</blockquote>
        </figure>
      )}
    </section>
  );
}

function Decided({ shown }: { shown: CaseView }) {
  const { t, codeText, language } = useTranslator();
  const { decision } = shown;
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
