// Short messages that leave by themselves: a scan that nothing waits for, a command refused late. The newest few; each
// leaves after a time or when it is dismissed.
import { useCallback, useRef, useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';

export interface Toast {
  tone: 'go' | 'attention' | 'stop';
  text: string;
}

const MAX_TOASTS = 3;
const TOAST_DURATION_MS = 12_000;
const TONE_ICONS = { go: 'check', attention: 'triangle', stop: 'hand' } as const;

export interface ToastQueue {
  toasts: readonly (Toast & { id: number })[];
  show: (toast: Toast) => void;
  dismiss: (id: number) => void;
}

export function useToasts(): ToastQueue {
  const [toasts, setToasts] = useState<ToastQueue['toasts']>([]);
  const lastIdRef = useRef(0);
  const dismiss = useCallback((id: number) => setToasts((previous) => previous.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (toast: Toast) => {
      lastIdRef.current += 1;
      const id = lastIdRef.current;
      setToasts((previous) => [...previous, { ...toast, id }].slice(-MAX_TOASTS));
      setTimeout(() => dismiss(id), TOAST_DURATION_MS);
    },
    [dismiss],
  );
  return { toasts, show, dismiss };
}

export function Toasts({ toastQueue }: { toastQueue: ToastQueue }) {
  const { t } = useTranslator();
  return (
    <div class="notices" role="status" aria-live="polite">
      {toastQueue.toasts.map(({ id, tone, text }) => (
        <p key={id} class={`notice ${tone}`}>
          <Icon shape={TONE_ICONS[tone]} /> <span>{text}</span>
          <button type="button" class="quiet" aria-label={t('dismiss')} onClick={() => toastQueue.dismiss(id)}>
            <Icon shape="cross" />
          </button>
        </p>
      ))}
    </div>
  );
}
