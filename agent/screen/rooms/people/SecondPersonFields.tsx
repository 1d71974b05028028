// Badge and PIN of the second person for one change; empty where one is enough.
import { useState } from 'preact/hooks';
import { useTranslator } from '../../shared/translator.ts';

/** What is typed of the second person, and how it changes. */
export interface SecondPersonDraft {
  badge: string;
  pin: string;
  set: (values: { badge: string; pin: string }) => void;
}

export function useSecondPerson(): SecondPersonDraft {
  const [values, setValues] = useState({ badge: '', pin: '' });
  return { ...values, set: setValues };
}

/** Null: nothing was typed. */
export function secondPersonOf({ badge, pin }: SecondPersonDraft): { badge: string; pin: string } | null {
  return badge.trim() === '' ? null : { badge: badge.trim(), pin };
}

export function SecondPersonFields({ second }: { second: SecondPersonDraft }) {
  const { t } = useTranslator();
  const { badge, pin, set } = second;
  return (
    <fieldset>
      <legend>{t('people.second')}</legend>
      <p class="hint">{t('people.second-why')}</p>
      <label>
        {t('people.second-badge')}
        <input
          type="text"
          autocomplete="off"
          maxLength={64}
          value={badge}
          onInput={(event) => set({ badge: event.currentTarget.value, pin })}
        />
      </label>
      <label>
        {t('people.second-pin')}
        <input
          type="password"
          inputMode="numeric"
          autocomplete="off"
          maxLength={12}
          value={pin}
          onInput={(event) => set({ badge, pin: event.currentTarget.value })}
        />
      </label>
    </fieldset>
  );
}
