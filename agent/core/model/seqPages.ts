// Stretches of the ledger: records that are looked up newest first stand on the shelf of their entry's number, so that
// a page of them is found without reading all that ever were.

const ENTRIES_A_SHELF = 1_000;

/** The shelf on which the record of entry `seq` stands: one for every thousand entries. */
export function seqPageOf(seq: number): string {
  return shelf(Math.floor(seq / ENTRIES_A_SHELF));
}

/** The shelves that hold what is before `seq`, the newest first; what is on one is before its `endSeq`. */
export function* seqPagesBefore(seq: number): Generator<{ shelf: string; endSeq: number }> {
  for (let number = Math.floor(Math.max(seq - 1, 0) / ENTRIES_A_SHELF); number >= 0; number -= 1)
    yield { shelf: shelf(number), endSeq: (number + 1) * ENTRIES_A_SHELF };
}

function shelf(number: number): string {
  return String(number);
}
