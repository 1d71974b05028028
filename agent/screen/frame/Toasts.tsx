// Short words that come and go: a scan that nobody wanted, a command that was declined late. The newest few; each
// leaves after a while or when it is dismissed.
import { useCallback, useRef, useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';

export interface Toast {
  tone: 'go' | 'look' | 'stop';
  text: string;
}

const SHOWN_MOST = 3;
const SHOWN_FOR_MS = 12_000;
const SHAPES = { go: 'check', look: 'triangle', stop: 'hand' } as const;

export interface ToastQueue {
  toasts: readonly (Toast & { id: number })[];
  show: (notice: Toast) => void;
  dismiss: (id: number) => void;
}

export function useToasts(): ToastQueue {
  const [shown, setShown] = useState<ToastQueue['toasts']>([]);
  const last = useRef(0);
  const dismiss = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), []);
  const say = useCallback(
    (notice: Toast) => {
      last.current += 1;
      const id = last.current;
      setShown((before) => [...before, { ...notice, id }].slice(-SHOWN_MOST));
      setTimeout(() => dismiss(id), SHOWN_FOR_MS);
    },
    [dismiss],
  );
  return { toasts: shown, show: say, dismiss };
}

export function Toasts({ notices }: { notices: ToastQueue }) {
  const { t } = useTranslator();
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.toasts.map(({ id, tone, text }) => (
        <p key={id} class={`notice ${tone}`}>
          <Icon shape={SHAPES[tone]} /> <span>{text}</span>
          <button type="button" class="quiet" aria-label={t('dismiss')} onClick={() => notices.dismiss(id)}>
            <Icon shape="cross" />
          </button>
        </p>
      ))}
    </div>
  );
}
