// A field for a barcode, tag or mark that a person types. What a scanner types is caught by the page before it gets
// here (scanner.ts).
import { useEffect, useRef } from 'preact/hooks';

interface CodeFieldProps {
  label: string;
  button: string;
  busy: boolean;
  focusOnMount?: boolean;
  /** Resolves to true when taken; the field is then emptied. */
  onCode: (code: string) => Promise<boolean>;
}

export function CodeField({ label, button, busy, focusOnMount = false, onCode }: CodeFieldProps) {
  const inputRef = useRef<HTMLInputElement>(null);
  // The browser's own autofocus works once a page, and scrolls the weight away; this field comes and goes with every
  // load. Whoever writes elsewhere is left alone.
  useEffect(() => {
    if (focusOnMount && !(document.activeElement instanceof HTMLInputElement))
      inputRef.current?.focus({ preventScroll: true });
  }, [focusOnMount]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = inputRef.current?.value.trim() ?? '';
    if (code === '' || busy) return;
    if ((await onCode(code)) && inputRef.current !== null) inputRef.current.value = '';
  };

  return (
    <form class="code-field" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input ref={inputRef} autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={200} />
      </label>
      <button type="submit" disabled={busy}>
        {button}
      </button>
    </form>
  );
}
