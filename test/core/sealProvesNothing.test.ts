// Numbers of seals, and photographs, that prove nothing: what nobody can see, what was made up, what another package bears,
// one picture for two cases.
import { describe, expect, it } from 'vitest';
import { decideAttachPhoto } from '../../agent/core/cases/attachPhoto.ts';
import { decideReseal } from '../../agent/core/cases/packageCare.ts';
import { decideTypeRemoval } from '../../agent/core/loads/typedRemoval.ts';
import type { Refusal } from '../../agent/core/model/decide.ts';
import { asMassMg } from '../../drivers/contract/mass.ts';
import { CaseDock } from './caseScenes.ts';
import { BALANCE } from './consentScenes.ts';

type Outcome = Record<string, unknown> | Refusal;
type State = (dock: CaseDock, sealBefore: string | null, sealAfter: string) => Outcome;

const codeOf = (outcome: Outcome): unknown => ('refusal' in outcome ? outcome.refusal : 'accepted');

/** Every place where a new seal is stated. */
const PLACES: Record<string, State> = {
  reseal: (dock, sealBefore, sealAfter) => {
    const event = { id: dock.id(), operator: 'ann', package: 'CO-1-1', reason: 'reseal' as const };
    return dock.act((book) => decideReseal({ ...event, sealBefore, sealAfter }, book));
  },
  'what is taken out and weighed': (dock, sealBefore, sealAfter) =>
    dock.announce({ kind: 'removal', package: 'CO-1-1', reason: 'dust', sealBefore, sealAfter }, 'ann'),
  'what is taken out and typed': (dock, sealBefore, sealAfter) => {
    const at = { station: 'dock-1', stationKnown: true, package: 'CO-1-1', scales: [] };
    const read = { massMg: asMassMg(100_000), stepMg: asMassMg(1_000), note: 'laboratory' };
    const event = { id: dock.id(), operator: 'ann', ...at, ...read };
    const said = { reason: 'dust' as const, sealBefore, sealAfter };
    return dock.act((book, now) => decideTypeRemoval({ ...event, said }, { book, at: now }));
  },
};

/** CO-1-1 bore S-0 and bears S-1, CO-1-2 bears S-2. */
function sealed(): CaseDock {
  const dock = CaseDock.judged(268, 268);
  dock.readSeal('CO-1-1', 'S-0');
  dock.readSeal('CO-1-1', 'S-1');
  dock.readSeal('CO-1-2', 'S-2');
  return dock;
}

const STATED: [string, string | null, string, string][] = [
  ['a blank', 'S-1', ' ', 'seal-empty'],
  ['what nobody sees', 'S-1', '\u200b\u3164\u2800', 'seal-empty'],
  ['a blank for the old one', '\u2060', 'S-9', 'seal-empty'],
  ['the same before and after', 'S-9', 'S-9', 'seal-not-new'],
  ['the same, in full width', 'S-9', 's\uff0d\uff19', 'seal-not-new'],
  ['the same, with what nobody sees in it', 'S-1', 'S-\u200b1', 'seal-not-new'],
  ['the one that it bears', null, 'S-1', 'seal-not-new'],
  ['the one that it bore', 'S-1', 'S-0', 'seal-not-new'],
  ['the one of another package', 'S-1', 's-2', 'seal-not-new'],
  ['a new one', 'S-1', 'S-9', 'accepted'],
];

describe.each(Object.keys(PLACES))('a seal stated at %s', (place) => {
  it.each(STATED)('%s', (_what, before, after, answer) => {
    // Which of the two numbers is missing is asked before whether the other is new.
    const asked = before === null && place !== 'reseal' ? 'seals-needed' : answer;
    expect(codeOf((PLACES[place] as State)(sealed(), before, after))).toBe(asked);
  });
});

function taken(dock: CaseDock, sealBefore: string | null, sealAfter: string): string[] {
  dock.announce({ kind: 'removal', package: 'CO-1-1', reason: 'dust', sealBefore, sealAfter }, 'ann');
  dock.weigh(0.5, [], { scale: BALANCE });
  return dock.ledger.all('finding').map(({ code }) => code);
}

it('made-up numbers on a package of which the book knows no seal ask for a photograph', () => {
  expect(taken(CaseDock.judged(268, 268), 'X-1', 'X-2')).toEqual(['PHOTO_MISSING']);
});

it('another number than the book’s asks for a photograph; the book’s, however it is written, for none', () => {
  expect(taken(sealed(), 'X-1', 'X-2').sort()).toEqual(['PHOTO_MISSING', 'SEAL_BROKEN', 'SEAL_BROKEN']);
  const [, ...others] = taken(sealed(), ' s\u200b\uff0d1', 'X-2');
  expect(others).toEqual([]);
});

it('a seal whose removal was taken back is stated again, and the one before it stands', () => {
  const dock = CaseDock.judged(268, 268);
  dock.readSeal('CO-1-1', 'S-1');
  taken(dock, 'S-1', 'S-2');
  const weighing = dock.onScale ?? '';
  dock.onScale = null;
  dock.reverse(weighing);
  expect(dock.drum(1)).toMatchObject({ seal: 'S-1', sealKey: 'S-1', earlierSeals: [] });
  expect(taken(dock, 'S-1', 'S-2')).toEqual([]);
  expect(dock.drum(1)).toMatchObject({ seal: 'S-2', earlierSeals: ['S-1'] });
});

it('one photograph ends one case that asked for one', () => {
  const dock = CaseDock.judged(268, 268);
  for (const name of ['CO-1-1', 'CO-1-2']) {
    dock.announce({ kind: 'removal', package: name, reason: 'dust', sealBefore: null, sealAfter: null }, 'ann');
    dock.weigh(0.5, [], { scale: BALANCE });
    dock.onScale = null;
  }
  const [first = '', second = ''] = dock.ledger.all('finding').map(({ id }) => id);
  const attach = (finding: string, photo: string): Outcome =>
    dock.act((book) => decideAttachPhoto({ id: dock.id(), operator: 'ann', finding, photo, storedBytes: 1_000 }, book));
  attach(first, 'ab'.repeat(32));
  expect(attach(second, 'ab'.repeat(32))).toMatchObject({ refusal: 'photo-of-another', params: { finding: first } });
  expect(dock.findings()).toEqual([['PHOTO_MISSING', 'CO-1-2']]);
  expect(codeOf(attach(second, 'cd'.repeat(32)))).toBe('accepted');
  expect(dock.findings()).toEqual([]);
});
