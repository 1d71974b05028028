// One case in the list: what it is, what to do, what it waits for, and who may not do it.
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatDateTime } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { canTakeNextStep, findNextCaseStep, type CaseStep } from './caseSteps.ts';

interface CaseCardProps {
  shown: CaseView;
  who: CurrentOperator;
  nameOf: (operator: string) => string;
}

export function CaseCard({ shown, who, nameOf }: CaseCardProps) {
  const { t, codeText, language } = useTranslator();
  const step = findNextCaseStep(shown);
  const mine = canTakeNextStep(shown, who);
  return (
    <article class={`card case ${LOOKS[step]}`} aria-labelledby={`case-${shown.finding}`}>
      <h3 id={`case-${shown.finding}`}>
        <a href={buildRoomHref('case', shown.finding)}>
          {codeText('finding', shown.code)} <span class="mark">{shown.mark ?? t('case.about-lot')}</span>
        </a>
        <small>
          {[
            shown.lot === null ? t('case.no-lot') : t('case.lot', { lot: shown.lot }),
            t('case.found', { time: formatDateTime(language, shown.atWallMs) }),
          ].join(' · ')}
        </small>
      </h3>
      <p>{codeText('case.what', shown.code)}</p>
      {shown.state === 'open' && <p class="do">{codeText('case.do', shown.code)}</p>}
      <p class="states">
        <CaseStepBadge step={step} mine={mine} />
        <span>{t(shown.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: shown.recounts })}</span>
        {shown.quarantined && (
          <span class="fact warn">
            <Icon shape="hand" /> {t('case.quarantined')}
          </span>
        )}
        {shown.state !== 'open' && <span>{codeText('case.state', shown.state)}</span>}
      </p>
      {step !== 'nobody' && shown.touched.length > 0 && (
        <p class="hint">{`${t('case.hand')}: ${shown.touched.map(nameOf).join(', ')}`}</p>
      )}
    </article>
  );
}

const LOOKS: Record<CaseStep, string> = {
  approve: 'look',
  lift: 'look',
  'look-again': 'look',
  recount: 'look',
  headquarters: 'wait',
  nobody: 'over',
};
const SHAPES: Record<CaseStep, IconName> = {
  approve: 'triangle',
  lift: 'triangle',
  'look-again': 'triangle',
  recount: 'triangle',
  headquarters: 'waves',
  nobody: 'check',
};

export function CaseStepBadge({ step, mine }: { step: CaseStep; mine: boolean }) {
  const { t } = useTranslator();
  const forPeople = step !== 'headquarters' && step !== 'nobody';
  return (
    <span class={`fact ${forPeople ? 'warn' : ''}`}>
      <Icon shape={SHAPES[step]} /> <b>{t(`case.waits.${step}`)}</b>{' '}
      {forPeople && <span class="pill">{t(mine ? 'case.yours' : 'case.not-yours')}</span>}
    </span>
  );
}
