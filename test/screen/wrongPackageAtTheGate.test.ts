// A release: a package that was not ordered is refused at the scale, and when it goes out through the gate all the
// same, every screen says so; what was ordered passes in silence. Two persons close it at one tablet.
import { expect } from 'vitest';
import { lotFor } from './docks.ts';
import { entriesOf } from './ledgerFile.ts';
import { AIKO, KENJI } from './people.ts';
import { scenario } from './scenario.ts';

const lot = lotFor({ lot: 'LOT-26-251', dock: 'dock-1', announced: 2 });
const [ordered, other] = lot.notice.packages;
if (!ordered || !other) throw new RangeError('the lot is too small');

scenario('a wrong package at the gate stops everybody', [lot], async (stage) => {
  await stage.announce(lot);
  await stage.work(lot, 'dock-1');
  await stage.headquarters.queueOrders(
    [
      {
        kind: 'release-order',
        release: 'REL-26-51',
        regime: 'emergency',
        recipient: 'Alloy works',
        selection: { kind: 'by-packages', packages: [ordered.package] },
      },
    ],
    'release',
  );
  const tablet = await stage.tablet({ route: '#/station/dock-1' });
  const elsewhere = await stage.tablet();
  await tablet.signIn(AIKO);
  await elsewhere.signIn(KENJI);
  await tablet.page.getByText('REL-26-51').first().waitFor();
  await tablet.scan('REL-26-51');
  await tablet.says('guidance.pick-package');

  await tablet.scan(other.mark);
  await tablet.page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
  expect(entriesOf(stage.folder, 'package-picked')).toHaveLength(0);
  await stage.carryOut(`item-${other.package}`);
  for (const each of [tablet, elsewhere])
    await each.page
      .getByRole('alert')
      .filter({ hasText: each.text('gate.alarm') })
      .filter({ hasText: other.mark })
      .waitFor();

  await tablet.scan(ordered.mark);
  await tablet.says('guidance.place-picked');
  await stage.put(`item-${ordered.package}`, 'dock-1');
  // What leaves is named by a person where its tag alone would.
  await tablet.says('guidance.scan-package');
  await tablet.scan(ordered.mark);
  await tablet.says('guidance.recorded-remove');
  await stage.takeOff('dock-1');
  await tablet.says('guidance.all-staged');
  await stage.carryOut(`item-${ordered.package}`);
  await expect
    .poll(() => entriesOf(stage.folder, 'gate-passage').map(({ body }) => (body as { ordered: boolean }).ordered), {
      timeout: 20_000,
    })
    .toEqual([false, true]);

  await tablet.scan('HAKARI-CLOSE');
  await tablet.says('guidance.second-closes');
  await tablet.scan('HAKARI-CLOSE');
  await tablet.second(KENJI);
  await tablet.says('guidance.choose-job');
  expect(await tablet.page.getByRole('banner').innerText()).toContain(AIKO.name);
});
