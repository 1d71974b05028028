// The state machines of lots and packages as tables: the fold moves records only through them, and the manual's
// diagrams are made from them. A step that no table allows is a defect, not a refusal: decide() must have refused it
// before.

interface Step<S extends string> {
  from: readonly S[];
  to: S;
  /** For the diagram. */
  says: string;
}

/** Where a package can be in its life, from the notice that announces it to the day it leaves. */
export const PACKAGE_STATES = [
  'expected',
  'present',
  'stored',
  'allocated',
  'picked',
  'staged',
  'released',
  'counting',
  'quarantined',
  'missing',
  'dropped',
  'returned',
  'written-off',
] as const;
/** Where a package is in its life. */
export type PackageState = (typeof PACKAGE_STATES)[number];

/**
 * Every step of a package by name: from which states, to which, and why.
 *
 * @see CONTRACT.md, section 9.1
 */
export const PACKAGE_STEPS = {
  weigh: { from: ['expected', 'missing'], to: 'present', says: 'weighed' },
  reverse: { from: ['present'], to: 'expected', says: 'weighing reversed' },
  miss: { from: ['expected'], to: 'missing', says: 'somebody looked: not there' },
  'turn-up': { from: ['missing'], to: 'expected', says: 'somebody else looked, and it is there' },
  drop: { from: ['expected', 'missing'], to: 'dropped', says: 'notice amended or cancelled' },
  verify: { from: ['present'], to: 'stored', says: 'lot verified or decided, and it bears a tag' },
  accept: {
    from: ['present', 'quarantined', 'stored'],
    to: 'stored',
    says: 'decision: accept or adjust, and it bears a tag',
  },
  'give-back': { from: ['present', 'stored', 'quarantined'], to: 'returned', says: 'decision: return' },
  'write-off': {
    from: ['present', 'stored', 'quarantined', 'missing', 'expected'],
    to: 'written-off',
    says: 'decision: write off',
  },
  'weigh-again': { from: ['present', 'missing', 'quarantined'], to: 'expected', says: 'decision: recount' },
  allocate: { from: ['stored', 'counting'], to: 'allocated', says: 'release order; in an emergency out of a count' },
  'set-free': { from: ['allocated', 'picked', 'staged'], to: 'stored', says: 'release cancelled or short' },
  pick: { from: ['allocated'], to: 'picked', says: 'taken from its place' },
  stage: { from: ['picked'], to: 'staged', says: 'weighed at dispatch' },
  unstage: { from: ['staged'], to: 'picked', says: 'dispatch weighing reversed' },
  leave: { from: ['staged'], to: 'released', says: 'release closed by two persons' },
  'come-back': { from: ['released'], to: 'expected', says: 'return notice' },
  recognise: {
    from: ['released', 'returned', 'written-off'],
    to: 'expected',
    says: 'decision: held goods are it; stored at once by their weighing if it bears a tag',
  },
  'stay-away': { from: ['expected', 'missing'], to: 'released', says: 'return cancelled' },
  freeze: { from: ['stored'], to: 'counting', says: 'stocktake opened' },
  thaw: { from: ['counting'], to: 'stored', says: 'stocktake closed' },
  quarantine: {
    from: ['present', 'stored', 'counting', 'allocated', 'picked', 'staged'],
    to: 'quarantined',
    says: 'second disagreement, or a person',
  },
  lift: {
    from: ['quarantined'],
    to: 'stored',
    says: 'two persons, or its recount reversed: in store, or decided since',
  },
  'set-back': { from: ['quarantined'], to: 'present', says: 'two persons, or its recount reversed: not decided' },
} as const satisfies Record<string, Step<PackageState>>;
/** Name of a package's step. */
export type PackageStep = keyof typeof PACKAGE_STEPS;

/** How far a lot is: `verified` and `discrepant` are the verdict, `closed` is decided or gone. */
export const LOT_STATES = ['announced', 'arriving', 'verifying', 'verified', 'discrepant', 'closed'] as const;
/** How far a lot is. */
export type LotState = (typeof LOT_STATES)[number];

/** Every step of a lot by name: from which states, to which, and why. */
export const LOT_STEPS = {
  arrive: {
    from: ['announced', 'arriving', 'verified', 'discrepant', 'closed'],
    to: 'arriving',
    says: 'a job is opened: delivery, further delivery, return, recount',
  },
  weigh: {
    from: ['announced', 'arriving', 'verifying'],
    to: 'verifying',
    says: 'first package weighed; goods that came before their notice',
  },
  verify: { from: ['arriving', 'verifying', 'discrepant'], to: 'verified', says: 'everything agrees' },
  disagree: { from: ['arriving', 'verifying', 'verified', 'discrepant'], to: 'discrepant', says: 'a finding is open' },
  reopen: { from: ['verified', 'discrepant'], to: 'verifying', says: 'its scale failed a check weighing' },
  close: {
    from: ['announced', 'arriving', 'verifying', 'verified', 'discrepant'],
    to: 'closed',
    says: 'decided, cancelled, or nothing of it is left',
  },
} as const satisfies Record<string, Step<LotState>>;
/** Name of a lot's step. */
export type LotStep = keyof typeof LOT_STEPS;

/** Whether the table allows a package in `state` this step. */
export function canStepPackage(state: PackageState, step: PackageStep): boolean {
  return (PACKAGE_STEPS[step].from as readonly PackageState[]).includes(state);
}

/**
 * The state of a package after a step.
 *
 * @throws {Error} when the table does not allow the step: decide() should have refused it
 */
export function afterPackageStep(state: PackageState, step: PackageStep): PackageState {
  if (!canStepPackage(state, step)) throw new Error(`a package that is ${state} cannot ${step}`);
  return PACKAGE_STEPS[step].to;
}

/**
 * The state of a lot after a step.
 *
 * @throws {Error} when the table does not allow the step: decide() should have refused it
 */
export function afterLotStep(state: LotState, step: LotStep): LotState {
  const { from, to } = LOT_STEPS[step];
  if (!(from as readonly LotState[]).includes(state)) throw new Error(`a lot that is ${state} cannot ${step}`);
  return to;
}

/** Whether a package is at the base or may still come: only among these must its names be unique. */
export function isHereOrExpected({ state }: { state: PackageState }): boolean {
  return state === 'expected' || state === 'missing' || STATES_AT_BASE.includes(state);
}

/** States in which a package counts for the book: it is at the base. */
export const STATES_AT_BASE: readonly PackageState[] = [
  'present',
  'stored',
  'allocated',
  'picked',
  'staged',
  'counting',
  'quarantined',
];

/** States in which a package is at the base and is not being taken in any more. */
export const STATES_IN_STOCK: readonly PackageState[] = STATES_AT_BASE.filter((state) => state !== 'present');
