// A package of which the book says that it is here, and nobody has seen for months; or was said to be seen, and that was
// taken back.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  lastProof,
  MAX_PROOFS,
  type Proof,
  PROOF_WAYS,
  withoutProof,
  withProof,
} from '../../agent/core/model/proofs.ts';
import { STATES_AT_BASE } from '../../agent/core/model/states.ts';
import { drum, notice } from './intakeScenes.ts';
import { KG } from './loads.ts';
import { MultiStationBase } from './multiStationBase.ts';
import { epcs, names, Store } from './stocktakeScenes.ts';

const wayOf = (store: Store, name = 'CO-1-1'): string | null =>
  lastProof(store.package(name)?.proofs ?? [])?.way ?? null;

it('weighed, then moved: the later proof counts', () => {
  const store = new Store(1);
  expect(store.package('CO-1-1')?.proofs.map(({ way }) => way)).toEqual(['weighed', 'scanned']);
});

it.each([
  ['tag', epcs(1), 'read'],
  ['scan', names(1), 'scanned'],
  ['typed', names(1), 'typed'],
] as const)('a word of a count proves it: %s', (how, codes, way) => {
  const store = new Store(2);
  store.ordered();
  const before = store.package('CO-1-1')?.proofs ?? [];
  store.count(how, [...codes]);
  expect(wayOf(store)).toBe(way);
  store.count('withdrawn', names(1));
  expect(store.package('CO-1-1')?.proofs).toEqual(before);
});

it('what nobody can reach stays proved as it was', () => {
  const store = new Store(1);
  const before = store.package('CO-1-1')?.proofs;
  store.ordered();
  store.count('inferred', names(1));
  expect(store.package('CO-1-1')?.proofs).toEqual(before);
});

it('who saw it and then did not find it has proved nothing', () => {
  const store = new Store(2);
  const before = store.package('CO-1-1')?.proofs;
  store.ordered();
  store.count('scan', names(1));
  store.count('absent', names(1));
  expect(store.package('CO-1-1')?.proofs).toEqual(before);
});

it('a weighing that is taken back proves nothing', () => {
  const base = new MultiStationBase();
  base.order(notice([drum(1)]));
  base.open();
  base.weigh(268, [drum(1).epcHex]);
  expect(base.packages()[0]?.proofs).toMatchObject([{ way: 'weighed' }]);
  base.reverse(String(base.packages()[0]?.weighing));
  expect(base.packages()[0]).toMatchObject({ state: 'expected', proofs: [] });
});

it('of what came off a lorry only what was scanned is proved by itself', () => {
  const base = new MultiStationBase();
  const bags = [1, 2].map((n) => drum(n, { grossMg: 1_020 * KG, tareMg: 2 * KG }));
  base.order(notice(bags));
  const visit = base.arrive('TK 1');
  base.pass(visit, 14_040);
  base.unload(visit, 'CO-1', [bags[0]?.mark ?? '']);
  base.unload(visit, 'CO-1');
  base.pass(visit, 12_000);
  expect(base.packages().map(({ proofs }) => lastProof(proofs)?.way)).toEqual(['scanned', 'inferred']);
});

it('a package that is not here has no proof, and one that is here has one', () => {
  const store = new Store(3);
  store.quarantine('CO-1-3');
  const packages = store.book.where('package', 'lot', 'CO-1');
  for (const { state, proofs } of packages) expect(proofs.length > 0).toBe(STATES_AT_BASE.includes(state));
});

const proof: fc.Arbitrary<Proof> = fc.record({
  way: fc.constantFrom(...PROOF_WAYS),
  wallMs: fc.nat(1_000),
  source: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
});

it('whatever is said and taken back: few are kept, each source once, and no inference beside a better proof', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), proof), { maxLength: 40 }), (words) => {
      let proofs: Proof[] = [];
      for (const [isTakenBack, word] of words) {
        proofs = isTakenBack ? withoutProof(proofs, word.source) : withProof(proofs, word);
        expect(proofs.length).toBeLessThanOrEqual(MAX_PROOFS);
        expect(new Set(proofs.map(({ source }) => source)).size).toBe(proofs.length);
        if (proofs.some(({ way }) => way === 'inferred')) expect(proofs).toHaveLength(1);
        if (isTakenBack) expect(proofs.some(({ source }) => source === word.source)).toBe(false);
        else if (word.way !== 'inferred') expect(lastProof(proofs)).toEqual(word);
      }
    }),
  );
});
