// Small things that stopped the work of a dock: a tag asked for what went back, words too long to be held twice, one
// container under several names, a pallet without a label.
import { describe, expect, it } from 'vitest';
import { Dock, drum, notice } from './intakeScenes.ts';

function opened(...packages: Parameters<typeof notice>[0]): Dock {
  const dock = new Dock();
  dock.order(notice(packages));
  dock.open();
  return dock;
}

describe('a drum without a tag is sent back while its job is open', () => {
  it.each(['return', 'write-off'] as const)('%s: its job closes', (decision) => {
    const dock = opened(drum(1, { epcHex: null }), drum(2));
    dock.weigh(255, []);
    dock.identify('DRUM 1');
    dock.onScale = null;
    dock.weigh(268, [drum(2).epcHex ?? '']);
    dock.onScale = null;
    const [finding] = dock.ledger.book.where('finding', 'package', 'CO-1-1');
    const { seq = 0, hash = '' } = finding ?? {};
    const order = {
      kind: 'decision' as const,
      findings: [{ epoch: 'e1', seq, hash }],
      decision,
      adjust: [],
      adopt: null,
    };
    expect(dock.order({ ...order, recognise: null, note: '' }, { order: 'back' })).toMatchObject({ accepted: true });
    expect(dock.close()).not.toHaveProperty('refusal');
  });
});

it('the same 200 characters are held twice, as two', () => {
  const dock = opened(drum(1));
  for (const kg of [300, 310, 320]) {
    dock.weigh(kg, []);
    expect(dock.holdForeign('あ'.repeat(200))).not.toHaveProperty('refusal');
    dock.onScale = null;
  }
  const held = dock.ledger.all('foreign').map(({ identity }) => identity);
  expect(new Set(held).size).toBe(3);
  expect(held.every((identity) => identity.length <= 200)).toBe(true);
});

describe('a notice', () => {
  const SSCC = '340123450000000017';
  it.each([
    ['one mark in two spellings', [{ mark: `(00)${SSCC}` }, { mark: `00${SSCC}` }]],
    ['a mark and a URI', [{ mark: `(00)${SSCC}` }, { mark: 'urn:epc:id:sscc:4012345.3000000001' }]],
  ])('names one container once: %s', (_, [one, other]) => {
    const dock = new Dock();
    const packages = [drum(1, { ...one, epcHex: null }), drum(2, { ...other, epcHex: null })];
    dock.order(notice(packages));
    expect(dock.ledger.entries.at(-1)).toMatchObject({
      kind: 'order-refused',
      body: { reason: expect.stringContaining('is announced twice') as string },
    });
  });

  it.each(['   ', ']C1', '\u3000'])('has no pallet whose label %j says nothing', (pallet) => {
    const dock = new Dock();
    dock.order(notice([drum(1, { pallet })]));
    expect(dock.ledger.entries.at(-1)).toMatchObject({ kind: 'order-refused' });
  });
});
