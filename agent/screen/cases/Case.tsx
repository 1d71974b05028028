// One case in full: what it is, what to do now, how much and how sure, the evidence, who had a hand in it, what was
// decided.
import type { CaseView } from '../../core/shown/lookup.ts';
import { addressOf } from '../shell/route.ts';
import type { RoomProps } from '../shell/roomProps.ts';
import { dateTime } from '../shared/format.ts';
import { useLoaded } from '../shared/loaded.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { readCase } from '../wire/api.ts';
import { Acts } from './Acts.tsx';
import { Waits } from './CaseCard.tsx';
import { Evidence } from './Evidence.tsx';
import { usePeople } from './names.ts';
import { canDo, casesKey, nextStep } from './nextStep.ts';
import { Quantities } from './Quantities.tsx';

export function Case(props: RoomProps) {
  return <CaseFile key={props.id} {...props} />;
}

function CaseFile({ state, who, id }: RoomProps) {
  const { t } = useWords();
  const { nameOf } = usePeople();
  const { value: shown, trouble, reload } = useLoaded(() => readCase(id), `${id} ${casesKey(state)}`);
  return (
    <div class="case-file">
      <p>
        <a class="back" href={addressOf('cases')}>
          {t('cases.back')}
        </a>
      </p>
      {trouble !== null && <TroubleText trouble={trouble} />}
      {shown === null ? (
        trouble === null && <p class="waiting">{t('case.loading')}</p>
      ) : (
        <>
          <Head shown={shown} who={who} />
          <Acts shown={shown} state={state} who={who} nameOf={nameOf} reload={reload} />
          <Quantities shown={shown} />
          <Evidence shown={shown} who={who} nameOf={nameOf} />
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

function Head({ shown, who }: { shown: CaseView; who: RoomProps['who'] }) {
  const { t, named, language } = useWords();
  const step = nextStep(shown);
  return (
    <section class="card case-head" aria-labelledby="case-title">
      <h2 id="case-title">
        {named('finding', shown.code)} <span class="mark">{shown.mark ?? t('case.about-lot')}</span>
      </h2>
      <p class="hint">
        {shown.lot === null ? (
          t('case.no-lot')
        ) : (
          <a href={addressOf('lot', shown.lot)}>{t('case.lot', { lot: shown.lot })}</a>
        )}{' '}
        · {t('case.found', { time: dateTime(language, shown.atWallMs) })} · {named('case.state', shown.state)} ·{' '}
        {t(shown.recounts === 0 ? 'case.recounts-none' : 'case.recounts', { count: shown.recounts })}
      </p>
      <p class="what">{named('case.what', shown.code)}</p>
      {shown.state === 'open' && <p class="do">{named('case.do', shown.code)}</p>}
      <p class="states">
        <Waits step={step} mine={canDo(shown, who)} />
        {shown.quarantined && (
          <span class="fact warn">
            <Sign shape="hand" /> {t('case.quarantined')}
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
  const { t, named, language } = useWords();
  const { decision } = shown;
  return (
    <section class="card">
      <h3>{t('decision.title')}</h3>
      {decision === null ? (
        <p>{t('decision.none')}</p>
      ) : (
        <>
          <p class="what">{named('decision', decision.act)}</p>
          {decision.words !== '' && <blockquote>{decision.words}</blockquote>}
          <p class="hint">{t('decision.by', { order: decision.order, time: dateTime(language, decision.atWallMs) })}</p>
        </>
      )}
    </section>
  );
}
