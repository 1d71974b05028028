// The cases as far as they have been asked for, page by page; asked anew when something was recorded.
import { useEffect, useState } from 'preact/hooks';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { readCases } from '../../wire/agentClient.ts';
import type { RequestError } from '../../shared/requestResult.ts';

/** What waits for a person is sorted to the top, so that more than one page must be there before it is shown. */
const PAGES_AT_FIRST = 4;
/** Nobody reads on; a package's own cases are found by scanning it. */
const PAGES_MOST = 40;

export interface PagedCases {
  /** Null until first heard. */
  cases: CaseView[] | null;
  error: RequestError | null;
  /** Null: that was all. */
  loadMore: (() => void) | null;
}

export function usePagedCases(state: 'open' | 'decided', key: string): PagedCases {
  const [pages, setPages] = useState(PAGES_AT_FIRST);
  const [found, setFound] = useState<{ of: string; cases: CaseView[]; ended: boolean } | null>(null);
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  useEffect(() => {
    let wanted = true;
    void load(state, pages).then((answer) => {
      if (!wanted) return;
      setTrouble(answer.trouble);
      if (answer.trouble === null) setFound({ of: state, cases: answer.cases, ended: answer.ended });
    });
    return () => {
      wanted = false;
    };
  }, [state, key, pages]);
  const now = found?.of === state ? found : null;
  const goesOn = now !== null && !now.ended && pages < PAGES_MOST;
  return {
    cases: now?.cases ?? null,
    error: trouble,
    loadMore: goesOn ? () => setPages((count) => count + PAGES_AT_FIRST) : null,
  };
}

async function load(
  state: 'open' | 'decided',
  pages: number,
): Promise<{ cases: CaseView[]; ended: boolean; trouble: RequestError | null }> {
  const cases: CaseView[] = [];
  let before: number | null = null;
  for (let page = 0; page < pages; page += 1) {
    const answer = await readCases(state, before);
    if (!answer.ok) return { cases, ended: false, trouble: answer.error };
    cases.push(...answer.value.cases);
    before = answer.value.before;
    if (before === null) return { cases, ended: true, trouble: null };
  }
  return { cases, ended: false, trouble: null };
}
