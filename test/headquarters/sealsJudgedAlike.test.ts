// Seals and photographs: headquarters knows by code of its own which seal a package bears, and takes no number for new that
// is not, and no photograph for two cases.
import { expect, it } from 'vitest';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import { BALANCE, type ConsentDock } from '../core/consentScenes.ts';
import { type Change, changed, judged } from './judgedEntries.ts';

/** CO-1-1 bears S-1, CO-1-2 S-2: 0.4 kg is taken out of the first, and its new seal is N. */
function taken(s: ConsentDock): void {
  const seals = { sealBefore: 'S-1', sealAfter: 'N' };
  s.dock.announce({ kind: 'removal', package: 'CO-1-1', reason: 'dust', ...seals }, 'ann');
  s.dock.weigh(0.4, [], { scale: BALANCE });
}

it('what the base does with seals is booked', () => {
  const { rejected, differences } = judged((s) => {
    s.take('ann', 0.4);
    s.rise(0.6);
    s.reverseAlone('ann');
    s.take('ann', 0.4);
    s.take('ann', 0.4, 'CO-1-2');
  });
  expect({ rejected, differences }).toEqual({ rejected: [], differences: [] });
});

const FORGERIES: [string, Change, string][] = [
  ['no number', changed('material-removed', { sealAfter: ' \u200b' }), 'without a number'],
  ['no number before', changed('material-removed', { sealBefore: '\u2800' }), 'without a number'],
  ['no number read', changed('seal-checked', { seal: '\u3164' }), 'without a number'],
  ['its own', changed('material-removed', { sealAfter: 's\u200b-1' }), 'not new'],
  ['that of another', changed('material-removed', { sealAfter: '\uff33-2' }), 'not new'],
];

it.each(FORGERIES)('a base that calls a seal new of %s is caught', (_what, change, reason) => {
  expect(judged(taken, change).rejected.join()).toContain(reason);
});

it('a base that keeps back that a made-up number needs a photograph is caught', () => {
  const unread: Change = (entry) => (entry.kind === 'seal-checked' ? [] : entry);
  expect(judged(taken, unread).differences.join()).toContain('PHOTO_MISSING');
  expect(judged(taken).differences).toEqual([]);
});

it('a base that shows two cases by one photograph is caught', () => {
  const { rejected } = judged(
    (s) => {
      for (const name of ['CO-1-1', 'CO-1-2']) s.take('cho', 2, name);
      const findings = s.dock.ledger.all('finding').map(({ id }) => id);
      findings.forEach((finding, index) => {
        const photo = { finding, photo: String(index).padStart(64, 'a'), storedBytes: 1_000 };
        s.dock.act((book) => decideAttachPhoto({ id: s.dock.id(), operator: 'cho', ...photo }, book));
      });
    },
    changed('photo-attached', { photo: 'b'.repeat(64) }),
  );
  expect(rejected).toHaveLength(1);
  expect(rejected[0]).toContain('photograph');
});
