// Sealed orders of headquarters that wait at the base: opened by two persons with a code given by telephone.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../../core/model/command.ts';
import type { DepositView, StateView } from '../../../core/views/stateView.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { createRandomId, sendCommand, type CurrentOperator } from '../../wire/agentClient.ts';
import { CardListPage } from './CardListPage.tsx';
import { useOperatorNames } from './operatorNames.ts';
import { mayWorkOnCases } from './caseSteps.ts';
import type { RequestError } from '../../shared/requestResult.ts';

const MAX_DEPOSIT_CODE_CHARACTERS = 200;

export function DepositedOrders({
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
    <CardListPage id="deposit-title" title={t('deposit.title')} hint={t('deposit.why')} onLeave={onLeave}>
      {state.deposits.map((deposit) => (
        <li key={deposit.sealed} class="card">
          <DepositCard deposit={deposit} currentOperator={currentOperator} />
        </li>
      ))}
    </CardListPage>
  );
}

function DepositCard({ deposit, currentOperator }: { deposit: DepositView; currentOperator: CurrentOperator }) {
  const { t } = useTranslator();
  const { nameOf } = useOperatorNames();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const [needsSecondPerson, setNeedsSecondPerson] = useState(false);
  const { sealed, askedBy } = deposit;
  const body: CommandBody = { kind: 'open-sealed', sealed, code: code.trim() };
  // Not through the outbox: it would write the code down on the tablet.
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await sendCommand({ ...body, id: createRandomId() }, currentOperator.operator);
    setBusy(false);
    setError(answer.ok ? null : answer.error);
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)}>
      <h3>{t('deposit.name', { sealed })}</h3>
      {askedBy !== null && <p>{t('deposit.asked', { operator: nameOf(askedBy) })}</p>}
      {mayWorkOnCases(currentOperator) && (
        <>
          <label>
            {t('deposit.code')}
            <input
              required
              autocomplete="off"
              spellcheck={false}
              maxLength={MAX_DEPOSIT_CODE_CHARACTERS}
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </label>
          {error !== null && <ErrorMessage error={error} />}
          <div class="choices">
            {askedBy !== currentOperator.operator && (
              <button type="submit" class="main" disabled={busy || code.trim() === ''}>
                {t(askedBy === null ? 'deposit.do' : 'deposit.confirm')}
              </button>
            )}
            {askedBy !== null && (
              <button type="button" disabled={code.trim() === ''} onClick={() => setNeedsSecondPerson(true)}>
                {t('deposit.second')}
              </button>
            )}
          </div>
        </>
      )}
      {needsSecondPerson && (
        <SecondPersonDialog
          body={body}
          title={t('deposit.title-second', { sealed })}
          onDone={() => setNeedsSecondPerson(false)}
          onCancel={() => setNeedsSecondPerson(false)}
        />
      )}
    </form>
  );
}
