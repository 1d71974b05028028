// A field for a barcode, tag or typed mark. What a scanner types is caught by the page before it gets here (scanner.ts) and handed to
// the field that is meant; what is entered by hand counts as typed.
import { useEffect, useRef } from 'preact/hooks';
import { useScan } from './scan.ts';

interface CodeFieldProps {
  label: string;
  button: string;
  busy: boolean;
  autoFocus?: boolean;
  /** Resolves to true when taken; the field is then emptied. */
  take: (code: string, typed: boolean) => Promise<boolean>;
}

export function CodeField({ label, button, busy, autoFocus = false, take }: CodeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  // The browser's own autofocus works once a page; this field comes and goes with every load. Whoever writes elsewhere is left alone.
  useEffect(() => {
    if (autoFocus && !(document.activeElement instanceof HTMLInputElement)) input.current?.focus();
  }, []);
  useScan(async (code) => {
    if (input.current === null || !isMeant(input.current)) return false;
    await take(code, false);
    return true;
  });

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = input.current?.value.trim() ?? '';
    if (code === '' || busy) return;
    if ((await take(code, true)) && input.current !== null) input.current.value = '';
  };

  return (
    <form class="code-field" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input ref={input} autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={200} autoFocus={autoFocus} />
      </label>
      <button type="submit" disabled={busy}>
        {button}
      </button>
    </form>
  );
}

/** The field with the focus; with none, the newest of a tablet's only station. Side by side, a scan must not name another's load. */
function isMeant(field: HTMLInputElement): boolean {
  if (document.activeElement instanceof HTMLInputElement) return document.activeElement === field;
  return field.closest('.station.alone') !== null;
}
