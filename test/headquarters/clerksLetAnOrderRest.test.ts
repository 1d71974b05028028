// A clerk lets an order rest, and be worked again, by the desk's own commands.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { notice, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  headquarters.queue(notice('L', 2), 'order-L');
  await deliverOrders(rig, headquarters);
});
afterEach(() => rig.close());

async function call(...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const io = { out: print, err: print, stop: new AbortController().signal };
  const code = await runHeadquarters([...args, '--dir', join(rig.dir, 'headquarters')], io);
  await deliverOrders(rig, headquarters);
  await deliverEntries(rig, headquarters);
  return { code, said: lines.join('\n') };
}

const state = (): string | undefined => rig.ledger.book.get('order', 'order-L')?.state;

it('suspends and continues', async () => {
  expect(await call('suspend', '--order', 'order-L')).toMatchObject({ code: 0 });
  expect(state()).toBe('suspended');
  expect(await call('continue', '--order', 'order-L')).toMatchObject({ code: 0 });
  expect(state()).toBe('open');
});

it('says what is missing, and which ids there are', async () => {
  expect(await call('suspend')).toMatchObject({
    code: 2,
    said: expect.stringContaining('--order is missing') as string,
  });
  const unknownBase = await call('suspend', '--order', 'order-L', '--base', 'nowhere');
  expect(unknownBase).toMatchObject({ code: 2, said: expect.stringContaining('base: one of') as string });
  const tooLong = await call('continue', '--order', 'x'.repeat(300));
  expect(tooLong).toMatchObject({ code: 2, said: expect.stringContaining('order refused') as string });
  expect(state()).toBe('open');
});
