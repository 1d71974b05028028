// Badge, and PIN where it is asked for: within a shift the badge alone is enough. A scan here is always a badge.
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useScanHandler } from '../shared/scannerContext.ts';
import { useTranslator } from '../shared/translator.ts';
import { ErrorMessage } from '../shared/ErrorMessage.tsx';
import { signIn, type CurrentOperator } from '../wire/agentClient.ts';
import { PinPad } from './PinPad.tsx';
import type { RequestError } from '../shared/requestResult.ts';

interface SignInFormProps {
  isLocked: boolean;
  onSignedIn: (currentOperator: CurrentOperator) => void;
}

interface SignInState {
  badge: string;
  setBadge: (badge: string) => void;
  pin: string;
  setPin: (update: (previous: string) => string) => void;
  asksPin: boolean;
  error: RequestError | null;
  busy: boolean;
  pinFieldRef: RefObject<HTMLInputElement | null>;
  submit: (event: Event) => void;
}

function useSignIn(onSignedIn: (currentOperator: CurrentOperator) => void): SignInState {
  const [badge, setBadge] = useState('');
  const [pin, setPin] = useState('');
  const [asksPin, setAsksPin] = useState(false);
  const [error, setError] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const pinFieldRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asksPin) pinFieldRef.current?.focus();
  }, [asksPin]);

  const attemptSignIn = async (typedBadge: string, typedPin: string | null): Promise<void> => {
    setBusy(true);
    const answer = await signIn(typedBadge, typedPin);
    setBusy(false);
    setPin('');
    if (answer.ok) {
      onSignedIn(answer.value);
      return;
    }
    const needsPin = answer.error.code === 'pin-needed';
    setAsksPin(needsPin || typedPin !== null);
    setError(needsPin ? null : answer.error);
    pinFieldRef.current?.focus();
  };

  useScanHandler(async (code) => {
    if (busy) return true;
    setBadge(code);
    setError(null);
    await attemptSignIn(code, null);
    return true;
  });

  const submit = (event: Event): void => {
    event.preventDefault();
    if (busy || badge.trim() === '') return;
    void attemptSignIn(badge.trim(), pin === '' ? null : pin);
  };
  return { badge, setBadge, pin, setPin, asksPin, error, busy, pinFieldRef, submit };
}

export function SignInForm({ isLocked, onSignedIn }: SignInFormProps) {
  const translator = useTranslator();
  const { badge, setBadge, pin, setPin, asksPin, error, busy, pinFieldRef, submit } = useSignIn(onSignedIn);
  return (
    <form class="card sign-in" onSubmit={submit}>
      <h2>{translator.t(isLocked ? 'sign-in.locked' : 'sign-in.title')}</h2>
      <p class="hint">{translator.t(isLocked ? 'sign-in.unlock' : 'sign-in.why')}</p>
      <label>
        {translator.t('sign-in.badge')}
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
        {translator.t('sign-in.pin')}
        <input
          ref={pinFieldRef}
          name="pin"
          type="password"
          inputMode="numeric"
          autocomplete="off"
          maxLength={12}
          value={pin}
          onInput={({ currentTarget }) => setPin(() => currentTarget.value)}
        />
      </label>
      {asksPin && <PinPad updatePin={setPin} />}
      {error !== null && <ErrorMessage error={error} />}
      <button type="submit" class="main" disabled={busy}>
        {translator.t('sign-in.do')}
      </button>
    </form>
  );
}
