// Where one is, how fresh it is, the link to headquarters, what waits to be sent, and who is signed in.
import { useTranslator } from '../shared/translator.ts';
import { Icon } from '../shared/Icon.tsx';
import type { AgentConnection } from '../wire/agentConnection.ts';
import type { OutboxStatus } from '../wire/browserOutbox.ts';
import type { Theme } from './theme.ts';

interface PageHeaderProps {
  connection: AgentConnection;
  outboxStatus: OutboxStatus;
  theme: Theme;
  switchTheme: () => void;
  switchLanguage: () => void;
}

export function PageHeader({ connection, outboxStatus, theme, switchTheme, switchLanguage }: PageHeaderProps) {
  const { t } = useTranslator();
  const { state, currentOperator } = connection;
  const isStale = connection.staleSeconds > 0;
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
          <span class={`fact ${isStale ? 'bad' : 'good'}`}>
            <Icon shape={isStale ? 'cross' : 'dot'} />{' '}
            {isStale ? t('feed.stale', { seconds: connection.staleSeconds }) : t('feed.fresh')}
          </span>
        )}
        {state !== null && <LinkFact state={state} isSignedIn={currentOperator !== null} />}
        <OutboxFacts outboxStatus={outboxStatus} />
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
            <button type="button" class="quiet" onClick={() => connection.lockSession()}>
              {t('lock')}
            </button>
            <button type="button" class="quiet" onClick={() => connection.endSession()}>
              {t('sign-out')}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function OutboxFacts({ outboxStatus: { own, others, isPersisted } }: { outboxStatus: OutboxStatus }) {
  const { t } = useTranslator();
  const facts = [
    own > 0 && t('outbox.waiting', { waiting: own }),
    own > 0 && !isPersisted && t('outbox.not-persisted'),
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

function LinkFact({ state, isSignedIn }: { state: NonNullable<AgentConnection['state']>; isSignedIn: boolean }) {
  const { t } = useTranslator();
  const { link, ledger } = state;
  const isOpen = link.state === 'open';
  return (
    <>
      <span class={`fact ${isOpen ? 'good' : 'warn'}`} title={link.trouble}>
        <Icon shape={isOpen ? 'dot' : 'triangle'} /> {t('headquarters')}: {t(`link.${link.state}`)}
        {isSignedIn && link.waiting > 0 && ` · ${t('ledger.waiting', { waiting: link.waiting })}`}
      </span>
      {isSignedIn && (
        <span class="fact" title={ledger.headHash}>
          {t('ledger')}: {t('ledger.entries', { entries: ledger.entries, acknowledged: ledger.acknowledged })}
        </span>
      )}
    </>
  );
}
