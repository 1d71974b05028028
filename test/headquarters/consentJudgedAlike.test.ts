// Consents to removals: headquarters derives by code of its own which stand, asks for the same findings, and takes no base's
// word for a consent that does not.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONSENT_ACTS } from '../core/consentScenes.ts';
import { type Change, changed, judged } from './judgedEntries.ts';

it('whatever people do in whatever order, both sides come to the same', () => {
  let covered = 0;
  fc.assert(
    fc.property(fc.array(CONSENT_ACTS, { minLength: 3, maxLength: 14 }), (acts) => {
      const { rejected, differences, entries } = judged((s) => acts.forEach((act) => act(s)));
      expect({ rejected, differences }).toEqual({ rejected: [], differences: [] });
      covered += entries.filter((entry) => entry.kind === 'material-removed' && entry.body.allowedBy !== null).length;
    }),
    { numRuns: 60 },
  );
  expect(covered).toBeGreaterThan(10);
});

const FORGERIES: [string, Change, string][] = [
  ['what nobody consented to', (entry) => (entry.kind === 'removal-allowed' ? [] : entry), 'did not allow'],
  ['more than was consented to', changed('removal-allowed', { mostMg: 19_999_999 }), 'did not allow'],
  ['what another was to take', changed('removal-allowed', { taker: 'dan' }), 'did not allow'],
  ['what another consented to', changed('material-removed', { allowedBy: 'tom' }), 'did not allow'],
  ['out of another package', changed('removal-allowed', { package: 'CO-1-2' }), 'did not allow'],
  ['by his own consent', changed('removal-allowed', { operator: 'cho' }), 'himself'],
  [
    'after its time',
    (entry) =>
      entry.kind === 'removal-allowed'
        ? { ...entry, at: { ...entry.at, monotonicMs: entry.at.monotonicMs - 601_000 } }
        : entry,
    'did not allow',
  ],
];

it.each(FORGERIES)('a base that says so of %s is caught', (_what, change, reason) => {
  const { rejected } = judged((s) => {
    s.consent('bob', 'cho', 20);
    s.take('cho', 20);
  }, change);
  expect(rejected.join()).toContain(reason);
});

it('a base that takes twice by one consent is caught', () => {
  const { rejected } = judged(
    (s) => {
      s.consent('bob', 'cho', 20);
      s.take('cho', 20);
      s.reverseAlone('cho');
      s.take('cho', 20);
    },
    changed('material-removed', { allowedBy: 'bob' }),
  );
  expect(rejected).toHaveLength(1);
});
