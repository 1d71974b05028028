// Something went out through a gate without an order: seen from every room until it is decided, with the way to its
// case.
import { caseOfAlarm } from '../cases/nextStep.ts';
import type { StateView } from '../../core/shown/view.ts';
import { dateTime } from '../shared/format.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { addressOf } from './route.ts';

export function GateAlarms({ state }: { state: StateView }) {
  const { t, language } = useWords();
  const alarmed = state.gates.flatMap(({ gate, name, alarm, alarms }) =>
    alarm === null ? [] : [{ gate, name: name[language], alarm, more: alarms - 1 }],
  );
  return (
    <div role="alert">
      {alarmed.map(({ gate, name, alarm, more }) => {
        const finding = caseOfAlarm(state, alarm);
        return (
          <p key={gate} class="alarm gate-alarm">
            <Sign shape="hand" />
            <span>
              {t('gate.alarm', {
                gate: name,
                what: whatPassed(state, alarm),
                time: dateTime(language, alarm.atWallMs),
              })}{' '}
              {more > 0 && t('gate.more', { count: more })}
            </span>
            <a class="button" href={finding === undefined ? addressOf('cases') : addressOf('case', finding)}>
              {t(finding === undefined ? 'gate.all-cases' : 'gate.case')}
            </a>
          </p>
        );
      })}
    </div>
  );
}

function whatPassed(state: StateView, { package: id, epcHex }: { package: string | null; epcHex: string }): string {
  const known = state.lots.flatMap(({ packages }) => packages).find((one) => one.package === id);
  return known?.mark ?? id ?? epcHex;
}
