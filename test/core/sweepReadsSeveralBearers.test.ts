// A sweep reads what stands about. A tag whose number is the mark of another package too says of neither that it is there;
// what else was read is counted.
import { expect, it } from 'vitest';
import { drum, notice } from './intakeScenes.ts';
import { epcs, refusalOf, Store, valueOf } from './stocktakeScenes.ts';

/** The mark of lot NI-9's drum is the number of the tag on drum 1. */
function ambiguous(): Store {
  const store = new Store(2);
  const other = drum(91, { package: 'NI-9-1', mark: epcs(1)[0] ?? '' });
  expect(valueOf(store.dock.order(notice([other], { lot: 'NI-9', commodity: 'Ni' })), 'accepted')).toBe(true);
  store.ordered();
  return store;
}

it('is ignored in a sweep', () => {
  const store = ambiguous();
  expect(store.count('tag', epcs(1, 2))).toMatchObject({ counted: 1, extra: 0, ignored: 1 });
  expect(refusalOf(store.close())).toBe('count-incomplete');
});

it('is asked about when somebody scans it', () => {
  expect(refusalOf(ambiguous().count('scan', epcs(1)))).toBe('code-ambiguous');
});
