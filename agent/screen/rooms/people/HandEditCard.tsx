// What the register's file said beside the ledger, and the two ways to end that.
import type { RegisterEdit, RegisterView } from '../../../core/views/registerView.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { useMutation } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import { changePeople } from '../../wire/agentClient.ts';
import { SecondPersonFields, secondPersonOf, useSecondPerson } from './SecondPersonFields.tsx';

export function HandEditCard({
  handEdit,
  onChanged,
}: {
  handEdit: NonNullable<RegisterView['handEdit']>;
  onChanged: () => void;
}) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const second = useSecondPerson();
  const send = async (edit: RegisterEdit): Promise<void> => {
    const answer = await mutation.run(() => changePeople(edit, secondPersonOf(second)));
    if (answer?.ok) onChanged();
  };
  return (
    <section class="card" aria-label={t('people.hand-edit')}>
      <h3>{t('people.hand-edit')}</h3>
      <p class="hint">{t('people.hand-edit-why')}</p>
      <ul>
        {handEdit.differences.map((difference) => (
          <li key={difference}>
            <code>{difference}</code>
          </li>
        ))}
      </ul>
      <form class="sign-in" onSubmit={(event) => event.preventDefault()}>
        <SecondPersonFields second={second} />
        {mutation.error !== null && <ErrorMessage error={mutation.error} />}
        <div class="choices">
          <button
            type="button"
            class="main"
            disabled={mutation.busy}
            onClick={() => void send({ kind: 'adopt-hand-edit', contentHash: handEdit.contentHash })}
          >
            {t('people.adopt')}
          </button>
          <button
            type="button"
            class="quiet"
            disabled={mutation.busy}
            onClick={() => void send({ kind: 'discard-hand-edit' })}
          >
            {t('people.discard')}
          </button>
        </div>
      </form>
    </section>
  );
}
