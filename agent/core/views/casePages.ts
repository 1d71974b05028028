// Cases page by page, the newest first. What is open is little and found by its state; what is decided is found shelf
// by shelf, in bounded steps: a page may hold fewer than it could and still say where to go on.
import type { Book } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import { seqPagesBefore } from '../model/seqPages.ts';
import { isFindingOpen } from '../model/bookQueries.ts';

export const CASES_PER_PAGE = 50;
/** As the book gives at most of one state. */
const OPEN_CASES = 10_000;
/** Half a million entries. */
const SHELVES_A_PAGE = 500;

export interface FindingPage {
  findings: FindingRecord[];
  before: number | null;
}

export function findCasePage(
  book: Book,
  { state, before }: { state: 'open' | 'decided'; before: number },
): FindingPage {
  return state === 'open' ? openCases(book, before) : decidedCases(book, before);
}

function openCases(book: Book, before: number): FindingPage {
  const open = (['open', 'recounted'] as const).flatMap((state) => book.where('finding', 'state', state, OPEN_CASES));
  return page(newestFirst(open.filter(({ seq }) => seq < before)), null);
}

function decidedCases(book: Book, before: number): FindingPage {
  const found: FindingRecord[] = [];
  let steps = 0;
  for (const { shelf, endSeq } of seqPagesBefore(before)) {
    if (steps === SHELVES_A_PAGE) return page(found, endSeq);
    steps += 1;
    const here = book
      .where('finding', 'shelf', shelf)
      .filter((finding) => finding.seq < before && !isFindingOpen(finding));
    found.push(...newestFirst(here));
    if (found.length > CASES_PER_PAGE) break;
  }
  return page(found, null);
}

function newestFirst(findings: FindingRecord[]): FindingRecord[] {
  return findings.sort((a, b) => b.seq - a.seq);
}

/** `on`: where to go on if the page is not full. */
function page(findings: readonly FindingRecord[], on: number | null): FindingPage {
  const shown = findings.slice(0, CASES_PER_PAGE);
  return { findings: shown, before: findings.length > CASES_PER_PAGE ? (shown.at(-1)?.seq ?? null) : on };
}
