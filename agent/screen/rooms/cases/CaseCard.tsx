// One case in the list: what it is, what to do, what it waits for, and who may not do it.
import type { OperatorId } from '../../../core/model/ids.ts';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatDateTime } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { canTakeNextStep, findNextCaseStep, type CaseStep } from './caseSteps.ts';

interface CaseCardProps {
  caseView: CaseView;
  currentOperator: CurrentOperator;
  nameOf: (operator: OperatorId) => string;
}

export function CaseCard({ caseView, currentOperator, nameOf }: CaseCardProps) {
  const { t, codeText, language } = useTranslator();
  const step = findNextCaseStep(caseView);
  const isMine = canTakeNextStep(caseView, currentOperator);
  return (
    <article class={`card case ${STEP_CLASSES[step]}`} aria-labelledby={`case-${caseView.finding}`}>
      <h3 id={`case-${caseView.finding}`}>
        <a href={buildRoomHref('case', caseView.finding)}>
          {codeText('finding', caseView.code)} <span class="mark">{caseView.mark ?? t('case.about-lot')}</span>
        </a>
        <small>
          {[
            caseView.lot === null ? t('case.no-lot') : t('case.lot', { lot: caseView.lot }),
            t('case.found', { time: formatDateTime(language, caseView.atWallMs) }),
          ].join(' · ')}
        </small>
      </h3>
      <p>{codeText('case.what', caseView.code)}</p>
      {caseView.state === 'open' && <p class="do">{codeText('case.do', caseView.code)}</p>}
      <p class="states">
        <CaseStepBadge step={step} isMine={isMine} />
        <span>{t(caseView.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: caseView.recounts })}</span>
        {caseView.quarantined && (
          <span class="fact warn">
            <Icon shape="hand" /> {t('case.quarantined')}
          </span>
        )}
        {caseView.state !== 'open' && <span>{codeText('case.state', caseView.state)}</span>}
      </p>
      {step !== 'nobody' && caseView.touched.length > 0 && (
        <p class="hint">{`${t('case.touched')}: ${caseView.touched.map(nameOf).join(', ')}`}</p>
      )}
    </article>
  );
}

const STEP_CLASSES: Record<CaseStep, string> = {
  approve: 'attention',
  lift: 'attention',
  'look-again': 'attention',
  recount: 'attention',
  photograph: 'attention',
  headquarters: 'wait',
  nobody: 'over',
};
const STEP_ICONS: Record<CaseStep, IconName> = {
  approve: 'triangle',
  lift: 'triangle',
  'look-again': 'triangle',
  recount: 'triangle',
  photograph: 'triangle',
  headquarters: 'waves',
  nobody: 'check',
};

export function CaseStepBadge({ step, isMine }: { step: CaseStep; isMine: boolean }) {
  const { t } = useTranslator();
  const needsPerson = step !== 'headquarters' && step !== 'nobody';
  return (
    <span class={`fact ${needsPerson ? 'warn' : ''}`}>
      <Icon shape={STEP_ICONS[step]} /> <b>{t(`case.waits.${step}`)}</b>{' '}
      {needsPerson && <span class="pill">{t(isMine ? 'case.yours' : 'case.not-yours')}</span>}
    </span>
  );
}
