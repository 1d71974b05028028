// What is set apart at this base, why, and the way back into store: two supervisors, once nothing about it is open.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../../core/model/command.ts';
import type { QuarantineView, StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender } from '../../wire/commandSender.ts';
import { CardListPage } from './CardListPage.tsx';
import { hasAnyRole } from './caseSteps.ts';

export function QuarantinedPackages({
  state,
  who,
  leave,
}: {
  state: StateView;
  who: CurrentOperator;
  leave: () => void;
}) {
  const { t } = useTranslator();
  return (
    <CardListPage
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
    </CardListPage>
  );
}

function ApartCard({
  apart,
  who,
  area,
}: {
  apart: QuarantineView;
  who: CurrentOperator;
  area: { en: string; ja: string } | null;
}) {
  const { t, language } = useTranslator();
  const commanding = useCommandSender();
  const [second, setSecond] = useState(false);
  const { package: one, lot, findings, askedBy } = apart;
  const body: CommandBody = { kind: 'lift-quarantine', package: one.package };
  return (
    <>
      <h3>
        <Icon shape="hand" /> <span class="mark">{one.mark}</span>{' '}
        <small>{[t('case.lot', { lot }), area?.[language]].filter((part) => part !== undefined).join(' · ')}</small>
      </h3>
      <div class="choices">
        <a class="button" href={buildRoomHref('lot', lot)}>
          {t('case.lot', { lot })}
        </a>
        {findings.map((finding) => (
          <a key={finding} class="button" href={buildRoomHref('case', finding)}>
            {t('gate.case')}
          </a>
        ))}
      </div>
      <CommandErrorMessage commanding={commanding} />
      {findings.length > 0 ? (
        <p class="hint">{t('quarantine.disputed')}</p>
      ) : (
        hasAnyRole(who, ['supervisor']) && (
          <>
            <p class="hint">{t(askedBy === null ? 'case.lift.ask' : 'quarantine.asked')}</p>
            <div class="choices">
              {askedBy !== who.operator && (
                <button type="button" disabled={commanding.busy} onClick={() => void commanding.send(body)}>
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
        <SecondPersonDialog
          body={body}
          title={t('case.lift.title', { mark: one.mark })}
          done={() => setSecond(false)}
          cancel={() => setSecond(false)}
        />
      )}
    </>
  );
}
