// Sealed orders of headquarters that wait at the base: opened with a code told by telephone, by two persons.
import { useState } from 'preact/hooks';
import type { CommandBody } from '../../core/command.ts';
import type { DepositView, StateView } from '../../core/shown/view.ts';
import { SecondPerson } from '../shell/SecondPerson.tsx';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { newId, sendCommand, type Trouble, type Who } from '../wire/api.ts';
import { Desk } from './Desk.tsx';
import { usePeople } from './names.ts';
import { mayWork } from './nextStep.ts';

const CODE_LONGEST = 200;

export function Deposits({ state, who, leave }: { state: StateView; who: Who; leave: () => void }) {
  const { t } = useWords();
  return (
    <Desk id="deposit-title" title={t('deposit.title')} hint={t('deposit.why')} leave={leave}>
      {state.deposits.map((deposit) => (
        <li key={deposit.sealed} class="card">
          <DepositCard deposit={deposit} who={who} />
        </li>
      ))}
    </Desk>
  );
}

function DepositCard({ deposit, who }: { deposit: DepositView; who: Who }) {
  const { t } = useWords();
  const { nameOf } = usePeople();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [second, setSecond] = useState(false);
  const { sealed, askedBy } = deposit;
  const body: CommandBody = { kind: 'open-sealed', sealed, code: code.trim() };
  // Not through the outbox: it would write the code down on the tablet.
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await sendCommand({ ...body, id: newId() }, who.operator);
    setBusy(false);
    setTrouble(answer.ok ? null : answer.trouble);
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)}>
      <h3>{t('deposit.name', { sealed })}</h3>
      {askedBy !== null && <p>{t('deposit.asked', { operator: nameOf(askedBy) })}</p>}
      {mayWork(who) && (
        <>
          <label>
            {t('deposit.code')}
            <input
              required
              autocomplete="off"
              spellcheck={false}
              maxLength={CODE_LONGEST}
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </label>
          {trouble !== null && <TroubleText trouble={trouble} />}
          <div class="choices">
            {askedBy !== who.operator && (
              <button type="submit" class="main" disabled={busy || code.trim() === ''}>
                {t(askedBy === null ? 'deposit.do' : 'deposit.confirm')}
              </button>
            )}
            {askedBy !== null && (
              <button type="button" disabled={code.trim() === ''} onClick={() => setSecond(true)}>
                {t('deposit.second')}
              </button>
            )}
          </div>
        </>
      )}
      {second && (
        <SecondPerson
          body={body}
          title={t('deposit.title-second', { sealed })}
          done={() => setSecond(false)}
          cancel={() => setSecond(false)}
        />
      )}
    </form>
  );
}
