// What a person can ask of the base, from the screen or the API. Each command carries its own id: the cause that makes
// sending it twice harmless. Who asks is not in the command: the session says so.
import type { OperatorId } from './ids.ts';
import { z } from 'zod';
import { CASE_COMMANDS } from './caseCommands.ts';
import { commandId } from './commandValues.ts';
import { oneOf, type ValueOf } from './declare.ts';
import { GROUP_COMMANDS } from './groupCommands.ts';
import { JOB_COMMANDS } from './jobCommands.ts';
import type { Role } from './roles.ts';
import { STOCK_COMMANDS } from './stockCommands.ts';

/** Every command, with its members and who may give it. */
export const COMMANDS = { ...JOB_COMMANDS, ...GROUP_COMMANDS, ...STOCK_COMMANDS, ...CASE_COMMANDS } as const;
/** Name of a command, as its member `kind` says it. */
export type CommandKind = keyof typeof COMMANDS;

/** The person whose session sent a command, with the roles that the register gives them. */
export interface Actor {
  operator: OperatorId;
  roles: readonly Role[];
}

/** A command without its id: `kind` tells the variants apart. */
export type CommandBody = { [K in CommandKind]: { kind: K } & ValueOf<(typeof COMMANDS)[K]> }[CommandKind];
/** A command as the core takes it; the same `id` sent again gives the first answer and does nothing. */
export type Command = CommandBody & { id: string };

/** A command as it comes in: its kind, its own id, and the members of its kind and no other. */
export const commandSchema = oneOf(
  Object.fromEntries(
    Object.entries(COMMANDS).map(([kind, { schema }]) => [
      kind,
      { schema: schema.extend({ kind: z.literal(kind), id: commandId }) },
    ]),
  ),
) as z.ZodType<Command>;

/** What became of a command. `result` and `params` are plain values that the page puts into its texts. */
export type CommandOutcome =
  | { kind: 'done'; result: Record<string, string | number | boolean | null> }
  | { kind: 'refused'; code: string; params: Record<string, string | number> }
  /** The disk did not take it: nothing is promised; the same id may be sent again. */
  | { kind: 'not-recorded' };
