// Photographs of a case: of what, how many, by whom; whoever brought one has had a hand in it.
import { expect, it } from 'vitest';
import { CaseDock } from './caseScenes.ts';

const photo = (n: number): string => String(n).padStart(64, '0');

it('is bound to the finding with who brought it, and they do not approve it', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  expect(dock.photograph(id, 'tom', photo(1), 4_711)).toEqual({ finding: id, photo: photo(1) });
  expect(dock.ledger.entries.at(-1)).toMatchObject({
    kind: 'photo-attached',
    body: { photo: photo(1), bytes: 4_711, finding: id, operator: 'tom' },
  });
  expect(dock.view(id)).toMatchObject({
    touched: ['ann', 'tom'],
    photos: [{ photo: photo(1), bytes: 4_711, operator: 'tom', sound: true }],
  });
  dock.recount(id, 'bob', 268);
  expect(dock.approve(id, 'tom')).toMatchObject({ refusal: 'case-touched', params: { operator: 'tom' } });
  expect(dock.approve(id, 'sue')).not.toHaveProperty('refusal');
});

it('is refused where it says nothing', () => {
  const dock = CaseDock.judged(268, 238);
  const { id } = dock.finding('WEIGHT_LOW');
  expect(dock.photograph('no-such', 'ann')).toMatchObject({ refusal: 'finding-unknown' });
  expect(dock.photograph(id, 'ann', photo(1), null)).toMatchObject({ refusal: 'photo-unknown' });
  dock.photograph(id, 'ann', photo(1));
  expect(dock.photograph(id, 'bob', photo(1))).toMatchObject({ refusal: 'photo-attached' });
  expect(dock.finding('WEIGHT_LOW').touched).not.toContain('bob');
  dock.decide('accept', [dock.finding('WEIGHT_LOW')]);
  expect(dock.photograph(id, 'ann', photo(2))).toMatchObject({ refusal: 'case-over', params: { state: 'closed' } });
  expect(dock.view(id).can).toEqual(['quarantine']);
});

it('at most twenty of one case, and as many of the next', () => {
  const dock = CaseDock.judged(238, 238);
  const { id } = dock.finding('WEIGHT_LOW', 'CO-1-1');
  for (let n = 1; n <= 20; n += 1) expect(dock.photograph(id, 'ann', photo(n))).not.toHaveProperty('refusal');
  expect(dock.view(id).can).not.toContain('photo');
  expect(dock.photograph(id, 'ann', photo(21))).toMatchObject({ refusal: 'photos-enough', params: { most: 20 } });
  expect(dock.photograph(dock.finding('WEIGHT_LOW', 'CO-1-2').id, 'ann', photo(22))).not.toHaveProperty('refusal');
  expect(dock.view(id).photos.map((one) => one.photo)).toEqual(Array.from({ length: 20 }, (_, n) => photo(n + 1)));
});
