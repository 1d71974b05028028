// The whole page: header, alarms, rooms; and at the top what every part of it uses: words, scanner, sound, outbox.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ScannerContext } from './shared/scan.ts';
import { catchKeys, Scanner } from './shared/scanner.ts';
import { openSound, SoundContext } from './shared/sound.ts';
import { keepLanguage, preferredLanguage, wordsIn, WordsContext, type Language } from './shared/text.ts';
import { Alarms } from './shell/Alarms.tsx';
import { Header } from './shell/Header.tsx';
import { Nav } from './shell/Nav.tsx';
import { Rooms } from './shell/Rooms.tsx';
import { useRoute } from './shell/route.ts';
import { SignIn } from './shell/SignIn.tsx';
import { keepTheme, preferredTheme, type Theme } from './shell/theme.ts';
import { Notices, useNotices } from './shell/Notices.tsx';
import { keepLanguageOf } from './wire/api.ts';
import { AskContext, type Ask } from './wire/command.ts';
import { useLive, OLD_AFTER_SECONDS, type Live } from './wire/live.ts';
import { useOutbox } from './wire/sending.ts';

export function App() {
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const [theme, setTheme] = useState<Theme>(preferredTheme);
  const words = wordsIn(language);
  const route = useRoute();
  const notices = useNotices();
  const sound = useMemo(openSound, []);
  const hurry = useRef<() => void>(() => undefined);
  const live = useLive(() => hurry.current());
  const { state, who } = live;
  // The scanner outlives every language and drawing: it asks for the newest words when it needs them.
  const unwanted = useRef<(code: string) => void>(() => undefined);
  unwanted.current = (code) => {
    sound('stop');
    notices.say({ mood: 'look', text: words.t('scan.unwanted', { code }) });
  };
  const scanner = useMemo(() => new Scanner((code) => unwanted.current(code)), []);
  const { outbox, waiting } = useOutbox(who?.operator ?? null, (_command, answer) => {
    if (!answer.ok) notices.say({ mood: 'stop', text: words.t('late.declined', { reason: words.trouble(answer.trouble) }) });
  });
  hurry.current = () => outbox.hurry();
  const ask = useCallback<Ask>((body) => outbox.ask(body), [outbox]);

  useEffect(() => catchKeys(scanner, document), [scanner]);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
    document.title = `Hakari 秤 – ${words.t(`nav.${route.room === 'scan-sheet' ? 'scan-sheet' : 'stations'}`)}`;
  }, [language]);
  useEffect(() => {
    keepTheme(theme);
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  usePersonsLanguage(live, setLanguage);
  useControlCodes(scanner, live);

  const switchLanguage = (): void => {
    const next = language === 'en' ? 'ja' : 'en';
    setLanguage(next);
    if (who !== null) void keepLanguageOf(next);
  };
  const old = live.ageSeconds >= OLD_AFTER_SECONDS;
  return (
    <WordsContext.Provider value={words}>
      <ScannerContext.Provider value={scanner}>
        <SoundContext.Provider value={sound}>
          <AskContext.Provider value={ask}>
            <Header live={live} waiting={waiting} theme={theme} switchTheme={() => setTheme(theme === 'light' ? 'contrast' : 'light')} switchLanguage={switchLanguage} />
            {who !== null && state !== null && <Nav room={route.room} roles={who.roles} openCases={state.cases.length + state.lots.reduce((sum, lot) => sum + lot.findings.length, 0)} />}
            {state !== null && <Alarms alarms={state.alarms} oldSeconds={old ? live.ageSeconds : null} />}
            <Notices notices={notices} />
            <main id="work" tabIndex={-1} class={old ? 'page old' : 'page'}>
              {state === null ? (
                <p class="waiting">{words.t('age.first')}</p>
              ) : (
                <>
                  {/* Above the docks where there is no room beside them: nothing can be done before it. */}
                  {who === null && <SignIn locked={live.locked} signedIn={live.signedIn} />}
                  <Rooms route={route} state={state} who={who} />
                </>
              )}
            </main>
          </AskContext.Provider>
        </SoundContext.Provider>
      </ScannerContext.Provider>
    </WordsContext.Provider>
  );
}

/** Whoever signs in finds the page in their own language, at whichever tablet. */
function usePersonsLanguage({ who }: Live, setLanguage: (language: Language) => void): void {
  useEffect(() => {
    if (who?.language === 'en' || who?.language === 'ja') setLanguage(who.language);
  }, [who?.operator]);
}

/** Registered first, so that it is asked last. */
function useControlCodes(scanner: Scanner, live: Live): void {
  const lock = useRef(live.lock);
  lock.current = live.lock;
  useEffect(
    () =>
      scanner.register((code) => {
        if (code !== 'HAKARI-LOCK') return false;
        lock.current();
        return true;
      }),
    [scanner],
  );
}
