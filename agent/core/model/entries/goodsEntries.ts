// Entries of handling goods: jobs that move, announced loads, groups, vehicles, seals, removed material, places. Types
// only.
import type { MassMg } from '../../../../drivers/contract/mass.ts';
import type { Comparison } from '../weighingEvidence.ts';

/** What a load that is about to be placed is. */
export type LoadIntent =
  | { kind: 'recount'; finding: string; package: string }
  | { kind: 'sample'; stocktake: string; package: string }
  | { kind: 'reweigh'; package: string }
  | {
      kind: 'removal';
      removal: string;
      package: string;
      reason: 'sample' | 'spillage' | 'dust' | 'residue';
      sealBefore: string | null;
      sealAfter: string | null;
    }
  | { kind: 'pass'; visit: string; axlesOn: boolean }
  | { kind: 'group'; group: string };

export interface GoodsEntries {
  /** A job goes on at another station: its scale broke, or the place is needed. */
  'job-moved': { job: string; from: string; to: string; operator: string };
  /** A job goes on with another person. */
  'job-handed-over': { job: string; from: string; to: string };
  /** What the next load at a station is; the weighing that follows uses it up. */
  'load-announced': { station: string; intent: LoadIntent | null; operator: string };
  /** Packages on one pallet are weighed together. */
  'group-formed': {
    group: string;
    job: string;
    station: string;
    packages: string[];
    /** Tare of the pallet; 0 if none. */
    palletTareMg: MassMg;
    palletTareKind: 'weighed' | 'declared' | 'none';
    operator: string;
  };
  /** A group is weighed package by package instead. */
  'group-split': { group: string; operator: string | null };
  /** A person read a weight and typed it. It never verifies a lot by itself. */
  'weight-typed': {
    weighing: string;
    package: string;
    job: string;
    lot: string;
    grossMg: MassMg;
    /** Why it was typed. */
    reason: string;
    operator: string;
  };
  /** A vehicle at the weighbridge; its passes on this bridge make pairs. */
  'vehicle-arrived': { visit: string; station: string; plates: string; operator: string };
  /** What came off the vehicle since its last pass. */
  'vehicle-unloaded': {
    visit: string;
    lot: string;
    job: string;
    packages: string[];
    scanned: boolean;
    operator: string;
  };
  /** Two passes of one vehicle and what lies between them. */
  'vehicle-weighed': {
    visit: string;
    /** Weighing of the earlier pass. */
    before: string;
    /** Weighing of the later pass. */
    after: string;
    /** Lots that came off between them. */
    lots: string[];
    /** Their jobs, in the same order. */
    jobs: string[];
    /** Packages that came off. */
    packages: string[];
    /** Earlier less later pass. */
    massMg: MassMg;
    /** With the declared gross of those packages. */
    comparison: Comparison;
    /** Each package’s lot; only the sum of several lots; nothing: a package more or less would not show. */
    verifies: 'packages' | 'sum' | 'nothing';
  };
  /** A person read a package’s seal. */
  'seal-checked': { package: string; seal: string; intact: boolean; operator: string };
  /** Opened and closed again: its declared tare is trusted no more. */
  'package-resealed': {
    package: string;
    reason: 'reseal' | 'repack';
    /** Number of the seal that was opened. */
    sealBefore: string | null;
    /** Number of the new seal. */
    sealAfter: string;
    operator: string;
  };
  /** Weighed material that left a package; headquarters books it. */
  'material-removed': {
    removal: string;
    reason: 'sample' | 'spillage' | 'dust' | 'residue';
    package: string;
    lot: string;
    massMg: MassMg;
    weighing: string;
    /** Number of the seal that was opened. */
    sealBefore: string | null;
    /** Number of the new seal. */
    sealAfter: string | null;
    operator: string;
  };
  /** Packages were moved to another area of the base. */
  'packages-relocated': { packages: string[]; area: string; operator: string };
}
