// The steps of packages and lots, from CONTRACT.md section 9.1. Headquarters follows a base only along them.

/** The state of a package. CONTRACT.md 9.1. */
export type PackageState =
  | 'expected'
  | 'present'
  | 'missing'
  | 'dropped'
  | 'stored'
  | 'allocated'
  | 'picked'
  | 'staged'
  | 'released'
  | 'counting'
  | 'quarantined'
  | 'returned'
  | 'written-off';

/** States in which a package is at the base and counts for the book. */
export const BOOK_STATES_AT_BASE: readonly PackageState[] = [
  'present',
  'stored',
  'allocated',
  'picked',
  'staged',
  'counting',
  'quarantined',
];

/** True for a package that is at the base or may still come: among these no two bear one tag. CONTRACT.md 9.1. */
export function isHereOrExpectedRow({ state }: { state: PackageState }): boolean {
  return state === 'expected' || state === 'missing' || BOOK_STATES_AT_BASE.includes(state);
}

const PACKAGE_BOOK_STEPS = {
  weigh: [['expected', 'missing'], 'present'],
  unweigh: [['present'], 'expected'],
  miss: [['expected'], 'missing'],
  turnUp: [['missing'], 'expected'],
  drop: [['expected', 'missing'], 'dropped'],
  stayAway: [['expected', 'missing'], 'released'],
  store: [['present'], 'stored'],
  accept: [['present', 'quarantined', 'stored'], 'stored'],
  giveBack: [['present', 'stored', 'quarantined'], 'returned'],
  writeOff: [['present', 'stored', 'quarantined', 'missing', 'expected'], 'written-off'],
  weighAnew: [['present', 'missing', 'quarantined'], 'expected'],
  allocate: [['stored', 'counting'], 'allocated'],
  pick: [['allocated'], 'picked'],
  stage: [['picked'], 'staged'],
  unstage: [['staged'], 'picked'],
  leave: [['staged'], 'released'],
  setFree: [['allocated', 'picked', 'staged'], 'stored'],
  comeBack: [['released'], 'expected'],
  recognise: [['released', 'returned', 'written-off'], 'expected'],
  freeze: [['stored'], 'counting'],
  thaw: [['counting'], 'stored'],
  setApart: [['present', 'stored', 'counting', 'allocated', 'picked', 'staged'], 'quarantined'],
  lift: [['quarantined'], 'stored'],
  setBack: [['quarantined'], 'present'],
} as const satisfies Record<string, readonly [readonly PackageState[], PackageState]>;

/** A step by which a package changes its state. CONTRACT.md 9.1. */
export type BookStep = keyof typeof PACKAGE_BOOK_STEPS;

/** Where the step leads; null if it is not possible from there. */
export function stateAfterStep(state: PackageState, step: BookStep): PackageState | null {
  const [startStates, endState] = PACKAGE_BOOK_STEPS[step];
  return (startStates as readonly PackageState[]).includes(state) ? endState : null;
}
