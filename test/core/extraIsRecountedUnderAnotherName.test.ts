// In the first round a sweep read a tag that nobody knows. Whoever recounts has a scanner and a keyboard, and what they
// read on the package may be spelled in another way: it is the same package all the same, or else one more.
import { describe, expect, it } from 'vitest';
import { decodeEpc } from '../../drivers/contract/epc/epcDecoder.ts';
import { names, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

const FOREIGN = '3074257BF7194E4000009999';
const LABEL = 'label a';

/** What somebody may read on what was found as `identity`. */
const SPELLINGS: readonly (readonly [found: string, how: 'tag' | 'typed', again: string])[] = [
  [FOREIGN, 'tag', FOREIGN],
  [FOREIGN, 'tag', FOREIGN.toLowerCase()],
  [FOREIGN, 'tag', ` ${FOREIGN} `],
  [FOREIGN, 'tag', decodeEpc(FOREIGN).uri ?? ''],
  [LABEL, 'typed', 'LABEL A'],
  [LABEL, 'typed', 'Label  A'],
  [LABEL, 'typed', 'ＬＡＢＥＬ　Ａ'],
  [LABEL, 'typed', ']C0label a'],
];

function found(identity: string, how: 'tag' | 'typed'): Store {
  const store = new Store(2);
  store.ordered();
  store.count('scan', names(1, 2));
  expect(valueOf(store.count(how, [identity]), 'extra')).toBe(1);
  expect(store.close()).toMatchObject({ recount: true });
  return store;
}

describe.each(SPELLINGS)('%s, found by %s, is %s', (identity, how, again) => {
  it.each(['scan', 'typed'] as const)('when somebody else reads it (%s), and the extra is confirmed', (method) => {
    const store = found(identity, how);
    expect(valueOf(store.count(method, [again], 'bob'), 'extra')).toBe(1);
    expect(store.close('bob')).toMatchObject({ recount: false, agrees: false });
    expect(store.result()).toMatchObject({ extra: [identity], resolved: [], agrees: false });
    expect(store.findings()).toEqual([['EXTRA_PACKAGE', identity]]);
  });

  it('when somebody else looked for it in vain', () => {
    const store = found(identity, how);
    expect(valueOf(store.count('absent', [again], 'bob'), 'counted')).toBe(1);
    expect(store.close('bob')).toMatchObject({ recount: false, agrees: true });
    expect(store.result()).toMatchObject({ extra: [], resolved: [identity] });
  });

  it('in the same round too, and in the same command', () => {
    const store = new Store(2);
    store.ordered();
    store.count('typed', [identity, again]);
    store.count('typed', [again], 'bob');
    expect(store.record()).toMatchObject({ extras: 1 });
  });
});

describe('what the recounter reads says nothing of the tag', () => {
  const other = (): Store => {
    const store = found(FOREIGN, 'tag');
    store.count('absent', [FOREIGN], 'bob');
    expect(store.count('scan', ['DRUM 99'], 'bob')).toMatchObject({ extra: 1 });
    return store;
  };

  it('it is extra by its own round, and the tag is not resolved', () => {
    const store = other();
    expect(store.close('bob')).toMatchObject({ recount: false, agrees: false });
    expect(store.result()).toMatchObject({ extra: ['DRUM 99'], resolved: [], agrees: false });
    expect(store.findings()).toEqual([['EXTRA_PACKAGE', 'DRUM 99']]);
  });

  it('and whoever read it takes it back: then the tag is resolved', () => {
    const store = other();
    expect(refusalOf(store.count('withdrawn', ['drum 99'], 'bob'))).toBeNull();
    expect(store.record()).toMatchObject({ spoken: 1 });
    expect(store.close('bob')).toMatchObject({ recount: false, agrees: true });
    expect(store.result()).toMatchObject({ extra: [], resolved: [FOREIGN] });
  });

  it('nobody says of it that it is absent or cannot be reached', () => {
    const store = found(FOREIGN, 'tag');
    expect(refusalOf(store.count('absent', ['DRUM 99'], 'bob'))).toBe('not-recounted');
    expect(refusalOf(store.count('inferred', ['DRUM 99'], 'bob'))).toBe('not-recounted');
    expect(valueOf(store.count('tag', ['3074257BF7194E4000008888'], 'bob'), 'ignored')).toBe(1);
  });
});
