// What each kind of entry must look like, at run time: for verify, and for the test that keeps FORMAT.md in step. The
// compiler keeps it in step with agent/core/entry.ts: a member that is added, renamed or retyped there does not compile
// here.
import type { EntryBodies, EntryKind } from '../core/entry.ts';
import type { Stamp } from '../../drivers/contract/clock.ts';
import { ANNOUNCED_PACKAGE, COMPARISON, SCALE, TAG, WINDOW } from './evidenceMembers.ts';
import { ORDER_SHAPES, STOCK_SHAPES } from './stockMembers.ts';

/** The form of one value. Words that text may hold are in FORMAT.md; later versions may add to them. */
export type Shape =
  | 'text'
  | 'integer'
  | 'boolean'
  | { readonly orNull: Shape }
  | { readonly list: Shape }
  | { readonly members: Readonly<Record<string, Shape>> }
  /** Objects told apart by their member `kind`. */
  | { readonly kinds: Readonly<Record<string, Shape>> };

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
            ? { kinds: { [K in T['kind']]: MembersOf<Extract<T, { kind: K }>> } }
            : MembersOf<T>;

interface MembersOf<T> {
  members: { [M in keyof T]-?: ShapeOf<T[M]> };
}

const INTAKE_NOTICE = {
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
    packages: { list: ANNOUNCED_PACKAGE },
  },
} as const;

const ORDER = {
  members: {
    order: 'text',
    base: 'text',
    epoch: 'text',
    counter: 'integer',
    previous: 'text',
    issuedWallMs: 'integer',
    body: { kinds: { 'intake-notice': INTAKE_NOTICE, ...ORDER_SHAPES } },
  },
} as const;

const WEIGHING = {
  members: {
    weighing: 'text',
    number: 'integer',
    station: 'text',
    scale: SCALE,
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
    window: WINDOW,
    tags: { list: TAG },
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

const VERDICT = {
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

const REGISTER_CHANGE = {
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
export const BODY_SHAPES = {
  'epoch-opened': {
    members: {
      previous: { orNull: { members: { epoch: 'text', seq: 'integer', hash: 'text' } } },
      signingKey: 'text',
      sealingKey: 'text',
      software: 'text',
    },
  },
  'agent-started': { members: { run: 'text', software: 'text', configHash: 'text' } },
  'order-received': { members: { order: ORDER, signed: 'text', signedHash: 'text' } },
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
      scale: SCALE,
      referenceMg: 'integer',
      shownMg: 'integer',
      toleranceMg: 'integer',
      passed: 'boolean',
      window: WINDOW,
      operator: 'text',
    },
  },
  weighing: WEIGHING,
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
      comparison: { orNull: COMPARISON },
      operator: { orNull: 'text' },
      note: { orNull: 'text' },
    },
  },
  verdict: VERDICT,
  ...STOCK_SHAPES,
  checkpoint: { members: { seq: 'integer', hash: 'text', signature: 'text' } },
  'register-changed': { members: { change: REGISTER_CHANGE, operator: 'text' } },
} as const satisfies { [K in EntryKind]: MembersOf<EntryBodies[K]> };

const AT = {
  members: { wallMs: 'integer', monotonicMs: 'integer', boot: 'text', trust: 'text' },
} as const satisfies MembersOf<Stamp>;

/** What every entry has besides its body. */
export const ENTRY_SHAPES: Readonly<Record<string, Shape>> = {
  base: 'text',
  epoch: 'text',
  seq: 'integer',
  kind: 'text',
  cause: 'text',
  at: AT,
};
