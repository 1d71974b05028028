// Short words that come and go: a scan that nobody wanted, a command that was declined late. The newest few; each
// leaves after a while or when it is dismissed.
import { useCallback, useRef, useState } from 'preact/hooks';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';

export interface Notice {
  mood: 'go' | 'look' | 'stop';
  text: string;
}

const SHOWN_MOST = 3;
const SHOWN_FOR_MS = 12_000;
const SHAPES = { go: 'check', look: 'triangle', stop: 'hand' } as const;

export interface NoticeBoard {
  shown: readonly (Notice & { id: number })[];
  say: (notice: Notice) => void;
  dismiss: (id: number) => void;
}

export function useNotices(): NoticeBoard {
  const [shown, setShown] = useState<NoticeBoard['shown']>([]);
  const last = useRef(0);
  const dismiss = useCallback((id: number) => setShown((before) => before.filter((one) => one.id !== id)), []);
  const say = useCallback(
    (notice: Notice) => {
      last.current += 1;
      const id = last.current;
      setShown((before) => [...before, { ...notice, id }].slice(-SHOWN_MOST));
      setTimeout(() => dismiss(id), SHOWN_FOR_MS);
    },
    [dismiss],
  );
  return { shown, say, dismiss };
}

export function Notices({ notices }: { notices: NoticeBoard }) {
  const { t } = useWords();
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.shown.map(({ id, mood, text }) => (
        <p key={id} class={`notice ${mood}`}>
          <Sign shape={SHAPES[mood]} /> <span>{text}</span>
          <button type="button" class="quiet" aria-label={t('dismiss')} onClick={() => notices.dismiss(id)}>
            <Sign shape="cross" />
          </button>
        </p>
      ))}
    </div>
  );
}
