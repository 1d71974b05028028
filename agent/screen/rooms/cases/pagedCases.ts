// The cases as far as they have been asked for, page by page; asked anew when something was recorded.
import { useEffect, useState } from 'preact/hooks';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import { readCases } from '../../wire/agentClient.ts';
import type { RequestError } from '../../shared/requestResult.ts';

/** What waits for a person is sorted to the top, so that more than one page must be there before it is shown. */
const INITIAL_PAGES = 4;
/** The most pages loaded; a package's own cases are found by scanning it. */
const MAX_PAGES = 40;

export interface PagedCases {
  /** Null until the first answer. */
  cases: CaseView[] | null;
  error: RequestError | null;
  /** Null: all are loaded, or the most pages are. */
  loadMore: (() => void) | null;
}

export function usePagedCases(state: 'open' | 'decided', key: string): PagedCases {
  const [pages, setPages] = useState(INITIAL_PAGES);
  const [loaded, setLoaded] = useState<{ state: string; cases: CaseView[]; isComplete: boolean } | null>(null);
  const [error, setError] = useState<RequestError | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void loadPages(state, pages).then((answer) => {
      if (!isCurrent) return;
      setError(answer.error);
      if (answer.error === null) setLoaded({ state, cases: answer.cases, isComplete: answer.isComplete });
    });
    return () => {
      isCurrent = false;
    };
  }, [state, key, pages]);
  const current = loaded?.state === state ? loaded : null;
  const hasMore = current !== null && !current.isComplete && pages < MAX_PAGES;
  return {
    cases: current?.cases ?? null,
    error,
    loadMore: hasMore ? () => setPages((count) => count + INITIAL_PAGES) : null,
  };
}

async function loadPages(
  state: 'open' | 'decided',
  pages: number,
): Promise<{ cases: CaseView[]; isComplete: boolean; error: RequestError | null }> {
  const cases: CaseView[] = [];
  let before: number | null = null;
  for (let page = 0; page < pages; page += 1) {
    const answer = await readCases(state, before);
    if (!answer.ok) return { cases, isComplete: false, error: answer.error };
    cases.push(...answer.value.cases);
    before = answer.value.before;
    if (before === null) return { cases, isComplete: true, error: null };
  }
  return { cases, isComplete: false, error: null };
}
