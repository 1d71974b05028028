// What the tests of actions at a station share: a base with lots and areas, and an action as it is offered there.
import type { StationView } from '../../agent/core/views/stateView.ts';
import { findOfferedAction, type StationActionName } from '../../agent/screen/rooms/jobs/stationActions.ts';
import type { StationAction, StationActionContext } from '../../agent/screen/rooms/jobs/stationActionFields.ts';
import { createTranslator } from '../../agent/screen/shared/translator.ts';
import { lotOf, packageOf } from './casePlay.ts';
import { jobOf, stateOf, stationOf } from './stationPlay.ts';

export const EPC = '3034257BF7194E4000001A85';

export const state = stateOf({
  stations: [stationOf(), stationOf({ station: 'dock-2' }), stationOf({ station: 'dock-3', job: jobOf('release') })],
  lots: [
    lotOf({
      packages: [
        packageOf({ state: 'expected', weighed: false, epcHex: EPC }),
        packageOf({ package: 'P-2', mark: 'NK-2' }),
      ],
    }),
    lotOf({
      lot: 'ORE-7',
      packages: [packageOf({ package: 'P-3', mark: 'NK-3' }), packageOf({ package: 'P-4', mark: 'NK-2' })],
    }),
  ],
  areas: [{ area: 'hall-1', name: { en: 'Hall 1', ja: '第1棟' } }],
});

export const at = (
  station: Partial<StationView>,
  change: Partial<StationActionContext> = {},
): StationActionContext => ({
  station: stationOf(station),
  state,
  roles: ['supervisor'],
  operator: 'kenji',
  people: [
    { operator: 'kenji', name: 'Kenji' },
    { operator: 'aiko', name: 'Aiko' },
  ],
  translator: createTranslator('en'),
  ...change,
});

export function act(name: StationActionName, now: StationActionContext): StationAction {
  const found = findOfferedAction(name, now);
  if (found === null) throw new Error(`${name} is not offered`);
  return found;
}
