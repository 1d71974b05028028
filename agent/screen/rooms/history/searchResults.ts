// A search in steps: the newest rows first, then further back when somebody asks. Of two searches only the later one
// counts.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { WeighingRowView } from '../../../core/views/lookupViews.ts';
import { readWeighings, type WeighingSearch } from '../../wire/agentClient.ts';
import { toServerSearch, MAX_FOUND_WEIGHINGS, EMPTY_WEIGHING_SEARCH } from './searchCriteria.ts';
import type { RequestError } from '../../shared/requestResult.ts';

export interface FoundWeighings {
  rows: WeighingRowView[];
  /** Null: nothing further back. */
  before: number | null;
  searchedBackToWallMs: number | null;
}

export interface WeighingSearchResults {
  found: FoundWeighings | null;
  error: RequestError | null;
  busy: boolean;
  start: (search: WeighingSearch) => void;
  loadEarlier: () => void;
}

export function useWeighingSearch(): WeighingSearchResults {
  const [found, setFound] = useState<FoundWeighings | null>(null);
  const [error, setError] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const roundRef = useRef(0);
  const searchRef = useRef(EMPTY_WEIGHING_SEARCH);

  const loadPage = useCallback((earlier: FoundWeighings | null): void => {
    roundRef.current += 1;
    const thisRound = roundRef.current;
    setBusy(true);
    void readWeighings(searchRef.current, earlier?.before ?? null).then((answer) => {
      if (thisRound !== roundRef.current) return;
      setBusy(false);
      setError(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      const { weighings, before, searchedBackToWallMs } = answer.value;
      setFound({
        rows: [...(earlier?.rows ?? []), ...weighings].slice(0, MAX_FOUND_WEIGHINGS),
        before,
        searchedBackToWallMs: searchedBackToWallMs ?? earlier?.searchedBackToWallMs ?? null,
      });
    });
  }, []);
  const start = useCallback(
    (next: WeighingSearch): void => {
      searchRef.current = toServerSearch(next);
      setFound(null);
      loadPage(null);
    },
    [loadPage],
  );
  useEffect(() => {
    start(EMPTY_WEIGHING_SEARCH);
    return () => {
      roundRef.current += 1;
    };
  }, [start]);
  return { found, error, busy, start, loadEarlier: () => loadPage(found) };
}
