// Every kind of ledger entry as headquarters may receive it: the schemas of agent/core/entry.ts, checked against those
// types when compiling. An entry that is not of this form is still stored and acknowledged by headquarters, but not
// applied.
import { z } from 'zod';
import { FINDING_CODES, JOB_OUTCOMES, PURPOSES, WORKS, type EntryBodies, type EntryKind } from '../../core/entry.ts';
import { ComparisonFacts, Scale, Tag, WindowFacts } from './evidence.ts';
import { OrderMessage } from './order.ts';
import { STOCK_BODIES } from './stockEntries.ts';
import {
  baseName,
  count,
  epcHex,
  epochId,
  hashHex,
  id,
  integer,
  massMg,
  publicKey,
  type Same,
  seqNumber,
  signedText,
  text,
} from './words.ts';

export type { Entry, EntryBodies, EntryKind, Finding, FindingCode, Verdict, Weighing } from '../../core/entry.ts';
export type { Comparison, VerdictWord } from '../../core/evidence.ts';

export const Stamp = z.strictObject({
  wallMs: integer,
  monotonicMs: count,
  boot: id,
  trust: z.enum(['synchronised', 'unsynchronised', 'stepped']),
});

const boundBy = z.enum(['tag', 'scan', 'typed']);

const WeighingBody = z.strictObject({
  weighing: id,
  number: seqNumber,
  station: id,
  scale: Scale,
  range: z.int().min(0).max(7),
  grossMg: massMg,
  tareMg: massMg,
  tareKind: z.enum(['weighed', 'declared', 'none']),
  netMg: massMg,
  basis: z.enum(['single', 'group', 'vehicle', 'inferred', 'manual']),
  purpose: z.enum(PURPOSES),
  group: id.nullable(),
  visit: id.nullable(),
  checkBiasMg: massMg.nullable(),
  zeroAtMonotonicMs: integer,
  window: WindowFacts,
  tags: z.array(Tag).max(2_000),
  package: id.nullable(),
  boundBy: boundBy.nullable(),
  job: id.nullable(),
  order: id.nullable(),
  lot: id.nullable(),
  operator: id.nullable(),
  readAtMonotonicMs: count,
  software: text,
  configHash: text,
});

const VerdictBody = z.strictObject({
  lot: id,
  job: id,
  order: id,
  verdict: z.enum(['verified', 'discrepant']),
  findings: z.array(id).max(100_000),
  announced: count,
  found: count,
  grossMg: massMg,
  netMg: massMg,
  declaredGrossMg: massMg,
  linearBoundMg: massMg,
  rssBoundMg: massMg,
  commonBiasMg: massMg,
  driftWarning: z.boolean(),
});

const Change = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('operator-put'),
    operator: id,
    name: text,
    roles: z.array(text).max(16),
    badge: text,
  }),
  z.strictObject({ kind: z.literal('operator-removed'), operator: id }),
  z.strictObject({
    kind: z.literal('verification-put'),
    instrument: id,
    mark: text.nullable(),
    verifiedUntil: text.nullable(),
  }),
  z.strictObject({ kind: z.literal('preference-put'), name: text, value: z.string().max(2_000) }),
  z.strictObject({ kind: z.literal('hand-edit-adopted'), contentHash: text }),
]);

const previousEpoch = z.strictObject({ epoch: epochId, seq: count, hash: hashHex });

export const ENTRY_BODIES = {
  ...STOCK_BODIES,
  'epoch-opened': z.strictObject({
    previous: previousEpoch.nullable(),
    signingKey: publicKey,
    sealingKey: publicKey,
    software: text,
  }),
  'agent-started': z.strictObject({ run: id, software: text, configHash: text }),
  'order-received': z.strictObject({ order: OrderMessage, signed: signedText, signedHash: hashHex }),
  'order-refused': z.strictObject({
    order: id,
    counter: seqNumber,
    reason: z.string().max(1_000),
    signed: signedText,
    signedHash: hashHex,
  }),
  'job-opened': z.strictObject({
    job: id,
    work: z.enum(WORKS),
    order: id.nullable(),
    lot: id.nullable(),
    stocktake: id.nullable(),
    station: id,
    operator: id,
  }),
  'job-closed': z.strictObject({ job: id, outcome: z.enum(JOB_OUTCOMES), operator: id.nullable() }),
  'check-weighing': z.strictObject({
    station: id,
    scale: Scale,
    referenceMg: massMg,
    shownMg: massMg,
    toleranceMg: massMg,
    passed: z.boolean(),
    window: WindowFacts,
    operator: id,
  }),
  weighing: WeighingBody,
  'weighing-bound': z.strictObject({ weighing: id, package: id, boundBy, operator: id }),
  'weighing-reversed': z.strictObject({
    weighing: id,
    reason: z.enum(['load-rose', 'operator', 'group-split']),
    operator: id.nullable(),
  }),
  'tag-attached': z.strictObject({ package: id, epcHex, retiredEpcHex: epcHex.nullable(), operator: id }),
  'package-missing': z.strictObject({ package: id, lot: id, job: id, operator: id }),
  'package-foreign': z.strictObject({
    job: id,
    station: id,
    identity: text.min(1),
    epcHex: epcHex.nullable(),
    weighing: id.nullable(),
    operator: id,
  }),
  finding: z.strictObject({
    finding: id,
    code: z.enum(FINDING_CODES),
    lot: id.nullable(),
    job: id.nullable(),
    package: text.nullable(),
    weighing: id.nullable(),
    comparison: ComparisonFacts.nullable(),
    operator: id.nullable(),
    note: z.string().max(1_000).nullable(),
  }),
  verdict: VerdictBody,
  checkpoint: z.strictObject({ seq: count, hash: hashHex, signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) }),
  'register-changed': z.strictObject({ change: Change, operator: id }),
} satisfies { [K in EntryKind]: z.ZodType<EntryBodies[K]> };

/** The names of kinds whose schema is not exactly the core's type; `never` unless they drift apart. */
type Drifted = {
  [K in EntryKind]: Same<z.infer<(typeof ENTRY_BODIES)[K]>, EntryBodies[K]> extends true ? never : K;
}[EntryKind];
export const ENTRIES_MATCH_CORE: [Drifted] extends [never] ? true : Drifted = true;

/** Members that every entry has, whatever its kind: enough to chain and store one of an unknown kind. */
export const EntryFrame = z.looseObject({
  base: baseName,
  epoch: epochId,
  seq: seqNumber,
  cause: z.string().min(1).max(500),
  at: Stamp,
  kind: z.string().min(1).max(64),
});

export function isEntryKind(kind: string): kind is EntryKind {
  return Object.hasOwn(ENTRY_BODIES, kind);
}
