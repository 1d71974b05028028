// What every screen shows until it is over, on top of everything.
import type { StateView } from '../../core/views/stateView.ts';
import { useTranslator } from '../shared/translator.ts';
import { Icon } from '../shared/Icon.tsx';

/** The others ask for a person, but weighing goes on. */
const STOPPING_ALARMS = new Set(['storage', 'ledger-old-copy', 'ledger-forked']);

export function Alarms({ alarms, staleSeconds }: { alarms: StateView['alarms']; staleSeconds: number | null }) {
  const { t, codeText } = useTranslator();
  return (
    <div role="alert">
      {staleSeconds !== null && (
        <p class="alarm">
          <Icon shape="cross" /> {t('feed.stale', { seconds: staleSeconds })}
        </p>
      )}
      {alarms.map(({ code, detail }) => (
        <p key={code} class={STOPPING_ALARMS.has(code) ? 'alarm' : 'alarm mild'}>
          <Icon shape="triangle" /> {codeText('alarm', code)} {detail !== '' && <small>{detail}</small>}
        </p>
      ))}
    </div>
  );
}
