// Where one is, how fresh it is, the link to headquarters, what waits to be sent, and who is signed in.
import { useTranslator } from '../shared/translator.ts';
import { Icon } from '../shared/Icon.tsx';
import type { AgentConnection } from '../wire/agentConnection.ts';
import type { OutboxStatus } from '../wire/browserOutbox.ts';
import type { Theme } from './theme.ts';

interface HeaderProps {
  live: AgentConnection;
  waiting: OutboxStatus;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function PageHeader({ live, waiting, theme, switchTheme, switchLanguage }: HeaderProps) {
  const { t } = useTranslator();
  const { state, currentOperator } = live;
  const old = live.staleSeconds > 0;
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
            <Icon shape={old ? 'cross' : 'dot'} /> {old ? t('age.old', { seconds: live.staleSeconds }) : t('age.fresh')}
          </span>
        )}
        {state !== null && <LinkFact state={state} known={currentOperator !== null} />}
        <WaitingFacts waiting={waiting} />
      </div>
      <div class="person">
        <button type="button" class="quiet" onClick={switchTheme}>
          {t(theme === 'light' ? 'theme.contrast' : 'theme.light')}
        </button>
        <button type="button" class="quiet" onClick={switchLanguage}>
          {t('language.other')}
        </button>
        {currentOperator !== null && (
          <>
            <span class="who">{currentOperator.name}</span>
            <button type="button" class="quiet" onClick={() => live.lockSession()}>
              {t('lock')}
            </button>
            <button type="button" class="quiet" onClick={() => live.endSession()}>
              {t('sign-out')}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function WaitingFacts({ waiting: { own, others, isPersisted } }: { waiting: OutboxStatus }) {
  const { t } = useTranslator();
  const facts = [
    own > 0 && t('outbox.waiting', { waiting: own }),
    own > 0 && !isPersisted && t('outbox.not-kept'),
    others > 0 && t('outbox.others', { waiting: others }),
  ].filter((text) => text !== false);
  return (
    <span class="waiting-facts" role="status">
      {facts.map((text) => (
        <span key={text} class="fact warn">
          <Icon shape="up" /> {text}
        </span>
      ))}
    </span>
  );
}

function LinkFact({ state, known }: { state: NonNullable<AgentConnection['state']>; known: boolean }) {
  const { t } = useTranslator();
  const { link, ledger } = state;
  const good = link.state === 'open';
  return (
    <>
      <span class={`fact ${good ? 'good' : 'warn'}`} title={link.trouble}>
        <Icon shape={good ? 'dot' : 'triangle'} /> {t('headquarters')}: {t(`link.${link.state}`)}
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
