// A field for a barcode, tag or typed mark. Tells scanning from typing: a scanner sends its characters within milliseconds of
// each other and ends with Enter.
import { useRef } from 'preact/hooks';

/** Nobody types faster than this on average. */
const SCANNER_MS_PER_CHARACTER = 35;
const SHORTEST_SCAN = 4;

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
  const timing = useRef({ firstMs: 0, lastMs: 0, keys: 0, enter: false });

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const code = input.current?.value.trim() ?? '';
    if (code === '' || busy) return;
    const { firstMs, lastMs, keys, enter } = timing.current;
    const scanned = enter && keys >= SHORTEST_SCAN && keys >= code.length && (lastMs - firstMs) / keys < SCANNER_MS_PER_CHARACTER;
    timing.current = { firstMs: 0, lastMs: 0, keys: 0, enter: false };
    if ((await take(code, !scanned)) && input.current !== null) input.current.value = '';
  };

  return (
    <form class="code-field" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input
          ref={input}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={200}
          autoFocus={autoFocus}
          onKeyDown={(event) => {
            const now = performance.now();
            if (event.key === 'Enter') timing.current.enter = true;
            else {
              if (timing.current.keys === 0) timing.current.firstMs = now;
              timing.current.lastMs = now;
              timing.current.keys += 1;
              timing.current.enter = false;
            }
          }}
        />
      </label>
      <button type="submit" disabled={busy}>
        {button}
      </button>
    </form>
  );
}
