// A job moves to another station while a load of it lies unnamed on the old scale: the next job there does not inherit
// it. And a tag that was taken off a drum names no other drum.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';
import { Yard } from './yard.ts';
import { KG } from './loads.ts';

/** A drum of CO-1 lies unnamed at dock-1 when the job moves; then a job of NI-9 opens there. */
function moved(): Yard {
  const yard = new Yard();
  yard.order(notice([drum(1)]));
  yard.order(notice([drum(2, { package: 'NI-9-1', mark: 'NICKEL 1', epcHex: null })], { lot: 'NI-9' }));
  const job = yard.openAt('dock-1', 'order-CO-1');
  yard.place(268);
  yard.move(job, 'dock-2');
  yard.openAt('dock-1', 'order-NI-9');
  return yard;
}

it('weighs a drum of the next job when the scale was empty between', () => {
  const yard = moved().lift();
  yard.place(268);
  yard.scan('NICKEL 1');
  expect(yard.book.get('package', 'NI-9-1')?.grossMg).toBe(268 * KG);
});

it.fails('does not give the load of the job before to a drum of the next', () => {
  const yard = moved();
  yard.scan('NICKEL 1');
  expect(yard.book.get('package', 'NI-9-1')?.grossMg).toBeNull();
});

it.fails('does not put the old tag of one drum on another', () => {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  dock.attachTag('CO-1-1', 'AAAA');
  dock.attachTag('CO-1-2', EPC(1));
  expect(dock.package('CO-1-2').epcHex).toBe(EPC(2));
});
