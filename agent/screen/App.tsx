// The whole page: header, alarms, stations side by side, and beside them sign-in or the lots.
import { useEffect, useState } from 'preact/hooks';
import { useLive, OLD_AFTER_SECONDS } from './wire/live.ts';
import { Alarms } from './shell/Alarms.tsx';
import { Header } from './shell/Header.tsx';
import { LotCard } from './lots/LotCard.tsx';
import { SignIn } from './shell/SignIn.tsx';
import { Station } from './station/Station.tsx';
import { keepLanguage, preferredLanguage, wordsIn, WordsContext, type Language } from './shared/text.ts';

export function App() {
  const live = useLive();
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  useEffect(() => {
    keepLanguage(language);
    document.documentElement.lang = language;
  }, [language]);
  const words = wordsIn(language);
  const { state, who } = live;
  const old = live.ageSeconds >= OLD_AFTER_SECONDS;
  const working = new Set(state?.stations.map((station) => station.job?.lot));

  return (
    <WordsContext.Provider value={words}>
      <Header live={live} switchLanguage={() => setLanguage(language === 'en' ? 'ja' : 'en')} />
      {state !== null && <Alarms alarms={state.alarms} oldSeconds={old ? live.ageSeconds : null} />}
      {state === null ? (
        <p class="waiting">{words.t('age.first')}</p>
      ) : (
        <main class={old ? 'page old' : 'page'}>
          {/* Above the docks where there is no room beside them: nothing can be done before it. */}
          {who === null && <SignIn signedIn={live.signedIn} />}
          <div class="stations">
            {state.stations.map((station) => (
              <Station key={station.station} station={station} state={state} who={who} />
            ))}
          </div>
          {who !== null && (
            <section class="lots" aria-label={words.t('lots')}>
              {state.lots
                .filter((lot) => !working.has(lot.lot))
                .map((lot) => (
                  <LotCard key={lot.lot} lot={lot} />
                ))}
            </section>
          )}
        </main>
      )}
    </WordsContext.Provider>
  );
}
