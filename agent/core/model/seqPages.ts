// Pages of the ledger by seq: records that are looked up newest first bear the page of their entry, so that a page of
// them is found without reading all that ever were.

const ENTRIES_PER_PAGE = 1_000;

/** The page of the record of entry `seq`: one for every thousand entries. */
export function seqPageOf(seq: number): string {
  return String(Math.floor(seq / ENTRIES_PER_PAGE));
}

/** The pages that hold what is before `seq`, the newest first; what is on one is before its `endSeq`. */
export function* seqPagesBefore(seq: number): Generator<{ seqPage: string; endSeq: number }> {
  for (let page = Math.floor(Math.max(seq - 1, 0) / ENTRIES_PER_PAGE); page >= 0; page -= 1)
    yield { seqPage: String(page), endSeq: (page + 1) * ENTRIES_PER_PAGE };
}
