// A job moves to another station while a load of it lies unnamed on the old scale: the next job there does not inherit
// it. And a tag that was taken off a drum names no other drum.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';
import { MultiStationBase } from './multiStationBase.ts';
import { KG } from './loads.ts';

/** A drum of CO-1 lies unnamed at dock-1 when the job moves; then a job of NI-9 opens there. */
function moved(): MultiStationBase {
  const base = new MultiStationBase();
  base.order(notice([drum(1)]));
  base.order(notice([drum(2, { package: 'NI-9-1', mark: 'NICKEL 1', epcHex: null })], { lot: 'NI-9' }));
  const job = base.openAt('dock-1', 'order-CO-1');
  base.place(268);
  base.move(job, 'dock-2');
  base.openAt('dock-1', 'order-NI-9');
  return base;
}

it('weighs a drum of the next job when the scale was empty between', () => {
  const base = moved().lift();
  base.place(268);
  base.scan('NICKEL 1');
  expect(base.book.get('package', 'NI-9-1')?.grossMg).toBe(268 * KG);
});

it('does not give the load of the job before to a drum of the next', () => {
  const base = moved();
  base.scan('NICKEL 1');
  expect(base.book.get('package', 'NI-9-1')?.grossMg).toBeNull();
});

it('does not put the old tag of one drum on another', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  dock.attachTag('CO-1-1', 'AAAA');
  dock.attachTag('CO-1-2', EPC(1));
  expect(dock.package('CO-1-2').epcHex).toBe(EPC(2));
});
