// A hello says where the base's ledger stands. Where headquarters holds something else under that number, the base was
// copied, restored or forked, and a person at headquarters must be able to see it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HelloMessage } from '../../agent/link/contract/conversationSchemas.ts';
import { sealMessage } from '../../agent/link/envelopeSealing.ts';
import { signHello } from '../../agent/link/hello.ts';
import { answerMessage } from '../../agent/headquarters/link/messageAnswers.ts';
import { formatStockReport } from '../../agent/headquarters/desk/reportText.ts';
import { approveStream, deliverEntries, greetingOf } from './entryDelivery.ts';
import { baseRow, hashAt } from './scriptedHeadquarters.ts';
import { BASE, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

/** Headquarters holds eleven entries. */
beforeAll(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  rig.record(10);
  await deliverEntries(rig, headquarters);
});
afterAll(() => rig.close());

/** What stands in the report after a base with the base's keys has said where it stands. */
async function reportAfter(head: { seq: number; hash: string }): Promise<string> {
  const hello: HelloMessage = { ...greetingOf(rig), ...head };
  const message = await sealMessage(await signHello(hello, rig.keys.base), rig.keys.headquarters);
  answerMessage(headquarters.context, baseRow(rig), message);
  return formatStockReport(headquarters.report()).join('\n');
}

it('the same entry: nothing is told', async () => {
  const text = await reportAfter({ seq: 11, hash: hashAt(rig, 11) });
  expect(text).toContain(`base ${BASE}: approved, 11 entries`);
  expect(text).not.toMatch(/fork|behind|old copy/);
});

it('fewer entries than headquarters holds: the report says that the base is behind', async () => {
  expect(await reportAfter({ seq: 4, hash: hashAt(rig, 4) })).toMatch(/behind|old copy/);
});

it('another entry under the same number: the report says that the base has forked', async () => {
  expect(await reportAfter({ seq: 11, hash: 'a'.repeat(64) })).toMatch(/fork/);
});
