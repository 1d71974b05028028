// One change of one person, with the second person's badge and PIN where two are needed: the agent says when.
import { FormButtons } from '../../shared/FormButtons.tsx';
import { useState } from 'preact/hooks';
import { asOperatorId } from '../../../core/model/ids.ts';
import { type Role, ROLES } from '../../../core/model/roles.ts';
import type { PersonView, RegisterEdit } from '../../../core/views/registerView.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { useMutation } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import { changePeople } from '../../wire/agentClient.ts';
import { SecondPersonFields, secondPersonOf, useSecondPerson } from './SecondPersonFields.tsx';

/** What can be done with a person: made or changed, a new PIN, locked, let in again, removed. */
export type PersonAct = 'put' | 'pin' | 'lock' | 'unlock' | 'remove';

interface PersonFormProps {
  /** Null: a new person. */
  person: PersonView | null;
  act: PersonAct;
  onDone: () => void;
  onCancel: () => void;
}

interface PersonDraft {
  id: string;
  name: string;
  badge: string;
  pin: string;
  roles: readonly Role[];
}

export function PersonForm({ person, act, onDone, onCancel }: PersonFormProps) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const second = useSecondPerson();
  const [draft, setDraft] = useState<PersonDraft>({
    id: person?.operator ?? '',
    name: person?.name ?? '',
    badge: person?.badge ?? '',
    pin: '',
    roles: person?.roles ?? ['operator'],
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await mutation.run(() => changePeople(editOf(act, draft), secondPersonOf(second)));
    if (answer?.ok) onDone();
  };
  return (
    <form class="sign-in" onSubmit={(event) => void submit(event)}>
      {act === 'put' && <PersonFields draft={draft} isNew={person === null} onChange={setDraft} />}
      {(act === 'pin' || person === null) && (
        <label>
          {t('people.new-pin')}
          <input
            type="password"
            inputMode="numeric"
            autocomplete="new-password"
            maxLength={12}
            required
            value={draft.pin}
            onInput={(event) => setDraft({ ...draft, pin: event.currentTarget.value })}
          />
        </label>
      )}
      <SecondPersonFields second={second} />
      {mutation.error !== null && <ErrorMessage error={mutation.error} />}
      <FormButtons label={t('people.do')} disabled={mutation.busy} onCancel={onCancel} />
    </form>
  );
}

function editOf(act: PersonAct, { id, name, badge, pin, roles }: PersonDraft): RegisterEdit {
  const operator = asOperatorId(id.trim());
  switch (act) {
    case 'put':
      return {
        kind: 'put-operator',
        operator,
        name: name.trim(),
        roles: [...roles],
        badge: badge.trim(),
        pin: pin === '' ? null : pin,
      };
    case 'pin':
      return { kind: 'set-pin', operator, pin };
    case 'lock':
    case 'unlock':
      return { kind: 'lock-operator', operator, locked: act === 'lock' };
    case 'remove':
      return { kind: 'remove-operator', operator };
  }
}

function PersonFields({
  draft,
  isNew,
  onChange,
}: {
  draft: PersonDraft;
  isNew: boolean;
  onChange: (draft: PersonDraft) => void;
}) {
  const { t } = useTranslator();
  const field = (name: 'id' | 'name' | 'badge', maxLength: number) => (
    <label>
      {t(`people.${name}`)}
      <input
        type="text"
        autocomplete="off"
        maxLength={maxLength}
        required
        value={draft[name]}
        onInput={(event) => onChange({ ...draft, [name]: event.currentTarget.value })}
      />
    </label>
  );
  const toggled = (role: Role): readonly Role[] =>
    ROLES.filter((one) => (one === role ? !draft.roles.includes(role) : draft.roles.includes(one)));
  return (
    <>
      {isNew && field('id', 40)}
      {field('name', 80)}
      {field('badge', 64)}
      <fieldset>
        <legend>{t('people.roles')}</legend>
        {ROLES.map((role) => (
          <label key={role} class="tick">
            <input
              type="checkbox"
              checked={draft.roles.includes(role)}
              onChange={() => onChange({ ...draft, roles: toggled(role) })}
            />
            {t(`people.role.${role}`)}
          </label>
        ))}
      </fieldset>
    </>
  );
}
