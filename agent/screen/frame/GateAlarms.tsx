// Something went out through a gate without an order: seen from every room until it is decided, with the way to its
// case.
import type { PackageId } from '../../core/model/ids.ts';
import type { StateView } from '../../core/views/stateView.ts';
import { formatDateTime } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';
import { buildRoomHref } from './route.ts';
import { findCaseOfGateAlarm } from './gateAlarmCase.ts';

export function GateAlarms({ state }: { state: StateView }) {
  const { t, language } = useTranslator();
  const gateAlarms = state.gates.flatMap(({ gate, name, alarm, alarms }) =>
    alarm === null ? [] : [{ gate, name: name[language], alarm, more: alarms - 1 }],
  );
  return (
    <div role="alert">
      {gateAlarms.map(({ gate, name, alarm, more }) => {
        const finding = findCaseOfGateAlarm(state, alarm);
        return (
          <p key={gate} class="alarm gate-alarm">
            <Icon shape="hand" />
            <span>
              {t('gate.alarm', {
                gate: name,
                what: describeGoods(state, alarm),
                time: formatDateTime(language, alarm.atWallMs),
              })}{' '}
              {more > 0 && t('gate.more', { count: more })}{' '}
              {alarm.oldTag && t('old-tag.remove', { marks: describeGoods(state, alarm) })}
            </span>
            <a class="button" href={finding === undefined ? buildRoomHref('cases') : buildRoomHref('case', finding)}>
              {t(finding === undefined ? 'gate.all-cases' : 'gate.case')}
            </a>
          </p>
        );
      })}
    </div>
  );
}

function describeGoods(
  state: StateView,
  { package: id, epcHex }: { package: PackageId | null; epcHex: string },
): string {
  const packageView = state.lots.flatMap(({ packages }) => packages).find((candidate) => candidate.package === id);
  return packageView?.mark ?? id ?? epcHex;
}
