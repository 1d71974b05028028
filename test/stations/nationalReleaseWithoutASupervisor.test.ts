// National stock leaves only with a supervisor as one of the two who close the release.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '../../agent/core/model/roles.ts';
import { drum } from '../core/intakeScenes.ts';
import { releaseOrder } from '../core/releaseScenes.ts';
import { BareStation } from './bareStation.ts';

let station: BareStation;

/** The only drum of a lot of national stock stands at the gate, weighed. */
beforeEach(() => {
  station = new BareStation([drum(1)]).open();
  station
    .show(268, 2_000, { tags: [drum(1).epcHex] })
    .show(0, 1_000)
    .close();
  station.order('rel-1', releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] }));
  station.command({ kind: 'open-job', order: 'rel-1', station: 'dock-1' });
  const job = station.bodies('job-opened').at(-1)?.job ?? '';
  station.command({ kind: 'pick', job, code: 'CO-1-1', how: 'scanned' });
  station.show(268, 2_000, { tags: [drum(1).epcHex] }).show(0, 1_000);
});
afterEach(() => station.end());

/** Ann, an operator, asks; bob closes. */
function closedBy(role: Role): number {
  const job = station.bodies('job-opened').at(-1)?.job ?? '';
  station.command({ kind: 'close-job', job }, 'ann', { roles: ['operator'] });
  station.command({ kind: 'close-job', job }, 'bob', { roles: [role] });
  return station.bodies('release-closed').length;
}

it('leaves when the second is a supervisor', () => {
  expect(closedBy('supervisor')).toBe(1);
});

it('does not leave when both are operators', () => {
  expect(closedBy('operator')).toBe(0);
});
