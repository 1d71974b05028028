// One weighing answers every open weight finding of a package: a drum is light on a scale that is not verified. Both
// sides judge the entries of that recount by who had touched the case before it (CONTRACT.md 9.8).
import { expect, it } from 'vitest';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import type { Entry, EntryBodies } from '../../agent/core/model/entry.ts';
import { CaseDock, epcOf } from '../core/caseScenes.ts';
import { drum, notice, SCALE } from '../core/intakeScenes.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';

interface Judgement {
  rejected: string[];
  differences: string[];
}

/** A light drum on a scale that is not verified; what is done about it, and how headquarters judges the entries. */
function scene(
  { first, isVerified = false }: { first: number; isVerified?: boolean },
  act: (dock: CaseDock) => void,
  forge: (entries: readonly Entry[]) => readonly Entry[] = (entries) => entries,
): Judgement {
  const headquarters = new SimulatedHeadquarters();
  try {
    const dock = new CaseDock();
    dock.signOrder = (order) => headquarters.signOrder(order);
    dock.order(notice([drum(1)]));
    dock.open();
    dock.weigh(first, [epcOf(1)], { scale: { ...SCALE, verified: isVerified } });
    dock.onScale = null;
    act(dock);
    const entries = forge(dock.ledger.entries);
    headquarters.receiveEntries(chain(entries));
    return headquarters.judge();
  } finally {
    headquarters.close();
  }
}

/** Numbered anew, as the base would have written them. */
function chain(entries: readonly Entry[]): { entry: Entry; hash: string }[] {
  return entries
    .map((entry, index) => ({ ...entry, seq: index + 1 }))
    .map((entry) => ({ entry, hash: MemoryLedger.hashOf(entry) }));
}

function recountAll(dock: CaseDock, kg: number, tags: string[]): void {
  const [one] = dock.ledger.all('finding');
  dock.recount(one?.id ?? '', 'bob', kg, tags);
  dock.onScale = null;
}

const SCENES = [
  { name: 'off again', first: 266, isVerified: false, again: 266 },
  { name: 'agrees after it was light', first: 266, isVerified: false, again: 268 },
  { name: 'only unverified, agrees', first: 268, isVerified: false, again: 268 },
  { name: 'only unverified, off', first: 268, isVerified: false, again: 266 },
  { name: 'verified, off again', first: 266, isVerified: true, again: 266 },
];

for (const { name, first, isVerified, again } of SCENES)
  for (const tags of [[epcOf(1)], []])
    for (const isClosed of [true, false])
      it(`one recount answers all of a drum: ${name}, tags ${tags.length}, job closed before ${isClosed}`, () => {
        const judged = scene({ first, isVerified }, (dock) => {
          if (isClosed) dock.close();
          recountAll(dock, again, tags);
          for (const { id } of dock.ledger.all('finding')) if (again === 268) dock.approve(id, 'sue');
          if (!isClosed) dock.close();
        });
        expect(judged).toEqual({ rejected: [], differences: [] });
      });

it('one recount of two findings is two entries of one cause', () => {
  scene({ first: 266 }, (dock) => {
    recountAll(dock, 268, [epcOf(1)]);
    const recounts = dock.ledger.entries.filter(({ kind }) => kind === 'finding-recounted');
    expect(recounts).toHaveLength(2);
    expect(new Set(recounts.map(({ cause }) => cause)).size).toBe(1);
  });
});

/** The entries up to the first recount, and what a forger writes after it. */
function forgeAfterRecounts(
  entries: readonly Entry[],
  forged: (recounts: (Entry & { body: EntryBodies['finding-recounted'] })[]) => Entry[],
): Entry[] {
  const isRecount = (entry: Entry): entry is Entry & { kind: 'finding-recounted' } =>
    entry.kind === 'finding-recounted';
  const start = entries.findIndex(isRecount);
  return [...entries.slice(0, start), ...forged(entries.filter(isRecount))];
}

const REASON = /bob touched the case/;
const FORGERIES: [string, (recounts: (Entry & { body: EntryBodies['finding-recounted'] })[]) => Entry[], number][] = [
  ['two findings in one cause: none is refused', (recounts) => recounts, 0],
  [
    'the second in a cause of its own',
    (recounts) => recounts.map((entry, index) => ({ ...entry, cause: `${entry.cause}-${index}` })),
    1,
  ],
  ['the same finding twice in one cause', ([first]) => (first ? [first, first] : []), 1],
  [
    'the first recounted, and the other approved, by one person in one cause',
    ([first, second]) => (first && second ? [first, approvalOf(second)] : []),
    1,
  ],
  [
    'the first recounted and approved by one person in one cause',
    ([first]) => (first ? [first, approvalOf(first)] : []),
    1,
  ],
];

function approvalOf(entry: Entry & { body: EntryBodies['finding-recounted'] }): Entry {
  const { finding, operator } = entry.body;
  return { ...entry, kind: 'finding-approved', body: { finding, operator, deputyFor: null } };
}

for (const [name, forged, refused] of FORGERIES)
  it(`headquarters refuses ${refused} of: ${name}`, () => {
    const { rejected } = scene(
      { first: 266 },
      (dock) => recountAll(dock, 268, [epcOf(1)]),
      (entries) => forgeAfterRecounts(entries, forged),
    );
    expect(rejected.filter((line) => REASON.test(line))).toHaveLength(refused);
    expect(rejected).toHaveLength(refused);
  });
