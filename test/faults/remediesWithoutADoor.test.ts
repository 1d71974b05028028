// What the messages tell people to do must be a command: keeping a backup and coming back from it, and taking over
// what a technician wrote into the register.
import { expect, it } from 'vitest';
import { hakari } from './scene.ts';

it('lists what the base can do', async () => {
  expect(await hakari('--help')).toMatchObject({ code: 0, out: expect.stringContaining('verify') as string });
});

it('knows a command for a backup', async () => {
  expect((await hakari('backup')).err).toContain('Usage: hakari backup');
});

it('knows a command for coming back from a backup', async () => {
  expect((await hakari('restore')).err).toContain('Usage: hakari restore');
});

it('lists a way to adopt or discard what was edited in the register by hand', async () => {
  expect((await hakari('--help')).out).toMatch(/adopt|hand.edit/i);
});
