// Where one is, how fresh it is, the link to headquarters, what waits to be sent, and who is signed in.
import { useWords } from '../shared/text.ts';
import { Sign } from '../shared/Sign.tsx';
import type { Live } from '../wire/live.ts';
import type { Waiting } from '../wire/sending.ts';
import type { Theme } from './theme.ts';

interface HeaderProps {
  live: Live;
  waiting: Waiting;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function Header({ live, waiting, theme, switchTheme, switchLanguage }: HeaderProps) {
  const { t } = useWords();
  const { state, who } = live;
  const old = live.ageSeconds > 0;
  return (
    <header>
      <a
        class="skip"
        href="#work"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('work')?.focus();
        }}
      >
        {t('skip')}
      </a>
      <h1>
        Hakari <span lang="ja">秤</span>
        {state !== null && <span class="base">{state.base}</span>}
      </h1>
      <div class="facts">
        {state !== null && (
          <span class={`fact ${old ? 'bad' : 'good'}`}>
            <Sign shape={old ? 'cross' : 'dot'} /> {old ? t('age.old', { seconds: live.ageSeconds }) : t('age.fresh')}
          </span>
        )}
        {state !== null && <LinkFact state={state} known={who !== null} />}
        <WaitingFacts waiting={waiting} />
      </div>
      <div class="person">
        <button type="button" class="quiet" onClick={switchTheme}>
          {t(theme === 'light' ? 'theme.contrast' : 'theme.light')}
        </button>
        <button type="button" class="quiet" onClick={switchLanguage}>
          {t('language.other')}
        </button>
        {who !== null && (
          <>
            <span class="who">{who.name}</span>
            <button type="button" class="quiet" onClick={() => live.lock()}>
              {t('lock')}
            </button>
            <button type="button" class="quiet" onClick={() => live.leave()}>
              {t('sign-out')}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function WaitingFacts({ waiting: { own, others, safe } }: { waiting: Waiting }) {
  const { t } = useWords();
  const facts = [
    own > 0 && t('outbox.waiting', { waiting: own }),
    own > 0 && !safe && t('outbox.not-kept'),
    others > 0 && t('outbox.others', { waiting: others }),
  ].filter((text) => text !== false);
  return (
    <span class="waiting-facts" role="status">
      {facts.map((text) => (
        <span key={text} class="fact warn">
          <Sign shape="up" /> {text}
        </span>
      ))}
    </span>
  );
}

function LinkFact({ state, known }: { state: NonNullable<Live['state']>; known: boolean }) {
  const { t } = useWords();
  const { link, ledger } = state;
  const good = link.state === 'open';
  return (
    <>
      <span class={`fact ${good ? 'good' : 'warn'}`} title={link.trouble}>
        <Sign shape={good ? 'dot' : 'triangle'} /> {t('headquarters')}: {t(`link.${link.state}`)}
        {known && link.waiting > 0 && ` · ${t('ledger.waiting', { waiting: link.waiting })}`}
      </span>
      {known && (
        <span class="fact" title={ledger.headHash}>
          {t('ledger')}: {t('ledger.entries', { entries: ledger.entries, acknowledged: ledger.acknowledged })}
        </span>
      )}
    </>
  );
}
