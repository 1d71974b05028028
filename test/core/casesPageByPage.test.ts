// Cases of many years are looked up: the newest first, page by page, open and decided apart, none twice and none left
// out.
import { expect, it } from 'vitest';
import type { BookRecords } from '../../agent/core/model/book.ts';
import { seqPageOf } from '../../agent/core/model/seqPages.ts';
import { CASES_PER_PAGE, findCasePage } from '../../agent/core/views/casePages.ts';
import { CaseDock } from './caseScenes.ts';

type Finding = BookRecords['finding'];

/** A book of so many findings, one every `apart` entries; every third is open. It counts how often it is asked. */
function shelves(count: number, apart: number) {
  const dock = CaseDock.judged(238);
  const like = dock.finding('WEIGHT_LOW');
  const findings = Array.from({ length: count }, (_, n): Finding => {
    const seq = (n + 1) * apart;
    return {
      ...like,
      id: `f-${n}`,
      seq,
      seqPage: seqPageOf(seq),
      state: n % 3 === 0 ? 'open' : n % 3 === 1 ? 'closed' : 'void',
    };
  });
  const book = {
    asked: 0,
    get: () => undefined,
    where: (_kind: string, index: string, value: string | null) => {
      book.asked += 1;
      return findings.filter((one) => one[index as keyof Finding] === value);
    },
  };
  return { findings, book };
}

function all(
  { book }: ReturnType<typeof shelves>,
  state: 'open' | 'decided',
  firstBefore: number,
): { seqs: number[]; pages: number } {
  const seqs: number[] = [];
  let nextBefore: number | null = firstBefore;
  let pages = 0;
  while (nextBefore !== null && pages < 1_000) {
    const page = findCasePage(book as never, { state, before: nextBefore });
    expect(page.findings.length).toBeLessThanOrEqual(CASES_PER_PAGE);
    seqs.push(...page.findings.map(({ seq }) => seq));
    nextBefore = page.before;
    pages += 1;
  }
  return { seqs, pages };
}

it.each([
  ['close together', 400, 7],
  ['several shelves apart', 130, 2_600],
])('%s', (_what, count, apart) => {
  const scene = shelves(count, apart);
  for (const state of ['open', 'decided'] as const) {
    const wanted = scene.findings
      .filter((one) => (one.state === 'open') === (state === 'open'))
      .map(({ seq }) => seq)
      .reverse();
    expect(all(scene, state, count * apart + 1).seqs).toEqual(wanted);
  }
});

it('a stretch of years without a case costs bounded steps, and says where to go on', () => {
  const scene = shelves(2, 5);
  const { seqs, pages } = all(scene, 'decided', 2_000_000);
  expect([seqs, pages, scene.book.asked]).toEqual([[10], 4, 2_000]);
});
