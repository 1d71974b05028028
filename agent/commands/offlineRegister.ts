// Changing the register from the command line while the agent is down: opens the base's store, makes the change as the
// administrator who can read the folder, and prints its outcome.
import type { SiteConfig } from '../../config/siteConfig.ts';
import { fillText, refusalText } from '../core/model/refusals.ts';
import type { RegisterChangeOutcome } from '../register/registerWriter.ts';
import { openBaseStore, type BaseStore } from '../services/baseStore.ts';
import { createSystemRandom, createSystemClock } from '../runtime/systemClock.ts';
import { readSoftwareName } from '../runtime/version.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { userErrorMessage } from './userError.ts';

/** Exit code: 0 recorded, 1 refused or not recorded, 2 the store cannot be opened, for one because an agent runs. */
export async function changeRegisterOffline(
  site: SiteConfig,
  io: CliIo,
  change: (store: BaseStore) => Promise<RegisterChangeOutcome>,
  { recover = false }: { recover?: boolean } = {},
): Promise<ExitCode> {
  let store: BaseStore | null = null;
  try {
    store = await openBaseStore({
      site,
      software: readSoftwareName(),
      clock: createSystemClock(),
      random: createSystemRandom(),
      recoverRegister: recover,
    });
    return printChangeOutcome(await change(store), io);
  } catch (error) {
    const message = userErrorMessage(error);
    if (message === null) throw error;
    io.err(message);
    return 2;
  } finally {
    await store?.close();
  }
}

function printChangeOutcome(outcome: RegisterChangeOutcome, io: CliIo): ExitCode {
  if (outcome.kind === 'done') {
    io.out('Recorded.');
    return 0;
  }
  if (outcome.kind === 'not-recorded') {
    io.err('The disk did not take the change: nothing is promised. Try again.');
    return 1;
  }
  io.err(fillText(refusalText(outcome.code, 'en'), outcome.params));
  return 1;
}
