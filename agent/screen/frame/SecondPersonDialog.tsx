// A second person gives badge and PIN for one act; whoever is signed in stays so.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Command, CommandBody } from '../../core/model/command.ts';
import { useScanHandler } from '../shared/scannerContext.ts';
import { useTranslator } from '../shared/translator.ts';
import { ErrorMessage } from '../shared/ErrorMessage.tsx';
import { createRandomId, sendAsSecondPerson } from '../wire/agentClient.ts';
import { PinPad } from './PinPad.tsx';
import type { RequestError } from '../shared/requestResult.ts';

interface SecondPersonProps {
  body: CommandBody;
  /** What the second person puts their name to, in words. */
  title: string;
  done: () => void;
  cancel: () => void;
}

export function SecondPersonDialog({ body, title, done, cancel }: SecondPersonProps) {
  const { t } = useTranslator();
  const dialog = useRef<HTMLDialogElement>(null);
  const pinField = useRef<HTMLInputElement>(null);
  // One id for all tries: an answer that got lost on the way is asked for again, not done twice.
  const command = useRef<Command>({ ...body, id: createRandomId() });
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useScanHandler((code) => {
    setBadge(code);
    pinField.current?.focus();
    return true;
  });

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || badge.trim() === '' || pin === '') return;
    setBusy(true);
    const answer = await sendAsSecondPerson(command.current, badge.trim(), pin);
    setBusy(false);
    setPin('');
    if (answer.ok) done();
    else setTrouble(answer.error);
  };

  return (
    <dialog ref={dialog} class="card second" aria-label={title} onCancel={cancel}>
      <form class="sign-in" onSubmit={(event) => void submit(event)}>
        <h2>{title}</h2>
        <p class="hint">{t('second.why')}</p>
        <label>
          {t('second.badge')}
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
            ref={pinField}
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
        <PinPad press={(next) => setPin((before) => next(before))} />
        {trouble !== null && <ErrorMessage trouble={trouble} />}
        <div class="choices">
          <button type="submit" class="main" disabled={busy}>
            {t('second.do')}
          </button>
          <button type="button" class="quiet" onClick={cancel}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
