// What every screen shows until it is over, on top of everything.
import type { StateView } from '../../core/shown/view.ts';
import { useWords } from '../shared/text.ts';
import { Sign } from '../shared/Sign.tsx';

/** The others ask for a person, but weighing goes on. */
const STOPS_WORK = new Set(['storage']);

export function Alarms({ alarms, oldSeconds }: { alarms: StateView['alarms']; oldSeconds: number | null }) {
  const { t, named } = useWords();
  return (
    <div role="alert">
      {oldSeconds !== null && (
        <p class="alarm">
          <Sign shape="cross" /> {t('age.old', { seconds: oldSeconds })}
        </p>
      )}
      {alarms.map(({ code, detail }) => (
        <p key={code} class={STOPS_WORK.has(code) ? 'alarm' : 'alarm mild'}>
          <Sign shape="triangle" /> {named('alarm', code)} {detail !== '' && <small>{detail}</small>}
        </p>
      ))}
    </div>
  );
}
