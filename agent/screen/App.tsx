// The whole page: header, alarms, rooms; and at the top what every part of it uses: words, scanner, sound, outbox.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { ScannerContext } from './shared/scannerContext.ts';
import { interceptScannerKeys, Scanner } from './shared/scanner.ts';
import { createTonePlayer, TonePlayerContext, type PlayTone } from './shared/tonePlayer.ts';
import { TranslatorContext, type Translator } from './shared/translator.ts';
import { useAppearance } from './frame/appearance.ts';
import { PageFrame } from './frame/PageFrame.tsx';
import { RoomRouter } from './router/RoomRouter.tsx';
import { useToasts, type ToastQueue } from './frame/Toasts.tsx';
import { useRoute } from './frame/route.ts';
import { EnqueueCommandContext, type EnqueueCommand } from './wire/commandSender.ts';
import { useAgentConnection, type AgentConnection } from './wire/agentConnection.ts';
import { useOutbox } from './wire/browserOutbox.ts';

export function App() {
  const route = useRoute();
  const notices = useToasts();
  const sound = useMemo(createTonePlayer, []);
  const hurry = useRef<() => void>(() => undefined);
  const live = useAgentConnection(() => hurry.current());
  const appearance = useAppearance(route.room, live.currentOperator);
  const { translator } = appearance;
  const { outbox, status } = useOutbox(live.currentOperator?.operator ?? null, {
    onLateAnswer: (_command, answer) => {
      if (!answer.ok)
        notices.show({
          tone: 'stop',
          text: translator.t('late.declined', { reason: translator.errorText(answer.error) }),
        });
    },
    onExpired: (kept) =>
      notices.show({
        tone: 'look',
        text: translator.t('outbox.expired', {
          count: kept.length,
          who: [...new Set(kept.map(({ operator }) => operator))].join(', '),
        }),
      }),
  });
  hurry.current = () => outbox.retryNow();
  const ask = useCallback<EnqueueCommand>((body) => outbox.enqueue(body), [outbox]);
  const scanner = useScanner({ live, notices, sound, words: translator });
  return (
    <TranslatorContext.Provider value={translator}>
      <ScannerContext.Provider value={scanner}>
        <TonePlayerContext.Provider value={sound}>
          <EnqueueCommandContext.Provider value={ask}>
            <PageFrame live={live} route={route} waiting={status} appearance={appearance} notices={notices}>
              {live.state !== null && <RoomRouter route={route} state={live.state} who={live.currentOperator} />}
            </PageFrame>
          </EnqueueCommandContext.Provider>
        </TonePlayerContext.Provider>
      </ScannerContext.Provider>
    </TranslatorContext.Provider>
  );
}

/** It outlives every language and drawing, and asks for the newest of each when it needs them. */
function useScanner(parts: {
  live: AgentConnection;
  notices: ToastQueue;
  sound: PlayTone;
  words: Translator;
}): Scanner {
  const newest = useRef(parts);
  newest.current = parts;
  const scanner = useMemo(
    () =>
      new Scanner({
        onUnhandled: (code) => {
          const { notices, sound, words } = newest.current;
          sound('stop');
          notices.show({ tone: 'look', text: words.t('scan.unwanted', { code }) });
        },
        schedule: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
  useLayoutEffect(() => interceptScannerKeys(scanner, document), [scanner]);
  // Registered first, so that it is asked last.
  useEffect(
    () =>
      scanner.register((code) => {
        if (code !== 'HAKARI-LOCK') return false;
        newest.current.live.lockSession();
        return true;
      }),
    [scanner],
  );
  return scanner;
}
