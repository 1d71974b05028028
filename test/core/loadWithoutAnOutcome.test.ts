// Every load that was weighed is named, held or taken back: none is simply gone when its job is closed, and none is
// overwritten by the next one with the same words on it.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { MultiStationBase } from './multiStationBase.ts';
import { epcOf } from './caseScenes.ts';

function dockWithLoads(...numbers: number[]): { dock: MultiStationBase; job: string } {
  const dock = new MultiStationBase();
  dock.order(notice(numbers.map((n) => drum(n))));
  return { dock, job: dock.openAt('dock-1', 'order-CO-1') };
}

it('judges a lot when each load was named', () => {
  const { dock, job } = dockWithLoads(1);
  dock.place(268, { tags: [epcOf(1)] });
  dock.lift();
  expect(dock.closeAt(job)).toMatchObject({ verdict: 'verified' });
});

it('does not judge a lot while a load that was weighed has no name', () => {
  const { dock, job } = dockWithLoads(1);
  dock.place(268, { tags: [epcOf(1)] });
  dock.lift();
  dock.place(301);
  dock.lift();
  expect(dock.closeAt(job)).toHaveProperty('refusal');
});

it('keeps the first of two foreign loads with the same words on them', () => {
  const { dock } = dockWithLoads(1);
  const weighings = [300, 310].map((kg) => {
    const { weighing } = dock.place(kg) as { weighing: string };
    dock.hold('NO MARK');
    dock.lift();
    return weighing;
  });
  expect(dock.ledger.all('foreign').map(({ weighing }) => weighing)).toContain(weighings[0]);
});

it('holds a single foreign load', () => {
  const { dock } = dockWithLoads(1);
  const { weighing } = dock.place(300) as { weighing: string };
  dock.hold('NO MARK');
  expect(dock.ledger.all('foreign').map((one) => one.weighing)).toEqual([weighing]);
});
