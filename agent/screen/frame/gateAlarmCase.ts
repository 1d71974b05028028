// The case that a gate's alarm belongs to, for the link in the alarm.
import type { PackageId } from '../../core/model/ids.ts';
import type { StateView } from '../../core/views/stateView.ts';

/** Id of the open case behind a gate's alarm; undefined where it is decided or has not arrived yet. */
export function findCaseOfGateAlarm(
  state: Pick<StateView, 'cases' | 'lots'>,
  alarm: { package: PackageId | null; epcHex: string },
): string | undefined {
  const subject = alarm.package ?? alarm.epcHex;
  const openFindings = [...state.cases, ...state.lots.flatMap(({ findings }) => findings)];
  return openFindings.find((finding) => finding.code === 'NOT_ORDERED' && finding.package === subject)?.finding;
}
