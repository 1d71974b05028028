// The rows of headquarters' book as they stand in its tables. Lists and arithmetic are JSON text.
import type { AccuracyClass, Order } from '../../link/contract/orderSchema.ts';
import type { PackageState } from './packageSteps.ts';

/** A lot as it was announced, and its state. */
export interface BookLotRow {
  base: string;
  lot: string;
  order_id: string;
  commodity: string;
  form: string;
  element: string | null;
  ownership: string;
  consignor: string;
  certificate: string;
  /** The consignor's scale. */
  consignor_scale: string;
  /** Largest own part of a weighing, in millionths of net; null: the notice is silent. */
  fitness_ppm: number | null;
  total_gross_mg: number | null;
  moisture_ppm: number | null;
  assay_ppm: number | null;
  contract_mg: number | null;
  /** Lower limits of what is taken out of its packages, by the notice. */
  removal_package_mg: number | null;
  removal_person_mg: number | null;
  contract_ppm: number | null;
  state: 'announced' | 'arriving' | 'verifying' | 'verified' | 'discrepant' | 'closed';
}

/** What a package counts for, and why. */
export interface PackageFigureColumns {
  weighing: string | null;
  gross_mg: number | null;
  tare_mg: number | null;
  net_mg: number | null;
  basis: string | null;
  comparison: string | null;
  limit_mg: number | null;
  doubtful: number;
}

/** A package, its announcement and its figure. */
export interface BookPackageRow extends PackageFigureColumns {
  base: string;
  package: string;
  lot: string;
  order_id: string;
  state: PackageState;
  mark: string;
  epc: string | null;
  announced_gross_mg: number;
  announced_tare_mg: number;
  /** How far the announced tare may be off; null: the notice does not say. */
  tare_tolerance_mg: number | null;
  /** It was not opened since it was announced. */
  tare_trusted: number;
  earlier_gross_mg: number | null;
  earlier_limit_mg: number | null;
  /** What it had its figure from when it left. */
  earlier_weighing: string | null;
  /** The seal that it bears, as texts are compared; null: nobody has said. */
  seal: string | null;
  /** Those that it bore before, as JSON. */
  earlier_seals: string;
  removed_mg: number;
  removed_limit_mg: number;
  booked_mg: number;
  /** The figure that a recount or reweigh replaced, as JSON. */
  replaced: string | null;
  /** 1: it came off a vehicle, and nobody has read its mark or tag since. */
  unread: number;
  /** Why it is quarantined. */
  quarantine_reason: string | null;
  /** What it comes back to from quarantine; null: it is not quarantined. */
  back_to: 'present' | 'stored' | null;
  area: string | null;
  release_order: string | null;
  /** The gate through which it drove out for its release; null once it left, or is proved here. */
  gate: string | null;
  stocktake: string | null;
  arrived_seq: number | null;
  /** The latest decision on it that was no recount. */
  decided_seq: number | null;
}

/** A weighing as the base reported it. */
export interface BookWeighingRow {
  base: string;
  weighing: string;
  /** What lay there: one standing weighing each. */
  load: string;
  stream: number;
  seq: number;
  /** Since when it counts for what it weighed. */
  bound_seq: number;
  /** Time of its entry, ms since 1970. */
  wall_ms: number;
  station: string;
  scale: string;
  purpose: string;
  basis: string;
  group_id: string | null;
  visit: string | null;
  package: string | null;
  job: string | null;
  operator: string | null;
  gross_mg: number;
  interval_mg: number;
  class: AccuracyClass;
  /** Of the scale, as JSON. */
  ranges: string;
  own_part_mg: number;
  /** The share the base applied, in millionths of net; null: it knew none. */
  share_ppm: number | null;
  verified: number;
  bias_mg: number | null;
  state: 'unbound' | 'bound' | 'foreign' | 'reversed';
  /** What had been announced of the load, as JSON. */
  intent: string | null;
  /** How it was bound to its package; null: it is not. */
  bound_by: string | null;
  /** EPCs that came with its load and that no other station read then, as JSON. */
  tags_here: string;
  /** Why it proves nothing any more; null: it does. */
  doubt: 'check-failed' | 'load-disturbed' | 'tag-stayed' | null;
  comparison: string | null;
}

/** How the last check weighing of a scale ended. */
export interface BookCheckedScaleRow {
  base: string;
  scale: string;
  passed: number;
}

/** What a base's entries say of its clock, in ms since 1970-01-01T00:00:00Z. CONTRACT.md 9.7. */
export interface BookClockRow {
  base: string;
  released_ms: number;
  proven_ms: number;
  floor_ms: number;
  boot: string;
  /** Wall less monotonic clock, the highest of this boot. */
  offset_ms: number;
  stepped_back: number;
  confirmed_offset_ms: number | null;
}

/** A finding that the base reported. */
export interface BookFindingRow {
  base: string;
  finding: string;
  stream: number;
  seq: number;
  hash: string;
  cause: string;
  code: string;
  lot: string | null;
  job: string | null;
  package: string | null;
  weighing: string | null;
  declared_mg: number | null;
  measured_mg: number | null;
  other_limit_mg: number | null;
  other_rounding_mg: number | null;
  note: string | null;
  state: 'open' | 'recounted' | 'void' | 'closed';
  recounts: number;
  recount: string | null;
  /** 1: a recount was beyond tolerance too, so it is not weighed again. */
  confirmed: number;
  /** Why the base cannot settle it by itself; null: it has not said so. */
  escalated: string | null;
  /** As JSON, the packages whose weighing together was taken back and left the finding; null: no such finding. */
  split_members: string | null;
}

/** A person's roles, and what lets him sign in, as the register's entries say. */
export interface BookPersonRow {
  base: string;
  person: string;
  /** As JSON. */
  roles: string;
  /** Empty: who was removed. */
  badge: string;
  /** 1: there is a PIN. */
  pin: number;
  locked: number;
}

/** Who stands in for a supervisor, since when and for how long. */
export interface BookDeputyRow {
  base: string;
  deputy: string;
  supervisor: string;
  hours: number;
  wall_ms: number;
  monotonic_ms: number;
  boot: string;
  ended: number;
}

/** Who touched one thing, named `kind/id`: a package since its lot was last verified. CONTRACT.md 9.8. */
export interface BookTouchRow {
  base: string;
  thing: string;
  /** As JSON. */
  persons: string;
  /** The act that last added somebody: kind and cause of its entries. */
  act: string;
  /** Who had touched it before that act; as JSON. */
  before_act: string;
}

/** Whether an order, or a stocktake of the base's own plan, rests. */
export interface BookSuspensionRow {
  base: string;
  subject: string;
  suspended: number;
}

/** A job of a base. */
export interface BookJobRow {
  base: string;
  job: string;
  work: string;
  order_id: string | null;
  lot: string | null;
  stocktake: string | null;
  station: string;
  closed: number;
}

/** Packages that are weighed together on one pallet. */
export interface BookGroupRow {
  base: string;
  group_id: string;
  packages: string;
  /** Of these the ones whose label nobody scanned. */
  unscanned: string;
  pallet_mg: number;
  pallet_kind: string;
  comparison: string | null;
  job: string;
  station: string;
  state: 'open' | 'weighed' | 'split';
}

/** The visit of a vehicle. */
export interface BookVisitRow {
  base: string;
  visit: string;
  plates: string;
}

/** One pass of a vehicle, as it was announced; its weighing says the mass. */
export interface BookPassRow {
  base: string;
  weighing: string;
  plates: string;
  /** By a date that can be right, else the floor: CONTRACT.md 9.7. */
  wall_ms: number;
  driver_aboard: number;
  empty: number;
}

/** What came off a vehicle by one `vehicle-unloaded`. */
export interface BookUnloadRow {
  base: string;
  visit: string;
  seq: number;
  lot: string;
  packages: string;
  /** How a person named them; null: everything of the lot was said to have come off. */
  how: string | null;
}

/** Two passes of a vehicle and what came off between them, once for each lot. */
export interface BookPassPairRow {
  base: string;
  after: string;
  lot: string;
  before: string;
  packages: string;
  comparison: string;
  verifies: 'packages' | 'sum' | 'nothing';
}

/** Packages that were weighed together: how far their mass may be off, and what differs since, as JSON. */
export interface BookJointRow {
  base: string;
  /** The group's weighing, or the later pass of a pair. */
  joint: string;
  bound_mg: number;
  /** Of the members weighed lighter since, a `LaterSum` as JSON. */
  light: string;
  heavy: string;
  reversed: number;
}

/** Which joint weighing a package belongs to, and its latest weighing alone since, as JSON. */
export interface BookShareRow {
  base: string;
  package: string;
  joint: string;
  later: string | null;
}

/** A tag that a package bore before it got another. */
export interface BookRetiredTagRow {
  base: string;
  epc: string;
  package: string;
}

/** What was held because it belongs to no lot of its job. */
export interface BookForeignRow {
  base: string;
  job: string;
  identity: string;
  weighing: string | null;
  epc: string | null;
  state: 'held' | 'matched' | 'returned' | 'adopted' | 'written-off';
  /** The package that headquarters recognised in them; null: none. */
  recognised: string | null;
}

/** A release with the base's result and headquarters' own, as JSON. */
export interface BookReleaseRow {
  base: string;
  order_id: string;
  release: string;
  body: string;
  state: 'open' | 'closed' | 'cancelled';
  allocated: string;
  /** Of the fetched those that nobody scanned and no reader read, as JSON: a person typed or chose them. */
  unscanned: string;
  claimed: string | null;
  own: string | null;
  differences: string;
}

/** A stocktake with the base's result and headquarters' own, as JSON. */
export interface BookStocktakeRow {
  base: string;
  stocktake: string;
  order_id: string | null;
  scope: string;
  state: 'ordered' | 'open' | 'closed';
  round: number;
  opened_seq: number | null;
  /** What stood in its scope when it was opened. */
  counted: string;
  /** What an emergency release took out of it. */
  thawed: string;
  disagreeing: string;
  sample: string;
  claimed: string | null;
  own: string | null;
  differences: string;
}

/** What was seen of one identity in one round of a stocktake. */
export interface BookCountRow {
  base: string;
  stocktake: string;
  identity: string;
  round: number;
  /** Each person's last word, as JSON. */
  words: string;
  weighing: string | null;
  disagrees: number | null;
  /** 1: a weighing of this round was beyond tolerance and was taken back. */
  was_off: number;
  /** Of what was found besides: one for all spellings of its identity. */
  spelling: string | null;
}

/** An order that the base has received. */
export interface BookReceivedOrderRow {
  base: string;
  order_id: string;
  kind: Order['body']['kind'];
  /** The lot of an intake notice or a return notice. */
  lot: string | null;
  /** The deposit of a sealed order, the stocktake of a stocktake order. */
  subject: string | null;
}

/** Something that a person at headquarters should look at. */
export interface BookAlarmRow {
  stream: number;
  seq: number;
  base: string;
  what: string;
  subject: string;
}
