// What each kind of entry must look like, at run time: for verify, and for the test that keeps FORMAT.md in step. The
// compiler keeps it in step with agent/core/entry.ts: a member that is added, renamed or retyped there does not compile
// here.
import type { EntryBodies, EntryKind } from '../core/model/entry.ts';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import {
  ANNOUNCED_PACKAGE_SHAPE,
  COMPARISON_SHAPE,
  SCALE_FACTS_SHAPE,
  TAG_SEEN_SHAPE,
  STABLE_WINDOW_SHAPE,
} from './weighingEvidenceShapes.ts';
import { STOCK_ORDER_SHAPES, STOCK_ENTRY_SHAPES } from './stockEntryShapes.ts';

/** The form of one value. Words that text may hold are in FORMAT.md; later versions may add to them. */
export type ValueShape =
  | 'text'
  | 'integer'
  | 'boolean'
  | { readonly orNull: ValueShape }
  | { readonly list: ValueShape }
  | { readonly members: Readonly<Record<string, ValueShape>> }
  /** Objects told apart by their member `kind`. */
  | { readonly kinds: Readonly<Record<string, ValueShape>> };

type ShapeOf<T> = null extends T
  ? { orNull: ShapeOf<NonNullable<T>> }
  : [T] extends [string]
    ? 'text'
    : [T] extends [number]
      ? 'integer'
      : [T] extends [boolean]
        ? 'boolean'
        : [T] extends [readonly (infer Item)[]]
          ? { list: ShapeOf<Item> }
          : [T] extends [{ kind: string }]
            ? { kinds: { [K in T['kind']]: ObjectShapeOf<Extract<T, { kind: K }>> } }
            : ObjectShapeOf<T>;

interface ObjectShapeOf<T> {
  members: { [M in keyof T]-?: ShapeOf<T[M]> };
}

const INTAKE_NOTICE_SHAPE = {
  members: {
    kind: 'text',
    lot: 'text',
    commodity: 'text',
    form: 'text',
    element: { orNull: 'text' },
    ownership: 'text',
    consignor: 'text',
    certificate: 'text',
    weighed: {
      members: { intervalMg: 'integer', class: 'text', limitMg: { orNull: 'integer' }, lastDigitMg: 'integer' },
    },
    totalGrossMg: { orNull: 'integer' },
    packaging: 'text',
    content: { orNull: { members: { moisturePpm: 'integer', assayPpm: 'integer' } } },
    contract: { orNull: { members: { netMg: 'integer', tolerancePpm: 'integer' } } },
    packages: { list: ANNOUNCED_PACKAGE_SHAPE },
  },
} as const;

const ORDER_SHAPE = {
  members: {
    order: 'text',
    base: 'text',
    epoch: 'text',
    counter: 'integer',
    previous: 'text',
    issuedWallMs: 'integer',
    body: { kinds: { 'intake-notice': INTAKE_NOTICE_SHAPE, ...STOCK_ORDER_SHAPES } },
  },
} as const;

const WEIGHING_SHAPE = {
  members: {
    weighing: 'text',
    number: 'integer',
    station: 'text',
    scale: SCALE_FACTS_SHAPE,
    range: 'integer',
    grossMg: 'integer',
    tareMg: 'integer',
    tareKind: 'text',
    netMg: 'integer',
    basis: 'text',
    purpose: 'text',
    group: { orNull: 'text' },
    visit: { orNull: 'text' },
    checkBiasMg: { orNull: 'integer' },
    zeroAtMonotonicMs: 'integer',
    window: STABLE_WINDOW_SHAPE,
    tags: { list: TAG_SEEN_SHAPE },
    package: { orNull: 'text' },
    boundBy: { orNull: 'text' },
    job: { orNull: 'text' },
    order: { orNull: 'text' },
    lot: { orNull: 'text' },
    operator: { orNull: 'text' },
    readAtMonotonicMs: 'integer',
    software: 'text',
    configHash: 'text',
  },
} as const;

const VERDICT_SHAPE = {
  members: {
    lot: 'text',
    job: 'text',
    order: 'text',
    verdict: 'text',
    findings: { list: 'text' },
    announced: 'integer',
    found: 'integer',
    grossMg: 'integer',
    netMg: 'integer',
    declaredGrossMg: 'integer',
    linearBoundMg: 'integer',
    rssBoundMg: 'integer',
    commonBiasMg: 'integer',
    driftWarning: 'boolean',
  },
} as const;

const REGISTER_CHANGE_SHAPE = {
  kinds: {
    'operator-put': {
      members: { kind: 'text', operator: 'text', name: 'text', roles: { list: 'text' }, badge: 'text' },
    },
    'operator-removed': { members: { kind: 'text', operator: 'text' } },
    'verification-put': {
      members: { kind: 'text', instrument: 'text', mark: { orNull: 'text' }, verifiedUntil: { orNull: 'text' } },
    },
    'preference-put': { members: { kind: 'text', name: 'text', value: 'text' } },
    'hand-edit-adopted': { members: { kind: 'text', contentHash: 'text' } },
  },
} as const;

/** The body of every kind of entry. */
export const ENTRY_BODY_SHAPES = {
  'epoch-opened': {
    members: {
      previous: { orNull: { members: { epoch: 'text', seq: 'integer', hash: 'text' } } },
      signingKey: 'text',
      sealingKey: 'text',
      software: 'text',
    },
  },
  'agent-started': { members: { run: 'text', software: 'text', configHash: 'text' } },
  'order-received': { members: { order: ORDER_SHAPE, signed: 'text', signedHash: 'text' } },
  'order-refused': {
    members: { order: 'text', counter: 'integer', reason: 'text', signed: 'text', signedHash: 'text' },
  },
  'job-opened': {
    members: {
      job: 'text',
      work: 'text',
      order: { orNull: 'text' },
      lot: { orNull: 'text' },
      stocktake: { orNull: 'text' },
      station: 'text',
      operator: 'text',
    },
  },
  'job-closed': { members: { job: 'text', outcome: 'text', operator: { orNull: 'text' } } },
  'check-weighing': {
    members: {
      station: 'text',
      scale: SCALE_FACTS_SHAPE,
      referenceMg: 'integer',
      shownMg: 'integer',
      toleranceMg: 'integer',
      passed: 'boolean',
      window: STABLE_WINDOW_SHAPE,
      operator: 'text',
    },
  },
  weighing: WEIGHING_SHAPE,
  'weighing-bound': { members: { weighing: 'text', package: 'text', boundBy: 'text', operator: 'text' } },
  'weighing-reversed': { members: { weighing: 'text', reason: 'text', operator: { orNull: 'text' } } },
  'tag-attached': { members: { package: 'text', epcHex: 'text', retiredEpcHex: { orNull: 'text' }, operator: 'text' } },
  'package-missing': { members: { package: 'text', lot: 'text', job: 'text', operator: 'text' } },
  'package-foreign': {
    members: {
      job: 'text',
      station: 'text',
      identity: 'text',
      epcHex: { orNull: 'text' },
      weighing: { orNull: 'text' },
      operator: 'text',
    },
  },
  finding: {
    members: {
      finding: 'text',
      code: 'text',
      lot: { orNull: 'text' },
      job: { orNull: 'text' },
      package: { orNull: 'text' },
      weighing: { orNull: 'text' },
      comparison: { orNull: COMPARISON_SHAPE },
      operator: { orNull: 'text' },
      note: { orNull: 'text' },
    },
  },
  verdict: VERDICT_SHAPE,
  ...STOCK_ENTRY_SHAPES,
  checkpoint: { members: { seq: 'integer', hash: 'text', signature: 'text' } },
  'register-changed': { members: { change: REGISTER_CHANGE_SHAPE, operator: 'text' } },
} as const satisfies { [K in EntryKind]: ObjectShapeOf<EntryBodies[K]> };

const TIMESTAMP_SHAPE = {
  members: { wallMs: 'integer', monotonicMs: 'integer', boot: 'text', trust: 'text' },
} as const satisfies ObjectShapeOf<Timestamp>;

/** What every entry has besides its body. */
export const ENTRY_MEMBER_SHAPES: Readonly<Record<string, ValueShape>> = {
  base: 'text',
  epoch: 'text',
  seq: 'integer',
  kind: 'text',
  cause: 'text',
  at: TIMESTAMP_SHAPE,
};
