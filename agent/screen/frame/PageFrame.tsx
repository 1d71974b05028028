// What is around every room: header, navigation, alarms, toasts, signing in.
import type { OperatorId } from '../../core/model/ids.ts';
import { SignInForm } from './SignInForm.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';
import type { OutboxStatus } from '../wire/browserOutbox.ts';
import type { AgentConnection } from '../wire/agentConnection.ts';
import { Alarms } from './Alarms.tsx';
import type { Appearance } from './appearance.ts';
import { DateConfirmation } from './DateConfirmation.tsx';
import { GateAlarms } from './GateAlarms.tsx';
import { PageHeader } from './PageHeader.tsx';
import { Nav } from './Nav.tsx';
import { Toasts, type ToastQueue } from './Toasts.tsx';
import type { Route } from './route.ts';
import type { ComponentChildren } from 'preact';
import { PhotoQueueContext, usePhotoQueue } from '../wire/photoQueueContext.ts';
import { useEffect, useState } from 'preact/hooks';

interface PageFrameProps {
  connection: AgentConnection;
  route: Route;
  outboxStatus: OutboxStatus;
  appearance: Appearance;
  toastQueue: ToastQueue;
  /** The open room; not drawn before the agent has answered. */
  children: ComponentChildren;
}

export function PageFrame({ connection, route, outboxStatus, appearance, toastQueue, children }: PageFrameProps) {
  const { t } = useTranslator();
  const { state, currentOperator } = connection;
  const isStale = connection.staleSeconds > 0;
  const hasUpgrade = useReloadOnUpgrade({
    software: state?.software ?? null,
    isIdle: currentOperator === null && (outboxStatus.isPersisted || outboxStatus.own === 0),
  });
  return (
    <>
      <PageHeader
        connection={connection}
        outboxStatus={outboxStatus}
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
      {state !== null && <Alarms alarms={state.alarms} staleSeconds={isStale ? connection.staleSeconds : null} />}
      {currentOperator !== null && state !== null && (
        <DateConfirmation date={state.date} currentOperator={currentOperator} />
      )}
      {currentOperator !== null && state !== null && <GateAlarms state={state} />}
      {hasUpgrade && (
        <p class="alarm mild" role="status">
          <Icon shape="up" /> <span>{t('page.newer')}</span>
          <button type="button" onClick={() => location.reload()}>
            {t('page.load')}
          </button>
        </p>
      )}
      <Toasts toastQueue={toastQueue} />
      <main id="work" tabIndex={-1} class={isStale ? 'page old' : 'page'}>
        {state === null ? (
          <p class="waiting">{t('feed.waiting')}</p>
        ) : (
          <>
            {/* Above the stations where there is no room beside them: nothing can be done before it. */}
            {currentOperator === null && <SignInForm isLocked={connection.locked} onSignedIn={connection.onSignedIn} />}
            <PhotoQueueProvider operator={currentOperator?.operator ?? null}>{children}</PhotoQueueProvider>
          </>
        )}
      </main>
    </>
  );
}

export function PhotoQueueProvider({
  operator,
  children,
}: {
  operator: OperatorId | null;
  children: ComponentChildren;
}) {
  return <PhotoQueueContext.Provider value={usePhotoQueue(operator)}>{children}</PhotoQueueContext.Provider>;
}

export interface Upgrade {
  /** Version that the agent states; null: nothing received yet. */
  software: string | null;
  /** Nobody is in the middle of something, and nothing is lost by loading anew. */
  isIdle: boolean;
}

/** Loads the page anew when the agent has a newer one and `isIdle`. True: it has, and somebody works with this one. */
export function useReloadOnUpgrade({ software, isIdle }: Upgrade): boolean {
  const [firstSoftware, setFirstSoftware] = useState(software);
  if (firstSoftware === null && software !== null) setFirstSoftware(software);
  const hasUpgrade = software !== null && firstSoftware !== null && software !== firstSoftware;
  useEffect(() => {
    if (hasUpgrade && isIdle) location.reload();
  }, [hasUpgrade, isIdle]);
  return hasUpgrade;
}
