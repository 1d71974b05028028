// What a person at a dock sees on the page, as far as the simulated staff look at it: the agent's REST documents in the staff's
// own words. Written from the API, not from the agent's code, so that a change there is noticed here.

export interface SeenStation {
  station: string;
  guidance: { key: string; params: Record<string, string | number> };
  reading: { value: string; unit: string; stable: boolean } | null;
  job: { job: string; order: string; lot: string; announced: number; weighed: number; missing: number } | null;
  load: { weighing: string; number: number; grossKg: string; package: string | null; mark: string | null } | null;
}

export interface SeenPackage {
  package: string;
  mark: string;
  state: string;
  weighed: boolean;
}

export interface SeenLot {
  lot: string;
  order: string;
  commodity: string;
  form: string;
  ownership: string;
  state: string;
  announced: number;
  packages: SeenPackage[];
  findings: { code: string; package: string | null }[];
  verdict: { verdict: string; found: number; netKg: string; toleranceKg: string } | null;
}

export interface SeenState {
  base: string;
  stations: SeenStation[];
  orders: { order: string; lot: string; state: string }[];
  lots: SeenLot[];
  ledger: { epoch: string; entries: number; headHash: string; acknowledged: number };
  link: { state: string; trouble: string; waiting: number };
  alarms: { code: string; detail: string }[];
}

/** What a person asks for by pressing a button or scanning. The id is added when it is sent. */
export type Wish =
  | { kind: 'open-job'; order: string; station: string }
  | { kind: 'start-check'; station: string }
  | { kind: 'identify'; station: string; code: string; typed: boolean }
  | { kind: 'attach-tag'; package: string; epcHex: string }
  | { kind: 'hold-foreign'; station: string; identity: string }
  | { kind: 'declare-missing'; job: string; package: string }
  | { kind: 'close-job'; job: string };

export type Answer = { kind: 'done'; result: Record<string, unknown> } | { kind: 'refused'; code: string; message: string };
