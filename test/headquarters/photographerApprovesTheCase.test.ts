// A base lets somebody approve a case who had brought a photograph of it: headquarters has kept that hand in the case,
// and rejects it.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { approve, deliver, order } from './deliver.ts';
import { openDock } from './dock.ts';
import { notice, openScene, type RunningHouse, type Scene } from './scene.ts';
import { openYard } from './yard.ts';

let scene: Scene;
let house: RunningHouse;

beforeEach(() => {
  scene = openScene();
  house = scene.openHouse();
  approve(scene, house);
});
afterEach(() => scene.close());

it('takes the photograph, and not the approval of who took it', async () => {
  const dock = openDock(scene);
  const yard = openYard(scene);
  house.queue(notice('L', 1), 'order-L');
  await order(scene, house);
  dock.open('order-L');
  dock.weigh(238_000_000);
  dock.identify('L-1');
  await deliver(scene, house);
  const finding = house.report().openFindings[0]?.finding ?? '';
  expect(finding).not.toBe('');
  const photo = { photo: 'ab'.repeat(32), bytes: 4_711, operator: 'tom' };
  yard.entries([{ kind: 'photo-attached', body: { ...photo, finding } }]);
  await deliver(scene, house);
  expect(house.report().rejected).toBe(0);
  yard.entries([
    { kind: 'finding-recounted', body: { finding, weighing: null, agrees: true, comparison: null, operator: 'bob' } },
    { kind: 'finding-approved', body: { finding, operator: 'tom', deputyFor: null } },
  ]);
  await deliver(scene, house);
  expect(house.report().rejected).toBe(1);
});
