// What verification can find, as codes with their meaning, and the bounded list that collects them.

/** Codes of what verification can find, each with its meaning. */
export const LEDGER_DISCREPANCIES = {
  'not-canonical': 'An entry’s bytes are not canonical JSON.',
  'members-wrong': 'An entry lacks a member, has one too many, or one of the wrong type.',
  'kind-unknown': 'An entry is of a kind that this version does not know.',
  'other-base': 'An entry names another base.',
  'number-gap': 'Entries are missing, doubled or out of order.',
  'number-differs': 'An entry’s bytes name another epoch or seq than its row.',
  'hash-wrong': 'An entry, or its stored hash, was changed.',
  'cause-differs': 'The table of causes does not fit the entries.',
  'epoch-not-opened': 'An epoch does not begin with its opening entry.',
  'previous-epoch-differs': 'An epoch continues from something that the ledger does not have.',
  'checkpoint-differs': 'A signed checkpoint does not fit the entries: they were changed after it was signed.',
  'checkpoint-signature-wrong': 'A checkpoint was not signed by the base.',
  'cursor-wrong': 'The place up to which headquarters has acknowledged is not in the ledger.',
  'guard-missing': 'A trigger that refuses changes was removed or altered.',
  'book-differs': 'The book is not what the entries add up to.',
  'book-not-checked': 'The book could not be compared with the entries.',
  'register-differs': 'The register is not what its entries add up to.',
  'photo-missing': 'A photograph that an entry names is not there.',
  'photo-altered': 'A photograph is not the one that its entry names.',
  'file-damaged': 'The database file cannot be read to its end.',
  'acknowledgement-signature-wrong': 'The acknowledgement was not signed by headquarters.',
  'acknowledgement-other-base': 'The acknowledgement is for another base.',
  'acknowledgement-epoch-unknown': 'The acknowledgement is for an epoch that the ledger does not have.',
  'cut-short': 'Entries that headquarters has are missing at the end.',
  'history-differs': 'The ledger has other entries than headquarters acknowledged.',
} as const;

/** A code of the table above. */
export type LedgerDiscrepancyCode = keyof typeof LEDGER_DISCREPANCIES;

/** One thing that verification found. */
export interface LedgerDiscrepancy {
  code: LedgerDiscrepancyCode;
  /** Epoch id and seq of the entry concerned; null where it is not about one entry. */
  epoch: string | null;
  seq: number | null;
  detail: string;
}

/** Listed at most; the rest is counted. */
const MAX_LISTED = 1_000;

/** Collects discrepancies up to a limit and counts the rest. */
export class DiscrepancyList {
  readonly listed: LedgerDiscrepancy[] = [];
  notListed = 0;

  /** Adds one discrepancy; `position` is null where it is not about one entry. */
  add(code: LedgerDiscrepancyCode, position: { epoch: string; seq: number } | null, detail: string): void {
    if (this.listed.length >= MAX_LISTED) this.notListed += 1;
    else this.listed.push({ code, epoch: position?.epoch ?? null, seq: position?.seq ?? null, detail });
  }
}
