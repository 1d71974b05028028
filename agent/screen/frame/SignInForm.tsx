// Badge, and PIN where it is asked for: within a shift the badge alone is enough. A scan here is always a badge.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useScanHandler } from '../shared/scannerContext.ts';
import { useTranslator } from '../shared/translator.ts';
import { ErrorMessage } from '../shared/ErrorMessage.tsx';
import { signIn, type CurrentOperator } from '../wire/agentClient.ts';
import { PinPad } from './PinPad.tsx';
import type { RequestError } from '../shared/requestResult.ts';

interface SignInProps {
  locked: boolean;
  signedIn: (who: CurrentOperator) => void;
}

interface Entering {
  badge: string;
  setBadge: (badge: string) => void;
  pin: string;
  setPin: (next: (before: string) => string) => void;
  asksPin: boolean;
  trouble: RequestError | null;
  busy: boolean;
  pinField: RefObject<HTMLInputElement | null>;
  submit: (event: Event) => void;
}

function useEntering(signedIn: (who: CurrentOperator) => void): Entering {
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [asksPin, setAsksPin] = useState(false);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const pinField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asksPin) pinField.current?.focus();
  }, [asksPin]);

  const enter = async (asked: string, secret: string | null): Promise<void> => {
    setBusy(true);
    const answer = await signIn(asked, secret);
    setBusy(false);
    setPin('');
    if (answer.ok) {
      signedIn(answer.value);
      return;
    }
    const needsPin = answer.error.code === 'pin-needed';
    setAsksPin(needsPin || secret !== null);
    setTrouble(needsPin ? null : answer.error);
    pinField.current?.focus();
  };

  useScanHandler(async (code) => {
    if (busy) return true;
    setBadge(code);
    setTrouble(null);
    await enter(code, null);
    return true;
  });

  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy || badge.trim() === '') return;
    void enter(badge.trim(), pin === '' ? null : pin);
  };
  return { badge, setBadge, pin, setPin, asksPin, trouble, busy, pinField, submit };
}

export function SignInForm({ locked, signedIn }: SignInProps) {
  const words = useTranslator();
  const { badge, setBadge, pin, setPin, asksPin, trouble, busy, pinField, submit } = useEntering(signedIn);
  return (
    <form class="card sign-in" onSubmit={submit}>
      <h2>{words.t(locked ? 'sign-in.locked' : 'sign-in.title')}</h2>
      <p class="hint">{words.t(locked ? 'sign-in.unlock' : 'sign-in.why')}</p>
      <label>
        {words.t('sign-in.badge')}
        <input
          name="badge"
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
        {words.t('sign-in.pin')}
        <input
          ref={pinField}
          name="pin"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          maxLength={12}
          value={pin}
          onInput={({ currentTarget }) => setPin(() => currentTarget.value)}
        />
      </label>
      {asksPin && <PinPad press={setPin} />}
      {trouble !== null && <ErrorMessage trouble={trouble} />}
      <button type="submit" class="main" disabled={busy}>
        {words.t('sign-in.do')}
      </button>
    </form>
  );
}
