// What somebody scanned is understood: prefixes, brackets, width and case go. The ledger keeps beside it what he scanned.
import { describe, expect, it } from 'vitest';
import { decidePick } from '../../agent/core/release/dispatch.ts';
import { bodies } from './bookTruths.ts';
import { Dock, drum, notice } from './intakeScenes.ts';
import { EPC, ReleaseDock } from './releaseScenes.ts';

/** Spellings of one mark. */
const SPELLINGS = ['DRUM 1', 'drum 1', ' ＤＲＵＭ １', ']C1DRUM 1', '10CO-1\u001d21DRUM 1'];

describe.each(SPELLINGS)('%j', (code) => {
  it('names a load, and is kept as it was written', () => {
    const dock = new Dock();
    dock.order(notice([drum(1), drum(2)]));
    dock.open();
    dock.weigh(268, []);
    dock.identify(code);
    expect(bodies(dock.ledger.entries, 'weighing-bound')).toMatchObject([{ package: 'CO-1-1', code }]);
  });

  it('names what is picked, and what is weighed on its way out', () => {
    const dock = ReleaseDock.opened({ kind: 'by-packages', packages: ['CO-1-1'] });
    const { job } = dock;
    dock.act((book) => decidePick({ id: dock.id(), operator: 'ann', job, code, how: 'scanned' }, book));
    dock.weighUnscanned(268, [EPC(1)]);
    dock.identify(code);
    expect(bodies(dock.ledger.entries, 'package-picked').at(-1)).toMatchObject({ package: 'CO-1-1', code });
    expect(bodies(dock.ledger.entries, 'weighing-bound').at(-1)).toMatchObject({ package: 'CO-1-1', code });
  });
});
