// The form of a command as it comes in, kept equal to the core's type by the compiler: a kind or member that one of
// them lacks does not compile.
import { z } from 'zod';
import type { Command, Role } from './command.ts';
import { REPORTED_CODES } from './findings.ts';

/** Ids made by headquarters, the agent or the site file. */
const idSchema = z.string().regex(/^[\x21-\x7e]{1,80}$/, '1 to 80 printable characters without blanks');
const nameSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, '1 to 100 characters');
/** As scanned or typed: the core decides what it names. */
const codeSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters without control characters');
const codesSchema = z.array(codeSchema).max(2_000);
const sealSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u, '1 to 60 characters');
const noteSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,500}$/u, '1 to 500 characters');
const reasonSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters');
const kilogramTextSchema = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'a mass in kilograms as decimal text, e.g. "268.4"');
const scopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: idSchema }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: nameSchema }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);
const announcementSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recount'), finding: idSchema }),
  z.strictObject({ kind: z.literal('sample'), package: nameSchema }),
  z.strictObject({ kind: z.literal('reweigh'), package: nameSchema }),
  z.strictObject({
    kind: z.literal('removal'),
    package: nameSchema,
    reason: z.enum(['sample', 'spillage', 'dust', 'residue']),
    sealBefore: sealSchema.nullable(),
    sealAfter: sealSchema.nullable(),
  }),
]);
/** The weighing that the person saw on the scale; null: no claim. */
const seenWeighingSchema = idSchema.nullable();
const commandIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A–Z a–z 0–9 _ -');

export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open-job'), id: commandIdSchema, order: idSchema, station: idSchema }),
  z.strictObject({ kind: z.literal('start-check'), id: commandIdSchema, station: idSchema }),
  z.strictObject({
    kind: z.literal('identify'),
    id: commandIdSchema,
    station: idSchema,
    code: codeSchema,
    typed: z.boolean(),
    weighing: seenWeighingSchema,
  }),
  z.strictObject({ kind: z.literal('attach-tag'), id: commandIdSchema, package: nameSchema, epcHex: codeSchema }),
  z.strictObject({
    kind: z.literal('hold-foreign'),
    id: commandIdSchema,
    station: idSchema,
    identity: codeSchema,
    weighing: seenWeighingSchema,
  }),
  z.strictObject({ kind: z.literal('declare-missing'), id: commandIdSchema, job: idSchema, package: nameSchema }),
  z.strictObject({ kind: z.literal('reverse-weighing'), id: commandIdSchema, weighing: idSchema }),
  z.strictObject({ kind: z.literal('close-job'), id: commandIdSchema, job: idSchema }),
  z.strictObject({ kind: z.literal('end-delivery'), id: commandIdSchema, job: idSchema }),
  z.strictObject({ kind: z.literal('move-job'), id: commandIdSchema, job: idSchema, station: idSchema }),
  z.strictObject({ kind: z.literal('hand-over-job'), id: commandIdSchema, job: idSchema, operator: idSchema }),
  z.strictObject({ kind: z.literal('open-unannounced'), id: commandIdSchema, station: idSchema }),
  z.strictObject({
    kind: z.literal('form-group'),
    id: commandIdSchema,
    station: idSchema,
    codes: z.array(codeSchema).min(2).max(4),
    palletKg: kilogramTextSchema,
    palletTareKind: z.enum(['weighed', 'declared', 'none']),
  }),
  z.strictObject({ kind: z.literal('split-group'), id: commandIdSchema, group: idSchema }),
  z.strictObject({
    kind: z.literal('type-weight'),
    id: commandIdSchema,
    job: idSchema,
    package: nameSchema,
    grossKg: kilogramTextSchema,
    reason: reasonSchema,
  }),
  z.strictObject({ kind: z.literal('vehicle-arrived'), id: commandIdSchema, station: idSchema, plates: sealSchema }),
  z.strictObject({
    kind: z.literal('vehicle-unloaded'),
    id: commandIdSchema,
    visit: idSchema,
    lot: nameSchema,
    codes: codesSchema,
    scanned: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('announce-pass'), id: commandIdSchema, visit: idSchema, axlesOn: z.boolean() }),
  z.strictObject({
    kind: z.literal('announce-load'),
    id: commandIdSchema,
    station: idSchema,
    load: announcementSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('pick'), id: commandIdSchema, job: idSchema, code: codeSchema }),
  z.strictObject({ kind: z.literal('open-sealed'), id: commandIdSchema, sealed: nameSchema, code: codeSchema }),
  z.strictObject({ kind: z.literal('open-stocktake'), id: commandIdSchema, station: idSchema, scope: scopeSchema }),
  z.strictObject({
    kind: z.literal('count'),
    id: commandIdSchema,
    stocktake: nameSchema,
    codes: codesSchema.min(1),
    how: z.enum(['tag', 'scan', 'typed', 'inferred', 'absent']),
  }),
  z.strictObject({
    kind: z.literal('report-finding'),
    id: commandIdSchema,
    code: z.enum(REPORTED_CODES),
    package: nameSchema,
    note: noteSchema,
  }),
  z.strictObject({ kind: z.literal('look-again'), id: commandIdSchema, finding: idSchema, there: z.boolean() }),
  z.strictObject({ kind: z.literal('approve-finding'), id: commandIdSchema, finding: idSchema }),
  z.strictObject({
    kind: z.literal('attach-photo'),
    id: commandIdSchema,
    finding: idSchema,
    photo: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
  }),
  z.strictObject({ kind: z.literal('quarantine'), id: commandIdSchema, package: nameSchema }),
  z.strictObject({ kind: z.literal('lift-quarantine'), id: commandIdSchema, package: nameSchema }),
  z.strictObject({
    kind: z.literal('name-deputy'),
    id: commandIdSchema,
    deputy: idSchema,
    hours: z.int().min(1).max(336),
  }),
  z.strictObject({ kind: z.literal('relocate'), id: commandIdSchema, codes: codesSchema.min(1), area: idSchema }),
  z.strictObject({
    kind: z.literal('check-seal'),
    id: commandIdSchema,
    package: nameSchema,
    seal: sealSchema,
    intact: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('reseal'),
    id: commandIdSchema,
    package: nameSchema,
    reason: z.enum(['reseal', 'repack']),
    sealBefore: sealSchema.nullable(),
    sealAfter: sealSchema,
  }),
]);

type ParsedCommand = z.output<typeof commandSchema>;
type MutuallyAssignable<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Does not compile when schema and type drift apart. */
export const COMMAND_SCHEMA_MATCHES_COMMAND: MutuallyAssignable<ParsedCommand, Command> = true;

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
  'end-delivery': ['operator', 'supervisor'],
  'move-job': ['operator', 'supervisor'],
  'hand-over-job': ['operator', 'supervisor'],
  'open-unannounced': ['operator', 'supervisor'],
  'form-group': ['operator', 'supervisor'],
  'split-group': ['operator', 'supervisor'],
  'type-weight': ['supervisor'],
  'vehicle-arrived': ['operator', 'supervisor'],
  'vehicle-unloaded': ['operator', 'supervisor'],
  'announce-pass': ['operator', 'supervisor'],
  'announce-load': ['operator', 'supervisor'],
  pick: ['operator', 'supervisor'],
  'open-sealed': ['operator', 'supervisor'],
  'open-stocktake': ['supervisor'],
  count: ['operator', 'supervisor'],
  'report-finding': ['operator', 'supervisor'],
  'look-again': ['operator', 'supervisor'],
  // Deputies are operators for the time: the core knows who is one.
  'approve-finding': ['operator', 'supervisor'],
  'attach-photo': ['operator', 'supervisor', 'technician'],
  quarantine: ['operator', 'supervisor'],
  'lift-quarantine': ['supervisor'],
  'name-deputy': ['supervisor'],
  relocate: ['operator', 'supervisor'],
  'check-seal': ['operator', 'supervisor'],
  reseal: ['operator', 'supervisor'],
};
