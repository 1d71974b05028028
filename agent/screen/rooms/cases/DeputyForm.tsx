// A supervisor who goes away names who approves in their place, for a time.
import { useState } from 'preact/hooks';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender } from '../../wire/commandSender.ts';
import { useOperatorNames } from './operatorNames.ts';
import { asOperatorId, type OperatorId } from '../../../core/model/ids.ts';

/** A shift, a day, a weekend, a fortnight: the longest that the agent takes. */
const DEPUTY_HOURS = [4, 8, 12, 24, 72, 336] as const;

export function DeputyForm({ currentOperator, onLeave }: { currentOperator: CurrentOperator; onLeave: () => void }) {
  const { t } = useTranslator();
  const commandSender = useCommandSender();
  const { operators, nameOf } = useOperatorNames();
  const [deputy, setDeputy] = useState<OperatorId | ''>('');
  const [hours, setHours] = useState<number>(8);
  const [appointment, setAppointment] = useState<{ name: string; hours: number } | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (deputy === '') return;
    if (await commandSender.send({ kind: 'name-deputy', deputy, hours }))
      setAppointment({ name: nameOf(deputy), hours });
  };
  return (
    <section class="card" aria-labelledby="deputy-title">
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <h2 id="deputy-title">{t('deputy.title')}</h2>
        <p class="hint">{t('deputy.why')}</p>
        <label>
          {t('deputy.who')}
          <select required value={deputy} onChange={(event) => setDeputy(asOperatorId(event.currentTarget.value))}>
            <option value="">{t('deputy.choose')}</option>
            {operators
              .filter(({ operator }) => operator !== currentOperator.operator)
              .map(({ operator, name }) => (
                <option key={operator} value={operator}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <label>
          {t('deputy.hours')}
          <select value={String(hours)} onChange={(event) => setHours(Number(event.currentTarget.value))}>
            {DEPUTY_HOURS.map((choice) => (
              <option key={choice} value={String(choice)}>
                {t('deputy.for', { hours: choice })}
              </option>
            ))}
          </select>
        </label>
        <CommandErrorMessage commandSender={commandSender} />
        {appointment !== null && commandSender.error === null && (
          <p class="good" role="status">
            <Icon shape="check" /> {t('deputy.done', appointment)}
          </p>
        )}
        <div class="choices">
          <button type="submit" class="main" disabled={commandSender.busy || deputy === ''}>
            {t('deputy.do')}
          </button>
          <button type="button" class="quiet" onClick={onLeave}>
            {t('report.back')}
          </button>
        </div>
      </form>
    </section>
  );
}
