// A new colleague comes while the agent runs: two add him, two make him a supervisor, and he signs in at once.
import { expect } from 'vitest';
import { entriesOf } from './ledgerFile.ts';
import { KENJI, MIKA, PIN } from './people.ts';
import { scenario } from './scenario.ts';

scenario('a person is added by two and given power by two, without a restart', [], async (stage) => {
  const tablet = await stage.tablet({ route: '#/people' });
  await tablet.signIn(KENJI);
  await tablet.goTo('#/people');
  await tablet.touch('people.add');
  const field = (key: string) => tablet.page.getByLabel(tablet.text(key), { exact: false }).first();
  await field('people.id').fill('ren');
  await field('people.name').fill('Ren Aoki');
  await field('people.badge').fill('B-REN');
  await field('people.new-pin').fill('246810');
  await tablet.touch('people.do');
  await tablet.page.getByText(/Two people make this change/).waitFor();
  await field('people.second-badge').fill(MIKA.badge);
  await field('people.second-pin').fill(PIN);
  await tablet.touch('people.do');
  const card = tablet.page.getByRole('region', { name: 'Ren Aoki' });
  await card.waitFor();

  await card.getByRole('button', { name: tablet.text('people.change') }).click();
  await card.getByLabel(tablet.text('people.role.supervisor')).check();
  await card.getByRole('button', { name: tablet.text('people.do') }).click();
  await tablet.page.getByText(/Two people make this change/).waitFor();
  await card.getByLabel(tablet.text('people.second-badge')).fill(MIKA.badge);
  await card.getByLabel(tablet.text('people.second-pin')).fill(PIN);
  await card.getByRole('button', { name: tablet.text('people.do') }).click();
  await card.getByText('operator · supervisor').waitFor();

  const changes = entriesOf(stage.folder, 'register-changed').map(({ body }) => body);
  expect(changes.slice(-3)).toMatchObject([
    { change: { kind: 'operator-put', operator: 'ren', roles: ['operator'] }, operator: 'kenji', approvedBy: 'mika' },
    { change: { kind: 'pin-set', operator: 'ren' }, operator: 'kenji', approvedBy: 'mika' },
    {
      change: { kind: 'operator-put', operator: 'ren', roles: ['operator', 'supervisor'] },
      operator: 'kenji',
      approvedBy: 'mika',
    },
  ]);
  const other = await stage.tablet({ route: '#/station/dock-1' });
  await other.signIn({ badge: 'B-REN' }, '246810');
  await other.page.getByText(other.text('sign-out')).waitFor();
});
