// After a lost disk, a restored backup or lost keys the agent and its manual name a way back. Each begins with a command.
import { expect, it } from 'vitest';
import { hakari } from './scene.ts';

it('a command that is there refuses a call without its options', async () => {
  expect((await hakari('verify')).err).toContain('Usage: hakari verify');
});

it.each([
  ['epoch', 'begins a new epoch after a restore, a move or a lost key'],
  ['backup', 'makes a copy that is marked as one'],
  ['restore', 'begins a new epoch on such a copy before anything is recorded'],
])('hakari %s %s', async (command) => {
  expect((await hakari(command)).err).toContain(`Usage: hakari ${command}`);
});

it.fails('hakari export takes what headquarters does not have yet out on a stick', async () => {
  expect((await hakari('export')).err).not.toContain('There is no command');
});
