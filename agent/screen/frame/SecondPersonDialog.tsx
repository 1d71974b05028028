// A second person gives badge and PIN for one command; whoever is signed in stays so.
import { FormButtons } from '../shared/FormButtons.tsx';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Command, CommandBody } from '../../core/model/command.ts';
import { useScanHandler } from '../shared/scannerContext.ts';
import { useTranslator } from '../shared/translator.ts';
import { ErrorMessage } from '../shared/ErrorMessage.tsx';
import { createRandomId, sendAsSecondPerson } from '../wire/agentClient.ts';
import { PinPad } from './PinPad.tsx';
import type { RequestError } from '../shared/requestResult.ts';

interface SecondPersonDialogProps {
  body: CommandBody;
  /** What the second person puts their name to, in words. */
  title: string;
  onDone: () => void;
  onCancel: () => void;
}

export function SecondPersonDialog({ body, title, onDone, onCancel }: SecondPersonDialogProps) {
  const { t } = useTranslator();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const pinFieldRef = useRef<HTMLInputElement>(null);
  // One id for all tries: an answer that got lost on the way is asked for again, not done twice.
  const commandRef = useRef<Command>({ ...body, id: createRandomId() });
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  useEffect(() => dialogRef.current?.showModal(), []);
  useScanHandler((code) => {
    setBadge(code);
    pinFieldRef.current?.focus();
    return true;
  });

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || badge.trim() === '' || pin === '') return;
    setBusy(true);
    const answer = await sendAsSecondPerson(commandRef.current, badge.trim(), pin);
    setBusy(false);
    setPin('');
    if (answer.ok) onDone();
    else setError(answer.error);
  };

  return (
    <dialog ref={dialogRef} class="card second" aria-label={title} onCancel={onCancel}>
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <h2>{title}</h2>
        <p class="hint">{t('second-person.why')}</p>
        <BadgeAndPinFields badge={badge} setBadge={setBadge} pin={pin} setPin={setPin} pinFieldRef={pinFieldRef} />
        <PinPad updatePin={(update) => setPin((previous) => update(previous))} />
        {error !== null && <ErrorMessage error={error} />}
        <FormButtons label={t('second-person.do')} disabled={busy} onCancel={onCancel} />
      </form>
    </dialog>
  );
}

interface BadgeAndPinFieldsProps {
  badge: string;
  setBadge: (badge: string) => void;
  pin: string;
  setPin: (pin: string) => void;
  pinFieldRef: RefObject<HTMLInputElement | null>;
}

function BadgeAndPinFields({ badge, setBadge, pin, setPin, pinFieldRef }: BadgeAndPinFieldsProps) {
  const { t } = useTranslator();
  return (
    <>
      <label>
        {t('second-person.badge')}
        <input
          name="second-badge"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required
          maxLength={64}
          value={badge}
          onInput={(event) => setBadge(event.currentTarget.value)}
        />
      </label>
      <label>
        {t('sign-in.pin')}
        <input
          ref={pinFieldRef}
          name="second-pin"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          required
          maxLength={12}
          value={pin}
          onInput={(event) => setPin(event.currentTarget.value)}
        />
      </label>
    </>
  );
}
