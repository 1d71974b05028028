// What is around every room: header, doors, alarms, notices, sign-in.
import { SignInForm } from './SignInForm.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';
import type { OutboxStatus } from '../wire/browserOutbox.ts';
import type { AgentConnection } from '../wire/agentConnection.ts';
import { Alarms } from './Alarms.tsx';
import type { Appearance } from './appearance.ts';
import { GateAlarms } from './GateAlarms.tsx';
import { PageHeader } from './PageHeader.tsx';
import { Nav } from './Nav.tsx';
import { Toasts, type ToastQueue } from './Toasts.tsx';
import type { Route } from './route.ts';
import type { ComponentChildren } from 'preact';
import { PhotoQueueContext, usePhotoQueue } from '../wire/photoQueueContext.ts';
import { useRef, useEffect } from 'preact/hooks';

interface FrameProps {
  live: AgentConnection;
  route: Route;
  waiting: OutboxStatus;
  appearance: Appearance;
  notices: ToastQueue;
  /** The open room; not drawn before the agent has answered. */
  children: ComponentChildren;
}

export function PageFrame({ live, route, waiting, appearance, notices, children }: FrameProps) {
  const { t } = useTranslator();
  const { state, currentOperator } = live;
  const old = live.staleSeconds > 0;
  const newer = useReloadOnUpgrade({
    software: state?.software ?? null,
    idle: currentOperator === null && (waiting.isPersisted || waiting.own === 0),
  });
  return (
    <>
      <PageHeader
        live={live}
        waiting={waiting}
        theme={appearance.theme}
        switchTheme={appearance.switchTheme}
        switchLanguage={appearance.switchLanguage}
      />
      {currentOperator !== null && state !== null && (
        <Nav
          room={route.room}
          roles={currentOperator.roles}
          openCases={state.cases.length + state.lots.reduce((sum, lot) => sum + lot.findings.length, 0)}
        />
      )}
      {state !== null && <Alarms alarms={state.alarms} oldSeconds={old ? live.staleSeconds : null} />}
      {currentOperator !== null && state !== null && <GateAlarms state={state} />}
      {newer && (
        <p class="alarm mild" role="status">
          <Icon shape="up" /> <span>{t('page.newer')}</span>
          <button type="button" onClick={() => location.reload()}>
            {t('page.load')}
          </button>
        </p>
      )}
      <Toasts notices={notices} />
      <main id="work" tabIndex={-1} class={old ? 'page old' : 'page'}>
        {state === null ? (
          <p class="waiting">{t('age.first')}</p>
        ) : (
          <>
            {/* Above the docks where there is no room beside them: nothing can be done before it. */}
            {currentOperator === null && <SignInForm locked={live.locked} signedIn={live.onSignedIn} />}
            <PhotoQueueProvider operator={currentOperator?.operator ?? null}>{children}</PhotoQueueProvider>
          </>
        )}
      </main>
    </>
  );
}

export function PhotoQueueProvider({ operator, children }: { operator: string | null; children: ComponentChildren }) {
  return <PhotoQueueContext.Provider value={usePhotoQueue(operator)}>{children}</PhotoQueueContext.Provider>;
}

export interface Upgrade {
  /** As the agent says; null: not heard yet. */
  software: string | null;
  /** Nobody is in the middle of something, and nothing is lost by loading anew. */
  idle: boolean;
}

/** True: there is a newer page, and it is not loaded because somebody works with this one. */
export function useReloadOnUpgrade({ software, idle }: Upgrade): boolean {
  const first = useRef(software);
  first.current ??= software;
  const newer = software !== null && software !== first.current;
  useEffect(() => {
    if (newer && idle) location.reload();
  }, [newer, idle]);
  return newer;
}
