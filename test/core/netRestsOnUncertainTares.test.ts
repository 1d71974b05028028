// A net is no better than its tares: the verdict says how far it may be off, or that only the gross is verified. A
// declared pallet is not known as well as a weighed one.
import { expect, it } from 'vitest';
import type { AnnouncedPackage } from '../../agent/core/model/intakeNotice.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';

const TOLERANCE_MG = 0.25 * KG;

/** Two drums weighed one by one; `before`: what happens to them before the verdict. */
function judged(drums: AnnouncedPackage[], before: (base: MultiStationBase) => void = () => undefined) {
  const base = new MultiStationBase();
  base.order(notice(drums));
  const job = base.openAt('dock-1', 'order-CO-1');
  for (const { epcHex, grossMg } of drums) {
    base.place(grossMg / KG, { tags: [epcHex] });
    base.lift();
  }
  before(base);
  base.closeAt(job);
  return base.verdict();
}

it('verifies the net within scales and tares if each tare has a tolerance', () => {
  const drums = [
    drum(1, { tareToleranceMg: TOLERANCE_MG, pallet: null }),
    drum(2, { tareToleranceMg: TOLERANCE_MG, pallet: null }),
  ];
  // Two drums of 268 kg on e = 0.2 kg: 2 e + e/2 each.
  expect(judged(drums)).toMatchObject({
    verdict: 'verified',
    verifiedMass: 'net',
    netLimitMg: 2 * (0.5 * KG + TOLERANCE_MG),
    identitiesRead: 2,
    contents: 'unstated',
  });
});

it('takes a tare of nothing for certain', () => {
  const bare = { tareMg: 0, tareToleranceMg: null, pallet: null };
  expect(judged([drum(1, bare), drum(2, bare)])).toMatchObject({ verifiedMass: 'net', netLimitMg: KG });
});

it('verifies the gross alone if one tare has no tolerance', () => {
  const drums = [drum(1, { tareToleranceMg: TOLERANCE_MG, pallet: null }), drum(2)];
  expect(judged(drums)).toMatchObject({ verdict: 'verified', verifiedMass: 'gross', netLimitMg: null });
});

it('trusts no tare of a package that was opened', () => {
  const drums = [
    drum(1, { tareToleranceMg: TOLERANCE_MG, pallet: null }),
    drum(2, { tareToleranceMg: TOLERANCE_MG, pallet: null }),
  ];
  const reseal = (base: MultiStationBase): unknown =>
    base.act(() => ({
      entries: [
        {
          kind: 'package-resealed',
          body: { package: 'CO-1-1', reason: 'reseal', sealBefore: null, sealAfter: 'S-2', operator: 'ann' },
        },
      ],
      effects: [],
      result: {},
    }));
  expect(judged(drums, reseal)).toMatchObject({ verifiedMass: 'gross', netLimitMg: null });
});

it('verifies nothing of a lot that is discrepant', () => {
  const base = new MultiStationBase();
  base.order(notice([drum(1, { tareToleranceMg: TOLERANCE_MG, pallet: null })]));
  const job = base.openAt('dock-1', 'order-CO-1');
  base.place(260, { tags: [drum(1).epcHex] });
  base.lift();
  base.closeAt(job);
  expect(base.verdict()).toMatchObject({ verdict: 'discrepant', verifiedMass: 'none' });
});

it.each([
  // Drums 2 · 0.5 kg, our scale 0.6 + 0.1 kg; a weighed pallet of 20 kg 0.2 + 0.1 kg, a declared one 2 kg.
  ['weighed', 3, 'discrepant'],
  ['declared', 3, 'verified'],
  ['declared', 4, 'discrepant'],
] as const)('a group on a %s pallet that is %i kg too light is %s', (palletTareKind, lightKg, verdict) => {
  const base = new MultiStationBase();
  const drums = [drum(1), drum(2)];
  base.order(notice(drums));
  const job = base.openAt('dock-1', 'order-CO-1');
  base.form(
    drums.map(({ package: name }) => name),
    { palletTareMg: 20 * KG, palletTareKind },
  );
  base.place(2 * 268 + 20 - lightKg);
  base.lift();
  base.closeAt(job);
  expect(base.verdict()?.verdict).toBe(verdict);
});
