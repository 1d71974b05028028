// What a person at a dock sees on the page, as far as the simulated staff look at it: the agent's REST documents in the
// staff's own words. Written from the API, not from the agent's code, so that a change there is noticed here.

export interface PageStation {
  station: string;
  guidance: { key: string; params: Record<string, string | number> };
  reading: { value: string; unit: string; stable: boolean } | null;
  job: {
    job: string;
    work: string;
    order: string | null;
    lot: string | null;
    announced: number;
    weighed: number;
    missing: number;
  } | null;
  visit: { visit: string; plates: string; passes: number; unloaded: string[] } | null;
  load: { weighing: string; number: number; grossKg: string; package: string | null; mark: string | null } | null;
}

export interface PagePackage {
  package: string;
  mark: string;
  state: string;
  weighed: boolean;
}

/** A package on a list to walk with. */
export interface PagePackageName {
  package: string;
  mark: string;
}

export interface PageLot {
  lot: string;
  order: string;
  commodity: string;
  form: string;
  ownership: string;
  state: string;
  announced: number;
  packages: PagePackage[];
  findings: { finding: string; code: string; package: string | null }[];
  verdict: {
    verdict: string;
    found: number;
    netKg: string | null;
    toleranceKg: string;
    findings: { code: string; package: string | null; state: string }[];
  } | null;
}

export interface PageState {
  base: string;
  stations: PageStation[];
  orders: { order: string; kind: string; subject: string; lot: string | null; state: string }[];
  lots: PageLot[];
  releases: { order: string; release: string; state: string; packages: PagePackage[]; askedBy: string | null }[];
  stocktakes: {
    stocktake: string;
    state: string;
    round: number;
    toFind: PagePackageName[];
    toWeigh: PagePackageName[];
  }[];
  ledger: { epoch: string; entries: number; headHash: string; acknowledged: number };
  link: { state: string; trouble: string; waiting: number };
  alarms: { code: string; detail: string }[];
}

/** A code, and how it was given. */
interface StaffNamedCode {
  code: string;
  how: 'scanned' | 'typed' | 'chosen';
}

/** What a person asks for by pressing a button or scanning. The id is added when it is sent. */
export type StaffCommand =
  | { kind: 'open-job'; order: string; station: string }
  | { kind: 'start-check'; station: string }
  | { kind: 'confirm-empty'; station: string }
  | { kind: 'identify'; station: string; code: string; typed: boolean; weighing: string | null }
  | { kind: 'attach-tag'; package: string; epcHex: string }
  | { kind: 'hold-foreign'; station: string; identity: string; weighing: string | null }
  | { kind: 'name-weighing'; weighing: string; code: string; foreign: boolean }
  | { kind: 'declare-missing'; job: string; package: string }
  | { kind: 'close-job'; job: string }
  | {
      kind: 'form-group';
      station: string;
      codes: StaffNamedCode[];
      palletKg: string;
      palletTareKind: 'weighed' | 'declared' | 'none';
    }
  | { kind: 'vehicle-arrived'; station: string; plates: string }
  | {
      kind: 'announce-pass';
      visit: string;
      axlesOn: boolean;
      driverAboard: boolean;
      empty: boolean;
      dunnage: string | null;
    }
  | { kind: 'vehicle-unloaded'; visit: string; lot: string; codes: StaffNamedCode[] }
  | { kind: 'pick'; job: string; code: string; how: 'scanned' | 'typed' | 'chosen' }
  | { kind: 'count'; stocktake: string; codes: string[]; how: 'scan' | 'typed' | 'absent' }
  | { kind: 'relocate'; codes: StaffNamedCode[]; area: string }
  | {
      kind: 'announce-load';
      station: string;
      load: { kind: 'sample'; package: string } | { kind: 'recount'; finding: string };
    };

export type StaffCommandOutcome =
  { kind: 'done'; result: Record<string, unknown> } | { kind: 'refused'; code: string; message: string };
