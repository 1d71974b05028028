// Records of the book: groups, vehicles, releases, stocktakes, second persons, drift. Plain documents, changed only by
// fold().
import type { JobId, LotId, OperatorId, OrderId, PackageId, WeighingId } from './ids.ts';
import type { StationId } from '../../../drivers/contract/siteIds.ts';
import type { MassMg } from '../../../drivers/contract/mass.ts';
import type { EntryBodies } from './entry.ts';
import type { Comparison } from './weighingEvidence.ts';
import type { ReleaseOrder, StocktakeScope } from './stockOrders.ts';
import type { NamedWay } from './proofs.ts';
import type { Role } from './roles.ts';
import type { SecondPersonAct } from './secondPersonActs.ts';

/** Packages weighed together on one pallet. `weighing` and `comparison` are null until they are weighed. */
export interface GroupRecord {
  id: string;
  job: JobId;
  station: StationId;
  packages: PackageId[];
  /** How a person named each, in the same order. */
  named: NamedWay[];
  palletTareMg: MassMg;
  palletTareKind: 'weighed' | 'declared' | 'none';
  state: 'open' | 'weighed' | 'split';
  weighing: WeighingId | null;
  /** The group's gross with the sum of its announcements. */
  comparison: Comparison | null;
  touched: OperatorId[];
}

/** When something was, so that a duration since then can be told: see believableDate.ts. */
export interface Moment {
  /** The wall time if it could be believed, else the floor of that time. */
  wallMs: number;
  monotonicMs: number;
  boot: string;
}

/** A vehicle at the weighbridge with its passes and what came off it. */
export interface VisitRecord {
  id: string;
  station: StationId;
  plates: string;
  state: 'open' | 'closed';
  arrived: Moment;
  /** In order; what came off before a pass stands with it, so that taking the pass back restores it. */
  passes: VehiclePass[];
  /** Since the last pass. */
  unloaded: UnloadedGoods[];
  touched: OperatorId[];
}

/** One pass of a vehicle over the bridge, with what was said when it was announced. */
export interface VehiclePass {
  weighing: WeighingId;
  grossMg: MassMg;
  at: Moment;
  /** What came off before it. */
  unloaded: UnloadedGoods[];
  driverAboard: boolean;
  /** No goods were on the vehicle. */
  empty: boolean;
}

/** What came off a vehicle at one time, of one lot. */
export interface UnloadedGoods {
  lot: LotId;
  job: JobId;
  packages: PackageId[];
  /** How a person named them; null: everything of the lot was said to have come off. */
  how: NamedWay | null;
}

/** What came off a vehicle between two passes, one record a lot. */
export interface PairRecord {
  /** `weighing of the later pass/lot`. */
  id: string;
  lot: LotId;
  job: JobId;
  before: WeighingId;
  after: WeighingId;
  /** Of all lots of the pair. */
  packages: PackageId[];
  comparison: Comparison;
  verifies: EntryBodies['vehicle-weighed']['verifies'];
  /** `reversed` with the later pass. */
  state: 'standing' | 'reversed';
}

/**
 * Packages that were weighed together, as one determination. Its bound counts once, for whatever subset of the members
 * is weighed one by one since; which they are, their shares say.
 */
export interface JointRecord {
  /** The group's weighing, or the later pass of a pair. */
  id: WeighingId;
  /** How far the mass of all members, and of any of them together, may be off. */
  limitMg: MassMg;
  /** Members that are lighter, and heavier, than their share by more than the later scale explains. */
  light: JointSum;
  heavy: JointSum;
  state: 'standing' | 'reversed';
}

/** What some members of a joint weighing were expected to weigh, and did: masses in mg, all added up. */
export interface JointSum {
  members: number;
  declaredMg: MassMg;
  measuredMg: MassMg;
  scaleBoundMg: MassMg;
  roundingMg: MassMg;
  /** How far what was weighed out of them may be off. */
  removedLimitMg: MassMg;
}

/** That a package was weighed jointly, the last time, and its latest weighing alone since; null: none that counts. */
export interface ShareRecord {
  id: PackageId;
  joint: WeighingId;
  counted: (JointSum & { weighing: WeighingId }) | null;
}

/** A release under way: which packages are set aside for it, which have left, which stayed behind. */
export interface ReleaseRecord {
  /** Id of the order. */
  id: OrderId;
  order: ReleaseOrder;
  packages: PackageId[];
  state: 'open' | 'closed' | 'cancelled';
  released: PackageId[];
  short: PackageId[];
}

/** What went out through a gate without an order; the newest last. Whether it still alarms is the finding's word. */
export interface GateRecord {
  id: string;
  unordered: { epcHex: string; package: PackageId | null; wallMs: number }[];
}

/** A sealed release deposited beforehand. */
export interface DepositRecord {
  id: string;
  order: OrderId;
  salt: string;
  nonce: string;
  ciphertext: string;
  state: 'sealed' | 'opened' | 'cancelled';
}

/**
 * A stocktake and its current round. `order` is null for the base's own plan, `job` before it is opened, `result`
 * before it is closed.
 */
export interface StocktakeRecord {
  id: string;
  order: OrderId | null;
  scope: StocktakeScope;
  state: 'ordered' | 'open' | 'closed';
  /** Headquarters lets it rest: what it counts stays frozen, and nobody counts. */
  suspended: boolean;
  job: JobId | null;
  round: number;
  expected: number;
  sample: string[];
  /** Who counted in the round before: none of them recounts. */
  countersBefore: OperatorId[];
  counters: OperatorId[];
  /** What the round before disagreed on; the recount is about these. */
  disagreeing: string[];
  /** Of how many of those that this round asks for somebody has spoken. */
  spoken: number;
  /** How many extra ones were found in all. */
  extras: number;
  /** How many packages were weighed again. */
  sampled: number;
  /** Who opened it, counted, weighed for it or closed a round. */
  touched: OperatorId[];
  /** What an emergency release took out of it. */
  thawed: PackageId[];
  /** Some of it was drawn: the sample is drawn again. */
  sampleThawed: boolean;
  result: EntryBodies['stocktake-closed'] | null;
}

/** What a person last said of one thing in one round. */
export interface CountWord {
  how: Exclude<EntryBodies['packages-counted']['how'], 'withdrawn'> | 'extra';
  operator: OperatorId;
}

/**
 * What people said in a stocktake of one package or of one thing found besides; `package` is null if the book does
 * not know it.
 */
export interface CountRecord {
  /** `stocktake/package`, or `stocktake/identity` for what was found besides. */
  id: string;
  stocktake: string;
  package: PackageId | null;
  identity: string;
  /** Of what was found besides: `stocktake/key`, one for all spellings of its identity; null for what the count asks for. */
  extraKey: string | null;
  /** The stocktake, as long as this round asks for it and nobody has spoken of it. */
  waiting: string | null;
  /** It stood in the scope when the count was opened, and is still in it. */
  asked: boolean;
  /** `stocktake/round` of the latest round in which somebody spoke of it; null: nobody did. */
  said: string | null;
  /** Each person's last word, by round; index 0 is round 1. */
  rounds: CountWord[][];
  /** The re-weighing of each round; null: none. `joint`: the comparison is of what was weighed together. */
  weighed: ({ weighing: WeighingId; operator: OperatorId | null; comparison: Comparison; joint: boolean } | null)[];
  /** What was beyond tolerance and taken back, by round; null: nothing. It stays said that the package was off. */
  takenBack: CountRecord['weighed'];
  /** The latest of `weighed`. */
  comparison: Comparison | null;
}

/** Material weighed out of a package, until headquarters books it; masses in milligrams. */
export interface RemovalRecord {
  id: string;
  package: PackageId;
  lot: LotId;
  massMg: MassMg;
  /** How far `massMg` may be off. */
  limitMg: MassMg;
  /** Read off a balance and typed: it counts double against what may be taken out. */
  manual: boolean;
  weighing: WeighingId;
  /** The seal that the package bore before and bears since: the first comes back with a reversal. */
  seals: { before: string | null; after: string | null };
  operator: OperatorId;
  seq: number;
  /** When, by a time that can be believed. */
  reckonedMs: number;
  /** `void`: its weighing was reversed. `ended`: its package left with it in the books; it was taken out all the same. */
  state: 'open' | 'booked' | 'ended' | 'void';
}

/** A second person's word that more may be taken out of a package than one person may take alone: for one weighing. */
export interface ConsentRecord {
  /** The package. */
  id: PackageId;
  /** Who will take it out. */
  taker: OperatorId;
  mostMg: MassMg;
  /** For how long it stands. */
  minutes: number;
  /** Who consented. */
  operator: OperatorId;
  seq: number;
  since: Moment;
  /** Time of its entry. */
  wallMs: number;
  /** The weighing that used it up; null: none that counts. */
  usedBy: WeighingId | null;
  /** `ended`: withdrawn, or one of the two may handle goods no more. Whether its time is over says `isConsentOver`. */
  state: 'open' | 'used' | 'ended';
}

/** Who stands in for a supervisor, since when and for how long. */
export interface DeputyRecord {
  id: OperatorId;
  supervisor: OperatorId;
  since: Moment;
  hours: number;
  /** `ended`: the supervisor is none any more, or the deputy may not work, before the time was over. */
  state: 'standing' | 'ended';
}

/** What a first person asked for, of an act that takes two. */
export interface SecondPersonRecord {
  /** `act/subject`. */
  id: string;
  act: SecondPersonAct;
  subject: string;
  operator: OperatorId;
  seq: number;
  /** Time of its entry. */
  wallMs: number;
  /** Of a release: what would leave then, and its net mass. */
  packages: PackageId[];
  netMg: MassMg;
  /** Ended: done, withdrawn, or what it concerns has changed. */
  state: 'waiting' | 'ended';
}

/**
 * Cumulative sums of one scale's or one consignor's deviations, in thousandths of the tolerance (see weight/cumulativeSums.ts).
 */
export interface DriftRecord {
  /** `scale/<instrument>` or `consignor/<name>`. */
  id: string;
  kind: 'scale' | 'consignor';
  /** How many judged deliveries have moved it in all. */
  judged: number;
  comparisons: number;
  highPermille: number;
  lowPermille: number;
}

/**
 * Where a chart of drift stood after a verdict. The newest DRIFT_LIMITS.points of each chart are kept: later ones take
 * their places.
 */
export interface DriftPointRecord {
  /** `chart/place`. */
  id: string;
  /** Id of the chart's sums. */
  chart: string;
  /** Of the verdict. */
  seq: number;
  wallMs: number;
  lot: LotId;
  highPermille: number;
  lowPermille: number;
}

/** One row: what the entries' times say of the date; times in ms since 1970-01-01T00:00:00Z. */
export interface TimeRecord {
  id: 'time';
  /** Release of the software that runs: no date lies before it. */
  releasedMs: number;
  /** The last time that a time service or headquarters' signature proved; 0: none yet. */
  provenMs: number;
  /** The last believable time, in steps of ten minutes. */
  floorMs: number;
  /** The boot of the latest entry; what follows is of this boot. */
  boot: string;
  /** Highest difference of wall and monotonic clock: a lower one means that the clock was set back. */
  offsetMs: number;
  steppedBack: boolean;
  /** The same difference when two persons confirmed the date; null: they have not. */
  confirmedOffsetMs: number | null;
  /** Who asked to confirm it, at which difference. */
  asked: { operator: OperatorId; offsetMs: number } | null;
}

/** One row: what the agent is running as and how far orders have come. */
export interface SiteRecord {
  id: 'site';
  run: string;
  orderCounter: number;
  orderHash: string;
}

/** One person as the entries say; `pin` names the hash in the register's file, null: none that can be used. */
export interface RegisteredOperator {
  operator: OperatorId;
  name: string;
  /** In the order of `ROLES`. */
  roles: Role[];
  badge: string;
  pin: string | null;
  locked: boolean;
}

/** The verification of one scale. */
export interface VerificationMark {
  /** Text of the mark; null: none is recorded. */
  mark: string | null;
  /** ISO date through which the periodic inspection holds; null: none is recorded. */
  verifiedUntil: string | null;
}

/** What the entries add up to of the register: its file is held against this. */
export interface RegisterRecord {
  id: 'register';
  /** By id. */
  operators: RegisteredOperator[];
  /** Ids of people who were removed: no other person ever gets one. */
  former: OperatorId[];
  /** By instrument. */
  verification: Record<string, VerificationMark>;
  preferences: Record<string, string>;
}
