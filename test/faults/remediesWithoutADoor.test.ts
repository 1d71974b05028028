// What the messages tell people to do must be a command: keeping a backup and coming back from it, and taking over
// what a technician wrote into the register.
import { expect, it } from 'vitest';
import { hakari } from './scene.ts';

it('lists what the base can do', async () => {
  expect(await hakari('--help')).toMatchObject({ code: 0, out: expect.stringContaining('verify') as string });
});

it.fails('knows a command for a backup', async () => {
  expect((await hakari('backup')).err).not.toContain('There is no command');
});

it.fails('knows a command for coming back from a backup', async () => {
  expect((await hakari('restore')).err).not.toContain('There is no command');
});

it('lists a way to adopt or discard what was edited in the register by hand', async () => {
  expect((await hakari('--help')).out).toMatch(/adopt|hand.edit/i);
});
