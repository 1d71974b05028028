// Cases page by page, the newest first. What is open is little and found by its state; what is decided is found by
// pages of seqs, in bounded steps: a page may hold fewer cases than it could and still name where the next begins.
import type { Book } from '../model/book.ts';
import type { FindingRecord } from '../model/records.ts';
import { seqPagesBefore } from '../model/seqPages.ts';
import { isFindingOpen } from '../model/bookQueries.ts';

/** Most cases of one page. */
export const CASES_PER_PAGE = 50;
/** As the book gives at most of one state. */
const MAX_OPEN_CASES = 10_000;
/** Half a million entries. */
const SEQ_PAGES_A_REQUEST = 500;

/** One page of findings. `before`: where the next page begins; null: that was all. */
export interface FindingPage {
  findings: FindingRecord[];
  before: number | null;
}

/** Findings with a seq below `before`, newest first: those that are open, or those that are decided. */
export function findCasePage(
  book: Book,
  { state, before }: { state: 'open' | 'decided'; before: number },
): FindingPage {
  return state === 'open' ? findOpenCases(book, before) : findDecidedCases(book, before);
}

function findOpenCases(book: Book, before: number): FindingPage {
  const open = (['open', 'recounted'] as const).flatMap((state) =>
    book.where('finding', 'state', state, MAX_OPEN_CASES),
  );
  return createPage(newestFirst(open.filter(({ seq }) => seq < before)), null);
}

function findDecidedCases(book: Book, before: number): FindingPage {
  const findings: FindingRecord[] = [];
  let steps = 0;
  for (const { seqPage, endSeq } of seqPagesBefore(before)) {
    if (steps === SEQ_PAGES_A_REQUEST) return createPage(findings, endSeq);
    steps += 1;
    const decided = book
      .where('finding', 'seqPage', seqPage)
      .filter((finding) => finding.seq < before && !isFindingOpen(finding));
    findings.push(...newestFirst(decided));
    if (findings.length > CASES_PER_PAGE) break;
  }
  return createPage(findings, null);
}

function newestFirst(findings: FindingRecord[]): FindingRecord[] {
  return findings.sort((a, b) => b.seq - a.seq);
}

/** `nextBefore`: where to go on if the page is not full. */
function createPage(findings: readonly FindingRecord[], nextBefore: number | null): FindingPage {
  const listed = findings.slice(0, CASES_PER_PAGE);
  return { findings: listed, before: findings.length > CASES_PER_PAGE ? (listed.at(-1)?.seq ?? null) : nextBefore };
}
