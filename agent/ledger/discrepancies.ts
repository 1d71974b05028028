// What verification can find, as codes with their meaning, and the bounded list that collects them.

/** Codes of what verification can find, each with its meaning. */
export const LEDGER_DISCREPANCIES = {
  'not-canonical': 'An entry’s bytes are not canonical JSON.',
  'members-wrong': 'An entry lacks a member, has one too many, or one of the wrong type.',
  'word-wrong': 'An entry says a word, or a number beyond a limit, that no version up to this one writes.',
  'other-base': 'An entry names another base.',
  'number-gap': 'Entries are missing, doubled or out of order.',
  'number-differs': 'An entry’s bytes name another epoch or seq than its row.',
  'hash-wrong': 'An entry, or its stored hash, was changed.',
  'cause-differs': 'The table of causes does not fit the entries.',
  'cause-surplus': 'A cause that always leads to an entry has led to none: what comes under it would be taken as done.',
  'answer-differs': 'The answer kept with a cause is not what its entries say.',
  'epoch-not-opened': 'An epoch does not begin with its opening entry.',
  'previous-epoch-differs': 'An epoch continues from something that the ledger does not have.',
  'checkpoint-differs': 'A signed checkpoint does not fit the entries: they were changed after it was signed.',
  'checkpoint-signature-wrong': 'A checkpoint was not signed by the base.',
  'cursor-wrong': 'The place up to which headquarters has acknowledged is not in the ledger.',
  'cursor-not-signed': 'Headquarters did not sign the place up to which it is said to have acknowledged.',
  'halt-not-signed': 'Headquarters did not sign the word for which nothing more is recorded in an epoch.',
  'order-not-signed': 'Headquarters did not sign an order that an entry brings.',
  'order-differs': 'An entry says something else of an order than headquarters signed.',
  'order-out-of-turn': 'An order does not follow the order before it.',
  'scale-number-wrong': 'A scale’s weighings are not numbered without gaps.',
  'arithmetic-wrong': 'A sum, difference, tolerance or outcome is not what the entry’s own figures give.',
  'second-person-wrong': 'One person did what takes two.',
  'result-differs': 'A verdict, a release or a count is not what the entries before it give.',
  'entry-impossible': 'An entry does not fit the entries before it.',
  'guard-missing': 'A trigger that refuses changes was removed or altered.',
  'guard-foreign': 'There is a trigger that does not belong in the file.',
  'table-differs': 'A table or an index is missing, altered, or does not belong in the file.',
  'book-differs': 'The book is not what the entries add up to.',
  'register-differs': 'The register is not what its entries add up to.',
  'base-key-differs': 'The base’s keys are not those that the epoch was opened with.',
  'photo-missing': 'A photograph that an entry names is not there.',
  'photo-altered': 'A photograph is not the one that its entry names.',
  'file-damaged': 'The database file cannot be read to its end.',
  'acknowledgement-signature-wrong': 'The acknowledgement was not signed by headquarters.',
  'acknowledgement-other-base': 'The acknowledgement is for another base.',
  'acknowledgement-epoch-unknown': 'The acknowledgement is for an epoch that the ledger does not have.',
  'cut-short': 'Entries that headquarters has are missing at the end.',
  'history-differs': 'The ledger has other entries than headquarters acknowledged.',
  'kind-unknown': 'Cannot be judged: an entry is of a kind that this version does not know.',
  'newer-format': 'Cannot be judged: newer software wrote the entry, and this version does not understand it.',
  'book-not-checked': 'Cannot be judged: the book could not be compared with the entries.',
  'signed-words-not-checked': 'Cannot be judged: the key of headquarters is not there to check what it signed.',
} as const;

/** A code of the table above. */
export type LedgerDiscrepancyCode = keyof typeof LEDGER_DISCREPANCIES;

/** Codes that say that something could not be judged: neither sound nor wrong. */
const UNJUDGED: ReadonlySet<LedgerDiscrepancyCode> = new Set([
  'kind-unknown',
  'newer-format',
  'book-not-checked',
  'signed-words-not-checked',
]);

/** What verification came to: everything fits, something does not, or something could not be judged. */
export type VerificationOutcome = 'sound' | 'not-sound' | 'cannot-judge';

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
  #wrong = 0;
  #unjudged = 0;

  /** Of everything found so far, listed or not. */
  get outcome(): VerificationOutcome {
    if (this.#wrong > 0) return 'not-sound';
    return this.#unjudged > 0 ? 'cannot-judge' : 'sound';
  }

  /** Adds one discrepancy; `position` is null where it is not about one entry. */
  add(code: LedgerDiscrepancyCode, position: { epoch: string; seq: number } | null, detail: string): void {
    if (UNJUDGED.has(code)) this.#unjudged += 1;
    else this.#wrong += 1;
    if (this.listed.length >= MAX_LISTED) this.notListed += 1;
    else this.listed.push({ code, epoch: position?.epoch ?? null, seq: position?.seq ?? null, detail });
  }
}
