// What is set apart at this base, why, and the way back into store: two supervisors, once nothing about it is open.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../core/command.ts';
import type { QuarantineView, StateView } from '../../core/shown/view.ts';
import { addressOf } from '../shell/route.ts';
import { SecondPerson } from '../shell/SecondPerson.tsx';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleLine } from '../shared/TroubleLine.tsx';
import type { Who } from '../wire/api.ts';
import { useCommand } from '../wire/command.ts';
import { Desk } from './Desk.tsx';
import { hasAny } from './nextStep.ts';

export function Quarantined({ state, who, leave }: { state: StateView; who: Who; leave: () => void }) {
  const { t } = useWords();
  return (
    <Desk
      id="quarantine-title"
      title={t('quarantine.title')}
      hint={state.quarantined.length === 0 ? t('quarantine.none') : null}
      leave={leave}
    >
      {state.quarantined.map((one) => (
        <li key={one.package.package} class="card">
          <ApartCard
            apart={one}
            who={who}
            area={state.areas.find(({ area }) => area === one.package.area)?.name ?? null}
          />
        </li>
      ))}
    </Desk>
  );
}

function ApartCard({ apart, who, area }: { apart: QuarantineView; who: Who; area: { en: string; ja: string } | null }) {
  const { t, language } = useWords();
  const commanding = useCommand();
  const [second, setSecond] = useState(false);
  const { package: one, lot, findings, askedBy } = apart;
  const body: CommandBody = { kind: 'lift-quarantine', package: one.package };
  return (
    <>
      <h3>
        <Sign shape="hand" /> <span class="mark">{one.mark}</span>{' '}
        <small>{[t('case.lot', { lot }), area?.[language]].filter((part) => part !== undefined).join(' · ')}</small>
      </h3>
      <div class="choices">
        <a class="button" href={addressOf('lot', lot)}>
          {t('case.lot', { lot })}
        </a>
        {findings.map((finding) => (
          <a key={finding} class="button" href={addressOf('case', finding)}>
            {t('gate.case')}
          </a>
        ))}
      </div>
      <TroubleLine commanding={commanding} />
      {findings.length > 0 ? (
        <p class="hint">{t('quarantine.disputed')}</p>
      ) : (
        hasAny(who, ['supervisor']) && (
          <>
            <p class="hint">{t(askedBy === null ? 'case.lift.ask' : 'quarantine.asked')}</p>
            <div class="choices">
              {askedBy !== who.operator && (
                <button type="button" disabled={commanding.busy} onClick={() => void commanding.ask(body)}>
                  {t(askedBy === null ? 'case.lift.do' : 'case.lift.confirm-do')}
                </button>
              )}
              <button type="button" class="quiet" onClick={() => setSecond(true)}>
                {t('case.lift.second')}
              </button>
            </div>
          </>
        )
      )}
      {second && (
        <SecondPerson
          body={body}
          title={t('case.lift.title', { mark: one.mark })}
          done={() => setSecond(false)}
          cancel={() => setSecond(false)}
        />
      )}
    </>
  );
}
