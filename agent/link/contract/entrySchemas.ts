// Every kind of ledger entry as headquarters may receive it: the schemas of agent/core/entry.ts, checked against those
// types when compiling. An entry that is not of this form is still stored and acknowledged by headquarters, but not
// applied.
import { z } from 'zod';
import {
  FINDING_CODES,
  JOB_OUTCOMES,
  WEIGHING_PURPOSES,
  JOB_WORKS,
  type EntryBodies,
  type EntryKind,
} from '../../core/model/entry.ts';
import { comparisonSchema, scaleFactsSchema, tagSeenSchema, stableWindowSchema } from './weighingEvidenceSchemas.ts';
import { orderMessageSchema } from './orderSchema.ts';
import { stockEntryBodySchemas } from './stockEntrySchemas.ts';
import {
  baseNameSchema,
  countSchema,
  epcHexSchema,
  epochIdSchema,
  hashHexSchema,
  idSchema,
  integerSchema,
  massMgSchema,
  publicKeySchema,
  type SameType,
  seqSchema,
  signedTextSchema,
  textSchema,
} from './valueSchemas.ts';

export type {
  Entry,
  EntryBodies,
  EntryKind,
  FindingBody,
  FindingCode,
  VerdictBody,
  WeighingBody,
} from '../../core/model/entry.ts';
export type { Comparison, VerdictWord } from '../../core/model/weighingEvidence.ts';

export const timestampSchema = z.strictObject({
  wallMs: integerSchema,
  monotonicMs: countSchema,
  boot: idSchema,
  trust: z.enum(['synchronised', 'unsynchronised', 'stepped']),
});

const boundBySchema = z.enum(['tag', 'scan', 'typed']);

const weighingBodySchema = z.strictObject({
  weighing: idSchema,
  number: seqSchema,
  station: idSchema,
  scale: scaleFactsSchema,
  range: z.int().min(0).max(7),
  grossMg: massMgSchema,
  tareMg: massMgSchema,
  tareKind: z.enum(['weighed', 'declared', 'none']),
  netMg: massMgSchema,
  basis: z.enum(['single', 'group', 'vehicle', 'inferred', 'manual']),
  purpose: z.enum(WEIGHING_PURPOSES),
  group: idSchema.nullable(),
  visit: idSchema.nullable(),
  checkBiasMg: massMgSchema.nullable(),
  zeroAtMonotonicMs: integerSchema,
  window: stableWindowSchema,
  tags: z.array(tagSeenSchema).max(2_000),
  package: idSchema.nullable(),
  boundBy: boundBySchema.nullable(),
  job: idSchema.nullable(),
  order: idSchema.nullable(),
  lot: idSchema.nullable(),
  operator: idSchema.nullable(),
  readAtMonotonicMs: countSchema,
  software: textSchema,
  configHash: textSchema,
});

const verdictBodySchema = z.strictObject({
  lot: idSchema,
  job: idSchema,
  order: idSchema,
  verdict: z.enum(['verified', 'discrepant']),
  findings: z.array(idSchema).max(100_000),
  announced: countSchema,
  found: countSchema,
  grossMg: massMgSchema,
  netMg: massMgSchema,
  declaredGrossMg: massMgSchema,
  linearBoundMg: massMgSchema,
  rssBoundMg: massMgSchema,
  commonBiasMg: massMgSchema,
  driftWarning: z.boolean(),
});

const registerChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('operator-put'),
    operator: idSchema,
    name: textSchema,
    roles: z.array(textSchema).max(16),
    badge: textSchema,
  }),
  z.strictObject({ kind: z.literal('operator-removed'), operator: idSchema }),
  z.strictObject({
    kind: z.literal('verification-put'),
    instrument: idSchema,
    mark: textSchema.nullable(),
    verifiedUntil: textSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('preference-put'), name: textSchema, value: z.string().max(2_000) }),
  z.strictObject({ kind: z.literal('hand-edit-adopted'), contentHash: textSchema }),
]);

const previousEpochSchema = z.strictObject({ epoch: epochIdSchema, seq: countSchema, hash: hashHexSchema });

export const entryBodySchemas = {
  ...stockEntryBodySchemas,
  'epoch-opened': z.strictObject({
    previous: previousEpochSchema.nullable(),
    signingKey: publicKeySchema,
    sealingKey: publicKeySchema,
    software: textSchema,
  }),
  'agent-started': z.strictObject({ run: idSchema, software: textSchema, configHash: textSchema }),
  'order-received': z.strictObject({ order: orderMessageSchema, signed: signedTextSchema, signedHash: hashHexSchema }),
  'order-refused': z.strictObject({
    order: idSchema,
    counter: seqSchema,
    reason: z.string().max(1_000),
    signed: signedTextSchema,
    signedHash: hashHexSchema,
  }),
  'job-opened': z.strictObject({
    job: idSchema,
    work: z.enum(JOB_WORKS),
    order: idSchema.nullable(),
    lot: idSchema.nullable(),
    stocktake: idSchema.nullable(),
    station: idSchema,
    operator: idSchema,
  }),
  'job-closed': z.strictObject({ job: idSchema, outcome: z.enum(JOB_OUTCOMES), operator: idSchema.nullable() }),
  'check-weighing': z.strictObject({
    station: idSchema,
    scale: scaleFactsSchema,
    referenceMg: massMgSchema,
    shownMg: massMgSchema,
    toleranceMg: massMgSchema,
    passed: z.boolean(),
    window: stableWindowSchema,
    operator: idSchema,
  }),
  weighing: weighingBodySchema,
  'weighing-bound': z.strictObject({
    weighing: idSchema,
    package: idSchema,
    boundBy: boundBySchema,
    operator: idSchema,
  }),
  'weighing-reversed': z.strictObject({
    weighing: idSchema,
    reason: z.enum(['load-rose', 'operator', 'group-split']),
    operator: idSchema.nullable(),
  }),
  'tag-attached': z.strictObject({
    package: idSchema,
    epcHex: epcHexSchema,
    retiredEpcHex: epcHexSchema.nullable(),
    operator: idSchema,
  }),
  'package-missing': z.strictObject({ package: idSchema, lot: idSchema, job: idSchema, operator: idSchema }),
  'package-foreign': z.strictObject({
    job: idSchema,
    station: idSchema,
    identity: textSchema.min(1),
    epcHex: epcHexSchema.nullable(),
    weighing: idSchema.nullable(),
    operator: idSchema,
  }),
  finding: z.strictObject({
    finding: idSchema,
    code: z.enum(FINDING_CODES),
    lot: idSchema.nullable(),
    job: idSchema.nullable(),
    package: textSchema.nullable(),
    weighing: idSchema.nullable(),
    comparison: comparisonSchema.nullable(),
    operator: idSchema.nullable(),
    note: z.string().max(1_000).nullable(),
  }),
  verdict: verdictBodySchema,
  checkpoint: z.strictObject({
    seq: countSchema,
    hash: hashHexSchema,
    signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  }),
  'register-changed': z.strictObject({ change: registerChangeSchema, operator: idSchema }),
} satisfies { [K in EntryKind]: z.ZodType<EntryBodies[K]> };

/** The names of kinds whose schema is not exactly the core's type; `never` unless they drift apart. */
type DriftedEntryKind = {
  [K in EntryKind]: SameType<z.infer<(typeof entryBodySchemas)[K]>, EntryBodies[K]> extends true ? never : K;
}[EntryKind];
export const ENTRY_SCHEMAS_MATCH_CORE: [DriftedEntryKind] extends [never] ? true : DriftedEntryKind = true;

/** Members that every entry has, whatever its kind: enough to chain and store one of an unknown kind. */
export const anyEntrySchema = z.looseObject({
  base: baseNameSchema,
  epoch: epochIdSchema,
  seq: seqSchema,
  cause: z.string().min(1).max(500),
  at: timestampSchema,
  kind: z.string().min(1).max(64),
});

export function isEntryKind(kind: string): kind is EntryKind {
  return Object.hasOwn(entryBodySchemas, kind);
}
