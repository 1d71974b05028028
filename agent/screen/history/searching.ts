// A search in steps: the newest rows first, then further back when somebody asks. Of two searches only the later one
// counts.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { WeighingRow } from '../../core/shown/lookup.ts';
import { readWeighings, type Trouble, type WeighingSearch } from '../wire/api.ts';
import { asked, MOST_ROWS, NO_SEARCH } from './search.ts';

export interface Found {
  rows: WeighingRow[];
  /** Null: nothing further back. */
  before: number | null;
  searchedBackToWallMs: number | null;
}

export interface Searching {
  found: Found | null;
  trouble: Trouble | null;
  busy: boolean;
  begin: (search: WeighingSearch) => void;
  furtherBack: () => void;
}

export function useSearching(): Searching {
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const round = useRef(0);
  const search = useRef(NO_SEARCH);

  const look = useCallback((earlier: Found | null): void => {
    round.current += 1;
    const mine = round.current;
    setBusy(true);
    void readWeighings(search.current, earlier?.before ?? null).then((answer) => {
      if (mine !== round.current) return;
      setBusy(false);
      setTrouble(answer.ok ? null : answer.trouble);
      if (!answer.ok) return;
      const { weighings, before, searchedBackToWallMs } = answer.value;
      setFound({
        rows: [...(earlier?.rows ?? []), ...weighings].slice(0, MOST_ROWS),
        before,
        searchedBackToWallMs: searchedBackToWallMs ?? earlier?.searchedBackToWallMs ?? null,
      });
    });
  }, []);
  const begin = useCallback(
    (next: WeighingSearch): void => {
      search.current = asked(next);
      setFound(null);
      look(null);
    },
    [look],
  );
  useEffect(() => {
    begin(NO_SEARCH);
    return () => {
      round.current += 1;
    };
  }, [begin]);
  return { found, trouble, busy, begin, furtherBack: () => look(found) };
}
