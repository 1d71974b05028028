// What drove out of the gate by order is gone, whatever is taken back at the dock afterwards; and who asks for closing
// asks for what is staged then.
import { describe, expect, it } from 'vitest';
import { decideQuarantine } from '../../agent/core/cases/quarantine.ts';
import type { NewEntry } from '../../agent/core/model/entry.ts';
import type { PACKAGE_STEPS } from '../../agent/core/model/states.ts';
import { type PackageStep } from '../../agent/core/model/states.ts';
import { EPC, ORDER, ReleaseDock } from './releaseScenes.ts';
import { names } from './stocktakeScenes.ts';

/** Two drums staged; returns the weighing of the first. */
function staged(): { dock: ReleaseDock; weighing: string } {
  const dock = ReleaseDock.opened({ kind: 'by-packages', packages: names(1, 2) });
  for (const n of [2, 1]) {
    dock.pick(`CO-1-${n}`);
    dock.weigh(268, [EPC(n)]);
  }
  const weighing = dock.onScale ?? '';
  dock.onScale = null;
  return { dock, weighing };
}

describe('a drum that has driven out', () => {
  it('was let out by order', () => {
    const { dock } = staged();
    dock.goesOut(EPC(1));
    expect([dock.states(), dock.openCodes()]).toEqual([['staged', 'staged', 'stored'], []]);
  });

  it('does not come back into store by taking its weighing back', () => {
    const { dock, weighing } = staged();
    dock.goesOut(EPC(1));
    dock.reverse(weighing);
    dock.closeBy('ann');
    dock.closeBy('sue');
    const named = dock.bodies('finding').some((one) => one.package === 'CO-1-1');
    expect(dock.package('CO-1-1').state === 'stored' && !named).toBe(false);
  });
});

it('asks again when something was taken back since the first person asked', () => {
  const { dock, weighing } = staged();
  dock.closeBy('ann');
  dock.reverse(weighing);
  dock.closeBy('sue');
  expect(dock.bodies('release-closed')).toEqual([]);
});

it('closes with the second person when nothing changed', () => {
  const { dock } = staged();
  dock.closeBy('ann');
  dock.closeBy('sue');
  expect(dock.bodies('release-closed')).toMatchObject([{ released: expect.arrayContaining(names(1, 2)) as string[] }]);
});

function write(dock: ReleaseDock, entry: NewEntry): void {
  dock.act(() => ({ entries: [entry], effects: [], result: {} }));
}

function raise(dock: ReleaseDock, code: 'SEAL_BROKEN' | 'WEIGHT_LOW'): void {
  const subject = { lot: 'CO-1', job: null, package: 'CO-1-1', weighing: null, comparison: null };
  write(dock, { kind: 'finding', body: { finding: dock.id(), code, ...subject, operator: 'ann', note: null } });
}

function doubt(dock: ReleaseDock, weighing: string): void {
  const body = {
    reason: 'check-failed' as const,
    scale: 'scale-1',
    weighings: [weighing],
    packages: ['CO-1-1'],
    lots: [],
  };
  write(dock, { kind: 'weighings-doubted', body });
}

const setApart = (dock: ReleaseDock): unknown =>
  dock.act((book) => decideQuarantine({ id: dock.id(), operator: 'ann', package: 'CO-1-1' }, book));

const cancel = (dock: ReleaseDock): unknown =>
  dock.order({ kind: 'cancellation', cancels: ORDER }, { order: 'cancel-1' });

type StepFromStaged = {
  [S in PackageStep]: 'staged' extends (typeof PACKAGE_STEPS)[S]['from'][number] ? S : never;
}[PackageStep];

/** Every step from `staged` but leaving, by everything that could take it. */
const WAYS_BACK: Record<
  Exclude<StepFromStaged, 'leave'>,
  Record<string, (dock: ReleaseDock, weighing: string) => void>
> = {
  unstage: {
    'a person takes the weighing back': (dock, weighing) => dock.reverse(weighing),
    'the machine takes the weighing back': (dock, weighing) =>
      write(dock, {
        kind: 'weighing-reversed',
        body: { askedBy: null, weighing, reason: 'load-rose', operator: null },
      }),
    'the scale fails its check': doubt,
  },
  'set-free': {
    'headquarters cancels the release': cancel,
    'a seal is reported broken': (dock) => raise(dock, 'SEAL_BROKEN'),
  },
  quarantine: { 'a person sets it apart': setApart },
};

describe.each(
  Object.entries(WAYS_BACK).flatMap(([step, ways]) => Object.entries(ways).map((way) => [step, ...way] as const)),
)('a drum that has driven out, and by "%s" %s', (_step, _name, act) => {
  const ended = (): ReleaseDock => {
    const { dock, weighing } = staged();
    dock.goesOut(EPC(1));
    act(dock, weighing);
    for (const person of ['ann', 'sue', 'ann', 'sue']) dock.closeBy(person);
    return dock;
  };

  it('has left, or a finding names it and holds it', () => {
    const dock = ended();
    const { state, held, throughGate } = dock.package('CO-1-1');
    if (state === 'released') {
      expect(throughGate).toBeNull();
      return;
    }
    const named = dock.bodies('finding').filter((one) => one.package === 'CO-1-1');
    expect([named.map(({ code }) => code), held, throughGate?.gate]).toEqual([
      expect.arrayContaining(['LEFT_UNRELEASED']),
      true,
      'gate-1',
    ]);
  });
});

it('says through which gate it went to whoever takes its weighing back or sets it apart', () => {
  const { dock, weighing } = staged();
  dock.goesOut(EPC(1));
  const refused = { refusal: 'package-drove-out', params: { package: 'CO-1-1', gate: 'gate-1' } };
  expect([dock.reverse(weighing), setApart(dock)]).toMatchObject([refused, refused]);
});

it('forgets the gate when headquarters has decided, and lets the drum be released again', () => {
  const { dock } = staged();
  dock.goesOut(EPC(1));
  cancel(dock);
  const finding = dock.ledger.book.where('finding', 'package', 'CO-1-1')[0];
  const on = [{ epoch: finding?.epoch ?? '', seq: finding?.seq ?? 0, hash: finding?.hash ?? '' }];
  dock.order(
    {
      kind: 'decision',
      findings: on,
      decision: 'accept',
      adjust: [],
      adopt: null,
      recognise: null,
      note: 'it is here',
    },
    { order: 'decision-1' },
  );
  expect(dock.package('CO-1-1')).toMatchObject({ state: 'stored', held: false, throughGate: null });
});

/** Whatever changes what leaves, or what it weighs in the book. */
const CHANGES: Record<string, (dock: ReleaseDock, weighing: string) => void> = {
  'its weighing is taken back': (dock, weighing) => dock.reverse(weighing),
  'its scale fails its check': doubt,
  'a finding is raised on it': (dock) => raise(dock, 'SEAL_BROKEN'),
  'it is set apart': setApart,
  'headquarters decides on it': (dock) => {
    raise(dock, 'WEIGHT_LOW');
    const finding = dock.ledger.book.where('finding', 'package', 'CO-1-1')[0];
    const on = [{ epoch: finding?.epoch ?? '', seq: finding?.seq ?? 0, hash: finding?.hash ?? '' }];
    dock.order(
      { kind: 'decision', findings: on, decision: 'accept', adjust: [], adopt: null, recognise: null, note: '' },
      { order: 'decision-1' },
    );
  },
};

describe.each(Object.entries(CHANGES))('between the two persons %s', (_name, act) => {
  it('and the second one asks anew', () => {
    const { dock, weighing } = staged();
    dock.closeBy('ann');
    act(dock, weighing);
    dock.closeBy('sue');
    expect(dock.bodies('release-closed')).toEqual([]);
    const releases = dock.bodies('second-person-asked').filter(({ act }) => act === 'release');
    expect(releases.map(({ operator }) => operator)).toEqual(['ann', 'sue']);
    dock.closeBy('ann');
    const [closed] = dock.bodies('release-closed');
    expect(closed?.released).toEqual(dock.bodies('second-person-asked').at(-1)?.packages);
  });
});
