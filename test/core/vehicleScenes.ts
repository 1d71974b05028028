// Vehicles with big bags on the weighbridge, for tests of passes and pairs.
import type { IntakeNotice } from '../../agent/core/model/intakeNotice.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

/** Big bags of 1,020 kg. */
export function bags(lot: string, count: number, extra: Partial<IntakeNotice> = {}): IntakeNotice {
  const one = (n: number) =>
    drum(0, {
      package: `${lot}-${n}`,
      mark: `${lot} BAG ${n}`,
      epcHex: `${lot === 'MN-1' ? 'AA' : 'BB'}00000000000000000000${String(n).padStart(2, '0')}`,
      grossMg: 1_020 * KG,
      tareMg: 2 * KG,
    });
  return notice(
    Array.from({ length: count }, (_, index) => one(index + 1)),
    { lot, commodity: 'Mn', form: 'ferro-manganese', packaging: 'big-bag', ...extra },
  );
}

export function ready(...notices: IntakeNotice[]): MultiStationBase {
  const base = new MultiStationBase();
  for (const one of notices) base.order(one);
  return base;
}

/** Gross mass of the loaded vehicle, in kg: 12 t and ten bags. */
export const LOADED = 12_000 + 10 * 1_020;

/** A vehicle that was weighed loaded, unloaded, and weighed again at `lightKg`. */
export function delivered(
  lightKg = 12_000,
  scanned: string[] = [],
): { base: MultiStationBase; visit: string; job: string } {
  const base = ready(bags('MN-1', 10));
  const visit = base.arrive('TK 12-34');
  base.pass(visit, LOADED);
  const { job } = base.unload(visit, 'MN-1', scanned) as { job: string };
  base.pass(visit, lightKg);
  return { base, visit, job };
}
