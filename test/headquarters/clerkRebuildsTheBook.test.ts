// The book's file is lost, or was made by another version: the report says that it lags, `rebuild` makes it again.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { ownBookRules } from '../../agent/headquarters/book/bookRules.ts';
import { approveStream, deliverEntries, sendOrder } from './entryDelivery.ts';
import { BASE, notice, openLinkRig, type LinkRig, type RunningHeadquarters } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
});
afterEach(async () => {
  await rig.close();
});

async function storeSome(): Promise<number> {
  approveStream(rig, headquarters);
  await sendOrder(rig, headquarters, { order: 'order-L', body: notice('L') });
  rig.record(3);
  await deliverEntries(rig, headquarters);
  const { seq } = rig.ledger.head();
  await headquarters.stop();
  return seq;
}

async function call(...args: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    stop: new AbortController().signal,
  };
  const [command = '', ...rest] = args;
  const code = await runHeadquarters([command, '--dir', join(rig.dir, 'headquarters'), ...rest], io);
  return { code, out, err };
}

it('its file is lost', async () => {
  headquarters = rig.openHeadquarters();
  const seq = await storeSome();
  const before = await call('report', '--json');
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(rig.dir, 'headquarters', `headquarters-book.sqlite${end}`), { force: true });
  expect((await call('report')).out).toContain(`book of ${BASE}: as of entry 0 of ${seq}`);
  expect(await call('rebuild')).toEqual({
    code: 0,
    out: [`book of ${BASE}: ${seq} of ${seq} entries`, 'rejected 0'],
    err: [],
  });
  expect(await call('report', '--json')).toEqual(before);
});

it('it was made by another version: a report is refused with what to do', async () => {
  headquarters = rig.openHeadquarters({ ...ownBookRules(), name: 'other' });
  const seq = await storeSome();
  const refused = await call('report');
  expect({ ...refused, err: refused.err[0] }).toMatchObject({ code: 1, out: [] });
  expect(refused.err[0]).toContain('hakari headquarters rebuild');
  expect((await call('rebuild')).out).toContain(`book of ${BASE}: ${seq} of ${seq} entries`);
  expect((await call('report')).code).toBe(0);
});
