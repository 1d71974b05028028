// The form of a command as it comes in, kept equal to the core's type by the compiler: a kind or member that one of
// them lacks does not compile.
import { z } from 'zod';
import type { Command, Role } from '../core/command.ts';
import { REPORTED_CODES } from '../core/entry.ts';

/** Ids made by headquarters, the agent or the site file. */
const id = z.string().regex(/^[\x21-\x7e]{1,80}$/, '1 to 80 printable characters without blanks');
const name = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, '1 to 100 characters');
/** As scanned or typed: the core decides what it names. */
const code = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters without control characters');
const codes = z.array(code).max(2_000);
const seal = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u, '1 to 60 characters');
const words = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,500}$/u, '1 to 500 characters');
const reason = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters');
const kg = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, 'a mass in kilograms as decimal text, e.g. "268.4"');
const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('area-scope'), area: id }),
  z.strictObject({ kind: z.literal('lot-scope'), lot: name }),
  z.strictObject({ kind: z.literal('base-scope') }),
]);
const announcement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recount'), finding: id }),
  z.strictObject({ kind: z.literal('sample'), package: name }),
  z.strictObject({ kind: z.literal('reweigh'), package: name }),
  z.strictObject({
    kind: z.literal('removal'),
    package: name,
    reason: z.enum(['sample', 'spillage', 'dust', 'residue']),
    sealBefore: seal.nullable(),
    sealAfter: seal.nullable(),
  }),
]);
/** The weighing that the person saw on the scale; null: no claim. */
const seenWeighing = id.nullable();
const commandId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A–Z a–z 0–9 _ -');

export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open-job'), id: commandId, order: id, station: id }),
  z.strictObject({ kind: z.literal('start-check'), id: commandId, station: id }),
  z.strictObject({
    kind: z.literal('identify'),
    id: commandId,
    station: id,
    code,
    typed: z.boolean(),
    weighing: seenWeighing,
  }),
  z.strictObject({ kind: z.literal('attach-tag'), id: commandId, package: name, epcHex: code }),
  z.strictObject({
    kind: z.literal('hold-foreign'),
    id: commandId,
    station: id,
    identity: code,
    weighing: seenWeighing,
  }),
  z.strictObject({ kind: z.literal('declare-missing'), id: commandId, job: id, package: name }),
  z.strictObject({ kind: z.literal('reverse-weighing'), id: commandId, weighing: id }),
  z.strictObject({ kind: z.literal('close-job'), id: commandId, job: id }),
  z.strictObject({ kind: z.literal('end-delivery'), id: commandId, job: id }),
  z.strictObject({ kind: z.literal('move-job'), id: commandId, job: id, station: id }),
  z.strictObject({ kind: z.literal('hand-over-job'), id: commandId, job: id, operator: id }),
  z.strictObject({ kind: z.literal('open-unannounced'), id: commandId, station: id }),
  z.strictObject({
    kind: z.literal('form-group'),
    id: commandId,
    station: id,
    codes: z.array(code).min(2).max(4),
    palletKg: kg,
    palletTareKind: z.enum(['weighed', 'declared', 'none']),
  }),
  z.strictObject({ kind: z.literal('split-group'), id: commandId, group: id }),
  z.strictObject({ kind: z.literal('type-weight'), id: commandId, job: id, package: name, grossKg: kg, reason }),
  z.strictObject({ kind: z.literal('vehicle-arrived'), id: commandId, station: id, plates: seal }),
  z.strictObject({
    kind: z.literal('vehicle-unloaded'),
    id: commandId,
    visit: id,
    lot: name,
    codes,
    scanned: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('announce-pass'), id: commandId, visit: id, axlesOn: z.boolean() }),
  z.strictObject({ kind: z.literal('announce-load'), id: commandId, station: id, load: announcement.nullable() }),
  z.strictObject({ kind: z.literal('pick'), id: commandId, job: id, code }),
  z.strictObject({ kind: z.literal('open-sealed'), id: commandId, sealed: name, code }),
  z.strictObject({ kind: z.literal('open-stocktake'), id: commandId, station: id, scope }),
  z.strictObject({
    kind: z.literal('count'),
    id: commandId,
    stocktake: name,
    codes: codes.min(1),
    how: z.enum(['tag', 'scan', 'typed', 'inferred', 'absent']),
  }),
  z.strictObject({
    kind: z.literal('report-finding'),
    id: commandId,
    code: z.enum(REPORTED_CODES),
    package: name,
    note: words,
  }),
  z.strictObject({ kind: z.literal('look-again'), id: commandId, finding: id, there: z.boolean() }),
  z.strictObject({ kind: z.literal('approve-finding'), id: commandId, finding: id }),
  z.strictObject({
    kind: z.literal('attach-photo'),
    id: commandId,
    finding: id,
    photo: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
  }),
  z.strictObject({ kind: z.literal('quarantine'), id: commandId, package: name }),
  z.strictObject({ kind: z.literal('lift-quarantine'), id: commandId, package: name }),
  z.strictObject({ kind: z.literal('name-deputy'), id: commandId, deputy: id, hours: z.int().min(1).max(336) }),
  z.strictObject({ kind: z.literal('relocate'), id: commandId, codes: codes.min(1), area: id }),
  z.strictObject({ kind: z.literal('check-seal'), id: commandId, package: name, seal, intact: z.boolean() }),
  z.strictObject({
    kind: z.literal('reseal'),
    id: commandId,
    package: name,
    reason: z.enum(['reseal', 'repack']),
    sealBefore: seal.nullable(),
    sealAfter: seal,
  }),
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
