// The people of a base as those see them who look after them: no PINs, no hashes. Shapes of REST answers.
import type { OperatorId } from '../model/ids.ts';
import type { Role } from '../model/roles.ts';

/** One person. */
export interface PersonView {
  operator: OperatorId;
  name: string;
  roles: readonly Role[];
  badge: string;
  locked: boolean;
  /** False: it was lost; two persons give a new one. */
  hasPin: boolean;
  /** Wrong PINs in a row. */
  failures: number;
}

/** One change that a person asks for at the page. A PIN comes with a new person, and with a new PIN. */
export type RegisterEdit =
  | { kind: 'put-operator'; operator: OperatorId; name: string; roles: Role[]; badge: string; pin: string | null }
  | { kind: 'set-pin'; operator: OperatorId; pin: string }
  | { kind: 'lock-operator'; operator: OperatorId; locked: boolean }
  | { kind: 'remove-operator'; operator: OperatorId }
  | { kind: 'adopt-hand-edit'; contentHash: string }
  | { kind: 'discard-hand-edit' };

/** The register as its page shows it. */
export interface RegisterView {
  people: PersonView[];
  /** What the file said beside the ledger, and waits to be adopted or discarded; null: nothing. */
  handEdit: { contentHash: string; differences: string[] } | null;
}
