// Every load that was weighed is named, held or taken back: none is simply gone when its job is closed, and none is
// overwritten by the next one with the same words on it.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { Yard } from './yard.ts';
import { epcOf } from './caseScenes.ts';

function yard(...numbers: number[]): { yard: Yard; job: string } {
  const dock = new Yard();
  dock.order(notice(numbers.map((n) => drum(n))));
  return { yard: dock, job: dock.openAt('dock-1', 'order-CO-1') };
}

it('judges a lot when each load was named', () => {
  const { yard: dock, job } = yard(1);
  dock.place(268, { tags: [epcOf(1)] });
  dock.lift();
  expect(dock.closeAt(job)).toMatchObject({ verdict: 'verified' });
});

it.fails('does not judge a lot while a load that was weighed has no name', () => {
  const { yard: dock, job } = yard(1);
  dock.place(268, { tags: [epcOf(1)] });
  dock.lift();
  dock.place(301);
  dock.lift();
  expect(dock.closeAt(job)).toHaveProperty('refusal');
});

it.fails('keeps the first of two foreign loads with the same words on them', () => {
  const { yard: dock } = yard(1);
  const weighings = [300, 310].map((kg) => {
    const { weighing } = dock.place(kg) as { weighing: string };
    dock.hold('NO MARK');
    dock.lift();
    return weighing;
  });
  expect(dock.ledger.all('foreign').map(({ weighing }) => weighing)).toContain(weighings[0]);
});

it('holds a single foreign load', () => {
  const { yard: dock } = yard(1);
  const { weighing } = dock.place(300) as { weighing: string };
  dock.hold('NO MARK');
  expect(dock.ledger.all('foreign').map((one) => one.weighing)).toEqual([weighing]);
});
