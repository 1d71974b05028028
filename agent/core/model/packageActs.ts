// What may be done with a package: one table, asked by every command, order and view. The answer comes from the package
// alone, never from its lot: a disagreement parks one package, and the others of its lot go on. What an act asks besides
// (the right station, code, second person, a tag that is free) is its command's.
import type { PackageRecord } from './records.ts';
import { type Refusal, refuse } from './decide.ts';
import { type PackageState, STATES_AT_BASE } from './states.ts';

/** What of a package decides which acts are possible. */
export type PackageSituation = Pick<PackageRecord, 'id' | 'state' | 'held' | 'doubtful' | 'stocktake' | 'throughGate'>;

type Reason = (record: PackageSituation) => Refusal;

interface ActRule {
  means: string;
  from: readonly PackageState[];
  /** Of a package in any other state. */
  otherwise: Reason;
  /** Checked in this order, once the state is right. */
  unless: readonly (keyof typeof OBSTACLES)[];
}

const OBSTACLES = {
  held: { is: ({ held }) => held, refuses: ({ id }) => refuse('package-held', { package: id }) },
  disputed: { is: ({ held }) => held, refuses: ({ id }) => refuse('package-disputed', { package: id }) },
  doubtful: { is: ({ doubtful }) => doubtful, refuses: ({ id }) => refuse('package-doubtful', { package: id }) },
  sound: { is: ({ doubtful }) => !doubtful, refuses: ({ id }) => refuse('package-not-doubtful', { package: id }) },
  counted: {
    is: ({ state, stocktake }) => stocktake !== null || state === 'counting',
    refuses: ({ id }) => refuse('package-frozen', { package: id }),
  },
  uncounted: {
    is: ({ stocktake }) => stocktake === null,
    refuses: ({ id }) => refuse('package-not-counted', { code: id }),
  },
  gone: {
    is: ({ throughGate }) => throughGate !== null,
    refuses: ({ id, throughGate }) => refuse('package-drove-out', { package: id, gate: throughGate?.gate ?? '' }),
  },
} as const satisfies Record<string, { is: (record: PackageSituation) => boolean; refuses: Reason }>;

const elsewhere: Reason = ({ id, state }) =>
  state === 'expected' || state === 'missing'
    ? refuse('package-not-here', { package: id })
    : refuse('package-gone', { package: id, state });

const notSetAside: Reason = (record) => {
  const { id, state } = record;
  if (state === 'quarantined') return refuse('package-held', { package: id });
  return STATES_AT_BASE.includes(state) ? refuse('package-not-set-aside', { package: id, state }) : elsewhere(record);
};

const notFree: Reason = (record) => {
  const { id, state } = record;
  if (state === 'counting') return refuse('package-frozen', { package: id });
  if (state === 'allocated' || state === 'picked' || state === 'staged')
    return refuse('package-set-aside', { package: id, state });
  return STATES_AT_BASE.includes(state) ? refuse('package-undecided', { package: id, state }) : elsewhere(record);
};

/** Acts on packages, each with the states in which it is possible, and what forbids it in them. */
export const PACKAGE_ACTS = {
  name: {
    means: 'a load is named as it, or counted for it, when it arrives',
    from: ['expected', 'missing'],
    otherwise: ({ id }) => refuse('package-already-weighed', { package: id }),
    unless: [],
  },
  'declare-missing': {
    means: 'it did not come',
    from: ['expected'],
    otherwise: ({ id, state }) => refuse('package-not-expected', { package: id, state }),
    unless: [],
  },
  allocate: {
    means: 'it is set aside for a release',
    from: ['stored'],
    otherwise: notFree,
    unless: ['held', 'doubtful'],
  },
  'allocate-frozen': {
    means: 'it is set aside for an emergency, out of a count if need be',
    from: ['stored', 'counting'],
    otherwise: notFree,
    unless: ['held', 'doubtful'],
  },
  pick: {
    means: 'it is taken from its place',
    from: ['allocated'],
    otherwise: (record) =>
      record.state === 'picked' || record.state === 'staged'
        ? refuse('package-already-picked', { package: record.id })
        : notSetAside(record),
    unless: ['held', 'doubtful', 'counted'],
  },
  'pick-frozen': {
    means: 'it is taken from its place for an emergency, out of a count if need be',
    from: ['allocated'],
    otherwise: (record) =>
      record.state === 'picked' || record.state === 'staged'
        ? refuse('package-already-picked', { package: record.id })
        : notSetAside(record),
    unless: ['held', 'doubtful'],
  },
  stage: {
    means: 'it is weighed on its way out',
    from: ['allocated', 'picked'],
    otherwise: (record) =>
      record.state === 'staged' ? refuse('package-already-weighed', { package: record.id }) : notSetAside(record),
    unless: ['held', 'doubtful', 'counted'],
  },
  'stage-frozen': {
    means: 'it is weighed on its way out for an emergency, out of a count if need be',
    from: ['allocated', 'picked'],
    otherwise: (record) =>
      record.state === 'staged' ? refuse('package-already-weighed', { package: record.id }) : notSetAside(record),
    unless: ['held', 'doubtful'],
  },
  'report-gone': {
    means: 'it is not where its release looks for it',
    from: ['allocated', 'picked', 'staged'],
    otherwise: notSetAside,
    unless: ['held', 'doubtful'],
  },
  leave: {
    means: 'it leaves with its release',
    from: ['staged'],
    otherwise: notSetAside,
    unless: ['held', 'doubtful'],
  },
  unstage: {
    means: 'its weighing on the way out is taken back',
    from: STATES_AT_BASE,
    otherwise: elsewhere,
    unless: ['gone'],
  },
  move: { means: 'it is put in another place', from: STATES_AT_BASE, otherwise: elsewhere, unless: ['counted'] },
  'attach-tag': { means: 'it gets a tag', from: STATES_AT_BASE, otherwise: elsewhere, unless: ['counted'] },
  'check-seal': { means: 'its seal is read', from: STATES_AT_BASE, otherwise: elsewhere, unless: [] },
  reseal: { means: 'it is opened and closed again', from: STATES_AT_BASE, otherwise: elsewhere, unless: ['counted'] },
  remove: {
    means: 'material is taken out of it',
    from: ['present', 'stored', 'quarantined'],
    otherwise: notFree,
    unless: ['counted'],
  },
  recount: { means: 'it is weighed again for a case', from: STATES_AT_BASE, otherwise: elsewhere, unless: [] },
  reweigh: {
    means: 'it is weighed again because its weighing proves nothing',
    from: STATES_AT_BASE,
    otherwise: elsewhere,
    unless: ['sound'],
  },
  sample: {
    means: 'it is weighed again in a count',
    from: STATES_AT_BASE,
    otherwise: elsewhere,
    unless: ['uncounted'],
  },
  quarantine: {
    means: 'it is set apart',
    from: ['present', 'stored', 'counting', 'allocated', 'picked', 'staged'],
    otherwise: (record) =>
      record.state === 'quarantined'
        ? refuse('package-already-quarantined', { package: record.id })
        : refuse('package-not-at-base', { package: record.id, state: record.state }),
    unless: ['gone'],
  },
  lift: {
    means: 'it is brought back to what it was',
    from: ['quarantined'],
    otherwise: ({ id }) => refuse('package-not-quarantined', { package: id }),
    unless: ['disputed'],
  },
} as const satisfies Record<string, ActRule>;

/** Name of an act on a package. */
export type PackageAct = keyof typeof PACKAGE_ACTS;

/** Why this may not be done with a package as it is; null: it may. */
export function actRefusal(record: PackageSituation, act: PackageAct): Refusal | null {
  const { from, otherwise, unless }: ActRule = PACKAGE_ACTS[act];
  if (!from.includes(record.state)) return otherwise(record);
  const obstacle = unless.map((name) => OBSTACLES[name]).find(({ is }) => is(record));
  return obstacle ? obstacle.refuses(record) : null;
}

/** Whether this may be done with a package as it is. */
export function may(record: PackageSituation, act: PackageAct): boolean {
  return actRefusal(record, act) === null;
}
