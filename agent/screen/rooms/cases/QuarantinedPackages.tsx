// What is set apart at this base, why, and the way back into store: two supervisors, once nothing about it is open.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../../core/model/command.ts';
import type { QuarantineView, StateView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import { formatDate } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender } from '../../wire/commandSender.ts';
import { CardListPage } from './CardListPage.tsx';
import { hasAnyRole } from './caseSteps.ts';

export function QuarantinedPackages({
  state,
  currentOperator,
  onLeave,
}: {
  state: StateView;
  currentOperator: CurrentOperator;
  onLeave: () => void;
}) {
  const { t } = useTranslator();
  return (
    <CardListPage
      id="quarantine-title"
      title={t('quarantine.title')}
      hint={state.quarantined.length === 0 ? t('quarantine.none') : null}
      onLeave={onLeave}
    >
      {state.quarantined.map((quarantine) => (
        <li key={quarantine.package.package} class="card">
          <QuarantinedPackageCard
            quarantine={quarantine}
            currentOperator={currentOperator}
            area={state.areas.find(({ area }) => area === quarantine.package.area)?.name ?? null}
          />
        </li>
      ))}
    </CardListPage>
  );
}

function QuarantinedPackageCard({
  quarantine,
  currentOperator,
  area,
}: {
  quarantine: QuarantineView;
  currentOperator: CurrentOperator;
  area: { en: string; ja: string } | null;
}) {
  const { t, language } = useTranslator();
  const commandSender = useCommandSender();
  const [needsSecondPerson, setNeedsSecondPerson] = useState(false);
  const { package: packageView, lot, findings, askedBy, sinceWallMs } = quarantine;
  const since = sinceWallMs === null ? undefined : t('quarantine.since', { date: formatDate(language, sinceWallMs) });
  const body: CommandBody = { kind: 'lift-quarantine', package: packageView.package };
  return (
    <>
      <h3>
        <Icon shape="hand" /> <span class="mark">{packageView.mark}</span>{' '}
        <small>
          {[t('case.lot', { lot }), area?.[language], since].filter((part) => part !== undefined).join(' · ')}
        </small>
      </h3>
      <QuarantineLinks lot={lot} findings={findings} />
      <CommandErrorMessage commandSender={commandSender} />
      {findings.length > 0 ? (
        <p class="hint">{t('quarantine.disputed')}</p>
      ) : (
        hasAnyRole(currentOperator, ['supervisor']) && (
          <>
            <p class="hint">{t(askedBy === null ? 'case.lift.ask' : 'quarantine.asked')}</p>
            <div class="choices">
              {askedBy !== currentOperator.operator && (
                <button type="button" disabled={commandSender.busy} onClick={() => void commandSender.send(body)}>
                  {t(askedBy === null ? 'case.lift.do' : 'case.lift.confirm-do')}
                </button>
              )}
              <button type="button" class="quiet" onClick={() => setNeedsSecondPerson(true)}>
                {t('case.lift.second')}
              </button>
            </div>
          </>
        )
      )}
      {needsSecondPerson && (
        <SecondPersonDialog
          body={body}
          title={t('case.lift.title', { mark: packageView.mark })}
          onDone={() => setNeedsSecondPerson(false)}
          onCancel={() => setNeedsSecondPerson(false)}
        />
      )}
    </>
  );
}

function QuarantineLinks({ lot, findings }: Pick<QuarantineView, 'lot' | 'findings'>) {
  const { t } = useTranslator();
  return (
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
  );
}
