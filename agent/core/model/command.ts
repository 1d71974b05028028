// What a person can ask of the base, from the screen or the API. Each command carries its own id: the cause that makes
// sending it twice harmless. Who asks is not in the command: the session says so.

import type { ReportedCode } from './findings.ts';
import type { StocktakeScope } from './stockOrders.ts';

export type Role = 'operator' | 'supervisor' | 'technician' | 'auditor';

export interface Actor {
  operator: string;
  roles: readonly Role[];
}

/**
 * The recorded weighing that the person saw on the scale: a scan that comes late must not name the next load. Null: no
 * claim.
 */
export type SeenWeighing = string | null;

export type CommandBody =
  /** Take up an open order at a station. */
  | { kind: 'open-job'; order: string; station: string }
  /** The person states that the platform is empty and is about to place the check weight. */
  | { kind: 'start-check'; station: string }
  /** A barcode, EPC, package id or mark was scanned or typed for the load on this station's scale. */
  | { kind: 'identify'; station: string; code: string; typed: boolean; weighing: SeenWeighing }
  /** A pre-encoded tag was fixed to the package and scanned. */
  | { kind: 'attach-tag'; package: string; epcHex: string }
  /**
   * The load on the scale belongs to no announced package of this lot: hold it. `identity` is what can be read on it.
   */
  | { kind: 'hold-foreign'; station: string; identity: string; weighing: SeenWeighing }
  /** Somebody looked, and the package is not there. */
  | { kind: 'declare-missing'; job: string; package: string }
  | { kind: 'reverse-weighing'; weighing: string }
  | { kind: 'close-job'; job: string }
  /** Further deliveries follow: the job ends, its order stays open. */
  | { kind: 'end-delivery'; job: string }
  | { kind: 'move-job'; job: string; station: string }
  | { kind: 'hand-over-job'; job: string; operator: string }
  /** Goods are here and their notice is not. */
  | { kind: 'open-unannounced'; station: string }
  /** The packages on one pallet that is about to be weighed. `palletKg` is decimal text; "0" if there is none. */
  | {
      kind: 'form-group';
      station: string;
      codes: string[];
      palletKg: string;
      palletTareKind: 'weighed' | 'declared' | 'none';
    }
  | { kind: 'split-group'; group: string }
  /** A weight read by a person, as decimal text in kilograms. */
  | { kind: 'type-weight'; job: string; package: string; grossKg: string; reason: string }
  | { kind: 'vehicle-arrived'; station: string; plates: string }
  /** `codes` empty: everything of the lot that is still expected. */
  | { kind: 'vehicle-unloaded'; visit: string; lot: string; codes: string[]; scanned: boolean }
  /** The vehicle is about to drive onto the bridge, with all axles. */
  | { kind: 'announce-pass'; visit: string; axlesOn: boolean }
  /** What the next load at a station is; null takes it back. */
  | { kind: 'announce-load'; station: string; load: LoadAnnouncement | null }
  | { kind: 'pick'; job: string; code: string }
  | { kind: 'open-sealed'; sealed: string; code: string }
  | { kind: 'open-stocktake'; station: string; scope: StocktakeScope }
  | { kind: 'count'; stocktake: string; codes: string[]; how: CountMethod }
  | { kind: 'report-finding'; code: ReportedCode; package: string; note: string }
  | { kind: 'look-again'; finding: string; there: boolean }
  | { kind: 'approve-finding'; finding: string }
  /** A photograph that was sent before is evidence of this finding; `photo` is its SHA-256. */
  | { kind: 'attach-photo'; finding: string; photo: string }
  | { kind: 'quarantine'; package: string }
  | { kind: 'lift-quarantine'; package: string }
  | { kind: 'name-deputy'; deputy: string; hours: number }
  | { kind: 'relocate'; codes: string[]; area: string }
  | { kind: 'check-seal'; package: string; seal: string; intact: boolean }
  | { kind: 'reseal'; package: string; reason: 'reseal' | 'repack'; sealBefore: string | null; sealAfter: string };

export type Command = CommandBody & { id: string };

export type CommandOutcome =
  | { kind: 'done'; result: Record<string, string | number | boolean | null> }
  | { kind: 'refused'; code: string; params: Record<string, string | number> }
  /** The disk did not take it: nothing is promised; the same id may be sent again. */
  | { kind: 'not-recorded' };

/** What a person says that the next load is. */
export type LoadAnnouncement =
  | { kind: 'recount'; finding: string }
  | { kind: 'sample'; package: string }
  | { kind: 'reweigh'; package: string }
  | {
      kind: 'removal';
      package: string;
      reason: 'sample' | 'spillage' | 'dust' | 'residue';
      sealBefore: string | null;
      sealAfter: string | null;
    };

export type CountMethod = 'tag' | 'scan' | 'typed' | 'inferred' | 'absent';
