// Entries of releases, gates and stocktakes. Types only.
import type { MassMg } from '../../../../drivers/contract/mass.ts';
import type { ReleaseOrder, StocktakeScope } from '../stockOrders.ts';

export interface StockEntries {
  /** Packages are set aside for a release. */
  'packages-allocated': { order: string; packages: string[] };
  /** A package of a release was taken from its place. */
  'package-picked': { package: string; order: string; job: string; operator: string };
  /** A tag went out through a gate. */
  'gate-passage': { station: string; epcHex: string; package: string | null; ordered: boolean };
  /** A release is over: these packages left, these did not. */
  'release-closed': {
    order: string;
    job: string;
    released: string[];
    /** Allocated, and still here. */
    short: string[];
    /** Book mass that left. */
    netMg: MassMg;
    operator: string;
    /** The second person. */
    approvedBy: string;
  };
  /** Two persons opened a deposited release with headquarters’ code. */
  'sealed-order-opened': { sealed: string; order: string; release: ReleaseOrder; askedBy: string; operator: string };
  /** What is counted is frozen: nothing of it moves. */
  'stocktake-opened': {
    stocktake: string;
    /** Id; null: the base’s own plan. */
    order: string | null;
    job: string;
    /** What is counted. */
    scope: StocktakeScope;
    /** Packages that are counted; those in store are frozen. */
    packages: string[];
    /** In the scope too, but under way in a delivery or a release: that job weighs them, this count leaves them out. */
    inWork: string[];
    operator: string;
  };
  /** Packages seen, or looked for in vain, in one round of a count. */
  'packages-counted': {
    stocktake: string;
    /** 1: the count, 2: the recount. */
    round: number;
    /** `inferred`: nobody can reach it; `absent`: somebody looked and it is not there. */
    how: 'tag' | 'scan' | 'typed' | 'inferred' | 'absent';
    packages: string[];
    operator: string;
  };
  /** Something was found that the count did not expect. */
  'count-extra': { stocktake: string; round: number; identity: string; epcHex: string | null; operator: string };
  /** A round is over; disagreements go to a recount by somebody else. */
  'count-round-closed': { stocktake: string; round: number; disagreeing: string[]; operator: string };
  /** The count against the book; the book is not changed by it. */
  'stocktake-closed': {
    stocktake: string;
    job: string;
    /** 1, or 2 with a recount. */
    rounds: number;
    /** Packages counted; `seen`, `inferred`, `missing` and `left` add up to it. */
    expected: number;
    seen: number;
    /** Packages nobody could reach. */
    inferred: number;
    /** Packages that a decision took away meanwhile. */
    left: number;
    /** Not there in the last round. */
    missing: string[];
    /** Found and not expected. */
    extra: string[];
    /** How many re-weighed packages find 1 % bad with 95 % confidence. */
    sampleDue: number;
    /** Packages weighed again. */
    sampled: number;
    /** Weighed again and beyond tolerance. */
    off: string[];
    /** Drawn, and nobody could reach them to weigh them. */
    unweighed: string[];
    /** Disagreed in the first round, and agree in the recount. */
    resolved: string[];
    /** Nothing missing, extra, off or unweighed. */
    agrees: boolean;
    operator: string;
  };
}
