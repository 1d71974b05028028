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
  const [trouble, setTrouble] = useState<RequestError | null>(null);
  const [busy, setBusy] = useState(false);
  const round = useRef(0);
  const search = useRef(EMPTY_WEIGHING_SEARCH);

  const look = useCallback((earlier: FoundWeighings | null): void => {
    round.current += 1;
    const mine = round.current;
    setBusy(true);
    void readWeighings(search.current, earlier?.before ?? null).then((answer) => {
      if (mine !== round.current) return;
      setBusy(false);
      setTrouble(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      const { weighings, before, searchedBackToWallMs } = answer.value;
      setFound({
        rows: [...(earlier?.rows ?? []), ...weighings].slice(0, MAX_FOUND_WEIGHINGS),
        before,
        searchedBackToWallMs: searchedBackToWallMs ?? earlier?.searchedBackToWallMs ?? null,
      });
    });
  }, []);
  const begin = useCallback(
    (next: WeighingSearch): void => {
      search.current = toServerSearch(next);
      setFound(null);
      look(null);
    },
    [look],
  );
  useEffect(() => {
    begin(EMPTY_WEIGHING_SEARCH);
    return () => {
      round.current += 1;
    };
  }, [begin]);
  return { found, error: trouble, busy, start: begin, loadEarlier: () => look(found) };
}
