// What every screen shows until it is over, on top of everything.
import type { StateView } from '../../core/views/stateView.ts';
import { useTranslator } from '../shared/translator.ts';
import { Icon } from '../shared/Icon.tsx';

/** The others ask for a person, but weighing goes on. */
const STOPS_WORK = new Set(['storage']);

export function Alarms({ alarms, oldSeconds }: { alarms: StateView['alarms']; oldSeconds: number | null }) {
  const { t, codeText } = useTranslator();
  return (
    <div role="alert">
      {oldSeconds !== null && (
        <p class="alarm">
          <Icon shape="cross" /> {t('age.old', { seconds: oldSeconds })}
        </p>
      )}
      {alarms.map(({ code, detail }) => (
        <p key={code} class={STOPS_WORK.has(code) ? 'alarm' : 'alarm mild'}>
          <Icon shape="triangle" /> {codeText('alarm', code)} {detail !== '' && <small>{detail}</small>}
        </p>
      ))}
    </div>
  );
}
