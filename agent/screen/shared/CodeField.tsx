// A field for a barcode, tag or mark that a person types. What a scanner types is caught by the page before it gets
// here (scanner.ts).
import { useEffect, useRef } from 'preact/hooks';

interface CodeFieldProps {
  label: string;
  button: string;
  busy: boolean;
  autoFocus?: boolean;
  /** Resolves to true when taken; the field is then emptied. */
  take: (code: string) => Promise<boolean>;
}

export function CodeField({ label, button, busy, autoFocus = false, take }: CodeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // The browser's own autofocus works once a page, and scrolls the weight away; this field comes and goes with every
  // load. Whoever writes elsewhere is left alone.
  useEffect(() => {
    if (autoFocus && !(document.activeElement instanceof HTMLInputElement))
      input.current?.focus({ preventScroll: true });
  }, []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = input.current?.value.trim() ?? '';
    if (code === '' || busy) return;
    if ((await take(code)) && input.current !== null) input.current.value = '';
  };

  return (
    <form class="code-field" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input ref={input} autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={200} />
      </label>
      <button type="submit" disabled={busy}>
        {button}
      </button>
    </form>
  );
}
