// Work that is not the next step: behind one line, so that it is not in the way, and one form at a time.
import { useState } from 'preact/hooks';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useQuery } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import { type CurrentOperator, readOperators } from '../../wire/agentClient.ts';
import { StationActionForm } from './StationActionForm.tsx';
import { findOfferedAction, listOfferedActions, type StationActionName } from './stationActions.ts';
import '../../style/stationActions.css';

export interface OtherActionsProps {
  station: StationView;
  state: StateView;
  currentOperator: CurrentOperator;
  /** Opened by another part of the page: what came off a vehicle. */
  openAction: StationActionName | null;
  setOpenAction: (action: StationActionName | null) => void;
}

export function OtherActions({ station, state, currentOperator, openAction, setOpenAction }: OtherActionsProps) {
  const translator = useTranslator();
  const { t } = translator;
  const [lastDone, setLastDone] = useState<StationActionName | null>(null);
  const people = useQuery(readOperators, '').value?.operators ?? [];
  const context = {
    station,
    state,
    roles: currentOperator.roles,
    operator: currentOperator.operator,
    people,
    translator,
  };
  const action = openAction === null ? null : findOfferedAction(openAction, context);
  if (openAction !== null && action !== null)
    return (
      <StationActionForm
        key={openAction}
        name={openAction}
        action={action}
        onLeave={(isDone) => {
          setLastDone(isDone ? openAction : null);
          setOpenAction(null);
        }}
      />
    );
  return (
    <div class="other-work">
      {lastDone !== null && (
        <p class="good" role="status">
          <Icon shape="check" /> {t('action.done', { act: t(`action.${lastDone}`) })}
        </p>
      )}
      <details>
        <summary>{t('action.open')}</summary>
        <ul class="choices">
          {listOfferedActions(context).map((name) => (
            <li key={name}>
              <button type="button" class="quiet" onClick={() => setOpenAction(name)}>
                {t(`action.${name}`)}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
