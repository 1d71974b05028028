// Changing the register from the command line while the agent is down: opens the base's store, lets the change be made
// as the administrator who can read the folder, and says in words what came of it.
import type { SiteConfig } from '../../config/load.ts';
import type { Actor } from '../core/command.ts';
import { fillText } from '../core/refusals.ts';
import type { ChangeOutcome } from '../register/register.ts';
import { REGISTER_REFUSALS } from '../register/rules.ts';
import { openStore, type Store } from '../store.ts';
import { systemChance, systemClock } from '../systemClock.ts';
import { softwareName } from '../version.ts';
import type { CommandIo, ExitCode } from './commandIo.ts';
import { mendable } from './mendable.ts';

const ADMINISTRATOR: Actor = { operator: 'command-line', roles: ['technician'] };

export async function withStore(
  site: SiteConfig,
  io: CommandIo,
  change: (store: Store, actor: Actor) => Promise<ChangeOutcome>,
): Promise<ExitCode> {
  let store: Store | null = null;
  try {
    store = await openStore({ site, software: softwareName(), clock: systemClock(), chance: systemChance() });
    return told(await change(store, ADMINISTRATOR), io);
  } catch (error) {
    const words = mendable(error);
    if (words === null) throw error;
    io.err(words);
    return 2;
  } finally {
    await store?.close();
  }
}

function told(outcome: ChangeOutcome, io: CommandIo): ExitCode {
  if (outcome.kind === 'done') {
    io.out('Recorded.');
    return 0;
  }
  if (outcome.kind === 'not-recorded') {
    io.err('The disk did not take the change: nothing is promised. Try again.');
    return 1;
  }
  const texts: Readonly<Record<string, string>> = REGISTER_REFUSALS;
  io.err(fillText(texts[outcome.code] ?? outcome.code, outcome.params));
  return 1;
}
