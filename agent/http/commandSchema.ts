// The form of a command as it comes in, kept equal to the core's type by the compiler: a kind or member that one of them
// lacks does not compile.
import { z } from 'zod';
import type { Command, Role } from '../core/command.ts';

/** Ids made by headquarters, the agent or the site file. */
const id = z.string().regex(/^[\x21-\x7e]{1,80}$/, '1 to 80 printable characters without blanks');
const name = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, '1 to 100 characters');
/** As scanned or typed: the core decides what it names. */
const code = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters without control characters');
const commandId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A–Z a–z 0–9 _ -');

export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open-job'), id: commandId, order: id, station: id }),
  z.strictObject({ kind: z.literal('start-check'), id: commandId, station: id }),
  z.strictObject({ kind: z.literal('identify'), id: commandId, station: id, code, typed: z.boolean() }),
  z.strictObject({ kind: z.literal('attach-tag'), id: commandId, package: name, epcHex: code }),
  z.strictObject({ kind: z.literal('hold-foreign'), id: commandId, station: id, identity: code }),
  z.strictObject({ kind: z.literal('declare-missing'), id: commandId, job: id, package: name }),
  z.strictObject({ kind: z.literal('reverse-weighing'), id: commandId, weighing: id }),
  z.strictObject({ kind: z.literal('close-job'), id: commandId, job: id }),
]);

type Parsed = z.output<typeof commandSchema>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Does not compile when schema and type drift apart. */
export const commandSchemaIsCommand: Same<Parsed, Command> = true;

/** Who may ask for what. */
export const COMMAND_ROLES: Record<Command['kind'], readonly Role[]> = {
  'open-job': ['operator', 'supervisor'],
  'start-check': ['operator', 'supervisor', 'technician'],
  identify: ['operator', 'supervisor'],
  'attach-tag': ['operator', 'supervisor'],
  'hold-foreign': ['operator', 'supervisor'],
  'declare-missing': ['operator', 'supervisor'],
  'reverse-weighing': ['supervisor'],
  'close-job': ['operator', 'supervisor'],
};
