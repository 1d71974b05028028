// Badge and PIN. A badge reader types the badge and Enter, which moves on to the PIN.
import { useRef, useState } from 'preact/hooks';
import { signIn, type Trouble, type Who } from '../wire/api.ts';
import { useWords } from '../shared/text.ts';
import { Sign } from '../shared/Sign.tsx';

export function SignIn({ signedIn }: { signedIn: (who: Who) => void }) {
  const words = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const badge = useRef<HTMLInputElement>(null);
  const pin = useRef<HTMLInputElement>(null);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (badge.current === null || pin.current === null || busy) return;
    if (pin.current.value === '') {
      pin.current.focus();
      return;
    }
    setBusy(true);
    const answer = await signIn(badge.current.value.trim(), pin.current.value);
    setBusy(false);
    if (answer.ok) signedIn(answer.value);
    else {
      setTrouble(answer.trouble);
      pin.current.value = '';
      pin.current.focus();
    }
  };

  return (
    <form class="card sign-in" onSubmit={(event) => void submit(event)}>
      <h2>{words.t('sign-in.title')}</h2>
      <p class="hint">{words.t('sign-in.why')}</p>
      <label>
        {words.t('sign-in.badge')}
        <input ref={badge} name="badge" autocomplete="off" autocapitalize="off" spellcheck={false} required maxLength={64} />
      </label>
      <label>
        {words.t('sign-in.pin')}
        <input ref={pin} name="pin" type="password" inputMode="numeric" autocomplete="off" maxLength={12} />
      </label>
      {trouble !== null && (
        <div class="trouble" role="alert">
          <Sign shape="hand" /> <span>{words.trouble(trouble)}</span>
        </div>
      )}
      <button type="submit" class="main" disabled={busy}>
        {words.t('sign-in.do')}
      </button>
    </form>
  );
}
