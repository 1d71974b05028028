// The whole page: header, alarms, rooms; and at the top what every part of it uses: words, scanner, sound, outbox.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { ScannerContext } from './shared/scan.ts';
import { catchKeys, Scanner } from './shared/scanner.ts';
import { openSound, SoundContext, type Play } from './shared/sound.ts';
import { WordsContext, type Words } from './shared/text.ts';
import { useAppearance } from './shell/appearance.ts';
import { Frame } from './shell/Frame.tsx';
import { useNotices, type NoticeBoard } from './shell/Notices.tsx';
import { useRoute } from './shell/route.ts';
import { AskContext, type Ask } from './wire/command.ts';
import { useLive, type Live } from './wire/live.ts';
import { useOutbox } from './wire/sending.ts';

export function App() {
  const route = useRoute();
  const notices = useNotices();
  const sound = useMemo(openSound, []);
  const hurry = useRef<() => void>(() => undefined);
  const live = useLive(() => hurry.current());
  const appearance = useAppearance(route.room, live.who);
  const { words } = appearance;
  const { outbox, waiting } = useOutbox(live.who?.operator ?? null, {
    late: (_command, answer) => {
      if (!answer.ok)
        notices.say({ mood: 'stop', text: words.t('late.declined', { reason: words.trouble(answer.trouble) }) });
    },
    expired: (kept) =>
      notices.say({
        mood: 'look',
        text: words.t('outbox.expired', {
          count: kept.length,
          who: [...new Set(kept.map(({ operator }) => operator))].join(', '),
        }),
      }),
  });
  hurry.current = () => outbox.hurry();
  const ask = useCallback<Ask>((body) => outbox.ask(body), [outbox]);
  const scanner = useScanner({ live, notices, sound, words });
  return (
    <WordsContext.Provider value={words}>
      <ScannerContext.Provider value={scanner}>
        <SoundContext.Provider value={sound}>
          <AskContext.Provider value={ask}>
            <Frame live={live} route={route} waiting={waiting} appearance={appearance} notices={notices} />
          </AskContext.Provider>
        </SoundContext.Provider>
      </ScannerContext.Provider>
    </WordsContext.Provider>
  );
}

/** It outlives every language and drawing, and asks for the newest of each when it needs them. */
function useScanner(parts: { live: Live; notices: NoticeBoard; sound: Play; words: Words }): Scanner {
  const newest = useRef(parts);
  newest.current = parts;
  const scanner = useMemo(
    () =>
      new Scanner({
        unwanted: (code) => {
          const { notices, sound, words } = newest.current;
          sound('stop');
          notices.say({ mood: 'look', text: words.t('scan.unwanted', { code }) });
        },
        after: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
  useLayoutEffect(() => catchKeys(scanner, document), [scanner]);
  // Registered first, so that it is asked last.
  useEffect(
    () =>
      scanner.register((code) => {
        if (code !== 'HAKARI-LOCK') return false;
        newest.current.live.lock();
        return true;
      }),
    [scanner],
  );
  return scanner;
}
