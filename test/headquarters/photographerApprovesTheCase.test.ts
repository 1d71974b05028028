// A base lets somebody approve a case who had brought a photograph of it: headquarters has kept that hand in the case,
// and rejects it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { notice, openLinkRig, type RunningHeadquarters, type LinkRig } from './linkRig.ts';
import { createLoadEntryWriter } from './loadEntryWriter.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;

beforeEach(() => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
});
afterEach(() => rig.close());

it('takes the photograph, and not the approval of who took it', async () => {
  const dockCommands = createDockCommandWriter(rig);
  const loadWriter = createLoadEntryWriter(rig);
  headquarters.queue(notice('L', 1), 'order-L');
  await deliverOrders(rig, headquarters);
  dockCommands.open('order-L');
  dockCommands.weigh(238_000_000);
  dockCommands.identify('L-1');
  await deliverEntries(rig, headquarters);
  const finding = headquarters.report().openFindings[0]?.finding ?? '';
  expect(finding).not.toBe('');
  const photo = { photo: 'ab'.repeat(32), bytes: 4_711, operator: 'tom' };
  loadWriter.entries([{ kind: 'photo-attached', body: { ...photo, finding } }]);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(0);
  loadWriter.entries([
    { kind: 'finding-recounted', body: { finding, weighing: null, agrees: true, comparison: null, operator: 'bob' } },
    { kind: 'finding-approved', body: { finding, operator: 'tom', deputyFor: null } },
  ]);
  await deliverEntries(rig, headquarters);
  expect(headquarters.report().rejected).toBe(1);
});
