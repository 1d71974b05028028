// The whole page: header, alarms, room; and the contexts that every part uses: translator, scanner, tones, outbox.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLatestRef } from './shared/latestRef.ts';
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
import { readOldTags } from './wire/oldTags.ts';
import type { Outbox } from './wire/outbox.ts';
import { useAgentConnection, type AgentConnection } from './wire/agentConnection.ts';
import { useOutbox } from './wire/browserOutbox.ts';

export function App() {
  const route = useRoute();
  const toastQueue = useToasts();
  const [playTone] = useState(createTonePlayer);
  const retryRef = useRef<() => void>(() => undefined);
  const scannerRef = useRef<Scanner | null>(null);
  const connection = useAgentConnection({
    onReconnect: () => retryRef.current(),
    // A badge that is scanned at once is the next person's, not a package's.
    onSessionEnding: (ended) => scannerRef.current?.holdDuring(ended),
  });
  const appearance = useAppearance(route.room, connection.currentOperator);
  const { translator } = appearance;
  const { outbox, status } = useOutbox(connection.currentOperator?.operator ?? null, {
    onLateAnswer: (_command, answer) => {
      if (!answer.ok)
        toastQueue.show({
          tone: 'stop',
          text: translator.t('outbox.refused-late', { reason: translator.errorText(answer.error) }),
        });
    },
    onExpired: (expired) =>
      toastQueue.show({
        tone: 'attention',
        text: translator.t('outbox.expired', {
          count: expired.length,
          who: [...new Set(expired.map(({ operator }) => operator))].join(', '),
        }),
      }),
  });
  useLayoutEffect(() => {
    retryRef.current = () => outbox.retryNow();
  }, [outbox]);
  const enqueueCommand = useEnqueueCommand(outbox, { toastQueue, playTone, translator });
  const scanner = useScanner({ connection, toastQueue, playTone, translator });
  useLayoutEffect(() => {
    scannerRef.current = scanner;
  }, [scanner]);
  return (
    <TranslatorContext.Provider value={translator}>
      <ScannerContext.Provider value={scanner}>
        <TonePlayerContext.Provider value={playTone}>
          <EnqueueCommandContext.Provider value={enqueueCommand}>
            <PageFrame
              connection={connection}
              route={route}
              outboxStatus={status}
              appearance={appearance}
              toastQueue={toastQueue}
            >
              {connection.state !== null && (
                <RoomRouter route={route} state={connection.state} currentOperator={connection.currentOperator} />
              )}
            </PageFrame>
          </EnqueueCommandContext.Provider>
        </TonePlayerContext.Provider>
      </ScannerContext.Provider>
    </TranslatorContext.Provider>
  );
}

/** Whatever part of the page sent a command: what its answer asks of hands is said in one place. */
function useEnqueueCommand(
  outbox: Pick<Outbox, 'enqueue'>,
  parts: { toastQueue: ToastQueue; playTone: PlayTone; translator: Translator },
): EnqueueCommand {
  const partsRef = useLatestRef(parts);
  return useCallback<EnqueueCommand>(
    async (body) => {
      const answer = await outbox.enqueue(body);
      const marks = readOldTags(answer);
      if (marks !== null) {
        const { toastQueue, playTone, translator } = partsRef.current;
        playTone('attention');
        toastQueue.show({ tone: 'attention', text: translator.t('old-tag.remove', { marks }) });
      }
      return answer;
    },
    [outbox, partsRef],
  );
}

/** One scanner for the life of the page; it uses the newest translator, toasts and connection at each scan. */
function useScanner(parts: {
  connection: AgentConnection;
  toastQueue: ToastQueue;
  playTone: PlayTone;
  translator: Translator;
}): Scanner {
  const partsRef = useLatestRef(parts);
  const scanner = useMemo(
    () =>
      new Scanner({
        onUnhandled: (code) => {
          const { toastQueue, playTone, translator } = partsRef.current;
          playTone('stop');
          toastQueue.show({ tone: 'attention', text: translator.t('scan.unwanted', { code }) });
        },
        schedule: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
      }),
    [partsRef],
  );
  useLayoutEffect(() => interceptScannerKeys(scanner, document), [scanner]);
  // Registered first, so that it is asked last.
  useEffect(
    () =>
      scanner.register((code) => {
        if (code !== 'HAKARI-LOCK') return false;
        partsRef.current.connection.lockSession();
        return true;
      }),
    [scanner, partsRef],
  );
  return scanner;
}
