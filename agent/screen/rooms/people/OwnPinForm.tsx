// A new PIN for whoever is signed in: with the own badge and the PIN that holds, nobody else is needed.
import { useState } from 'preact/hooks';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { FormButtons } from '../../shared/FormButtons.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { useMutation } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import { changePeople, type CurrentOperator } from '../../wire/agentClient.ts';

const EMPTY = { badge: '', oldPin: '', newPin: '' };

export function OwnPinForm({ currentOperator, onLeave }: { currentOperator: CurrentOperator; onLeave: () => void }) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const [draft, setDraft] = useState(EMPTY);
  const [isDone, setIsDone] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setIsDone(false);
    const edit = { kind: 'set-pin' as const, operator: currentOperator.operator, pin: draft.newPin };
    const answer = await mutation.run(() => changePeople(edit, { badge: draft.badge.trim(), pin: draft.oldPin }));
    if (!answer?.ok) return;
    setDraft(EMPTY);
    setIsDone(true);
  };
  const field = (name: keyof typeof EMPTY, isSecret: boolean) => (
    <label>
      {t(`people.own.${name}`)}
      <input
        name={name}
        {...(isSecret ? { type: 'password', inputMode: 'numeric' } : { type: 'text' })}
        autocomplete="off"
        maxLength={isSecret ? 12 : 64}
        required
        value={draft[name]}
        onInput={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)}>
      <p class="hint">{t('people.own.why')}</p>
      {field('badge', false)}
      {field('oldPin', true)}
      {field('newPin', true)}
      {mutation.error !== null && <ErrorMessage error={mutation.error} />}
      {isDone && (
        <p class="good" role="status">
          <Icon shape="check" /> {t('people.own.done')}
        </p>
      )}
      <FormButtons label={t('people.own.do')} disabled={mutation.busy} onCancel={onLeave} />
    </form>
  );
}
