// What a person can ask of the base, from the screen or the API. Each command carries its own id: the cause that makes
// sending it twice harmless. Who asks is not in the command: the session says so.

export type Role = 'operator' | 'supervisor' | 'technician' | 'auditor';

export interface Actor {
  operator: string;
  roles: readonly Role[];
}

export type CommandBody =
  /** Take up an open order at a station. */
  | { kind: 'open-job'; order: string; station: string }
  /** The person states that the platform is empty and is about to place the check weight. */
  | { kind: 'start-check'; station: string }
  /** A barcode, EPC, package id or mark was scanned or typed for the load on this station's scale. */
  | { kind: 'identify'; station: string; code: string; typed: boolean }
  /** A pre-encoded tag was fixed to the package and scanned. */
  | { kind: 'attach-tag'; package: string; epcHex: string }
  /** The load on the scale belongs to no announced package of this lot: hold it. `identity` is what can be read on it. */
  | { kind: 'hold-foreign'; station: string; identity: string }
  /** Somebody looked, and the package is not there. */
  | { kind: 'declare-missing'; job: string; package: string }
  | { kind: 'reverse-weighing'; weighing: string }
  | { kind: 'close-job'; job: string };

export type Command = CommandBody & { id: string };

export type CommandOutcome =
  | { kind: 'done'; result: Record<string, string | number | boolean | null> }
  | { kind: 'refused'; code: string; params: Record<string, string | number> }
  /** The disk did not take it: nothing is promised; the same id may be sent again. */
  | { kind: 'not-recorded' };
