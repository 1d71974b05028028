// One case in the list: what it is, what to do, what it waits for, and who may not do it.
import type { CaseView } from '../../core/shown/lookup.ts';
import { addressOf } from '../shell/route.ts';
import { dateTime } from '../shared/format.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import type { Who } from '../wire/api.ts';
import { canDo, nextStep, type Step } from './nextStep.ts';

interface CaseCardProps {
  shown: CaseView;
  who: Who;
  nameOf: (operator: string) => string;
}

export function CaseCard({ shown, who, nameOf }: CaseCardProps) {
  const { t, named, language } = useWords();
  const step = nextStep(shown);
  const mine = canDo(shown, who);
  return (
    <article class={`card case ${LOOKS[step]}`} aria-labelledby={`case-${shown.finding}`}>
      <h3 id={`case-${shown.finding}`}>
        <a href={addressOf('case', shown.finding)}>
          {named('finding', shown.code)} <span class="mark">{shown.mark ?? t('case.about-lot')}</span>
        </a>
        <small>
          {[
            shown.lot === null ? t('case.no-lot') : t('case.lot', { lot: shown.lot }),
            t('case.found', { time: dateTime(language, shown.atWallMs) }),
          ].join(' · ')}
        </small>
      </h3>
      <p>{named('case.what', shown.code)}</p>
      {shown.state === 'open' && <p class="do">{named('case.do', shown.code)}</p>}
      <p class="states">
        <Waits step={step} mine={mine} />
        <span>{t(shown.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: shown.recounts })}</span>
        {shown.quarantined && (
          <span class="fact warn">
            <Sign shape="hand" /> {t('case.quarantined')}
          </span>
        )}
        {shown.state !== 'open' && <span>{named('case.state', shown.state)}</span>}
      </p>
      {step !== 'nobody' && shown.touched.length > 0 && (
        <p class="hint">{`${t('case.hand')}: ${shown.touched.map(nameOf).join(', ')}`}</p>
      )}
    </article>
  );
}

const LOOKS: Record<Step, string> = {
  approve: 'look',
  lift: 'look',
  'look-again': 'look',
  recount: 'look',
  headquarters: 'wait',
  nobody: 'over',
};
const SHAPES: Record<Step, Shape> = {
  approve: 'triangle',
  lift: 'triangle',
  'look-again': 'triangle',
  recount: 'triangle',
  headquarters: 'waves',
  nobody: 'check',
};

export function Waits({ step, mine }: { step: Step; mine: boolean }) {
  const { t } = useWords();
  const forPeople = step !== 'headquarters' && step !== 'nobody';
  return (
    <span class={`fact ${forPeople ? 'warn' : ''}`}>
      <Sign shape={SHAPES[step]} /> <b>{t(`case.waits.${step}`)}</b>{' '}
      {forPeople && <span class="pill">{t(mine ? 'case.yours' : 'case.not-yours')}</span>}
    </span>
  );
}
