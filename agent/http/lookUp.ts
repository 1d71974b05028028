// What the web server asks when somebody looks something up: weighings, drift, the map, names of people. Answers may
// take several turns of the event loop, because the dock goes first.
import type { Actor } from '../core/command.ts';
import type { AreaView, DriftView, WeighingPage, WeighingView } from '../core/shown/lookup.ts';

/** Every member that is given must hold. */
export interface WeighingQuery {
  lot?: string | undefined;
  /** Package id, EPC or mark. */
  package?: string | undefined;
  order?: string | undefined;
  instrument?: string | undefined;
  operator?: string | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
  /** Only weighings with a smaller seq. */
  before?: number | undefined;
}

/** `storage`: the disk does not answer now. `busy`: too many look at once. */
export type NotNow = 'storage' | 'busy';

export interface LookUp {
  weighings(query: WeighingQuery, actor: Actor): Promise<WeighingPage | NotNow>;
  /** Null: there is none. */
  weighing(id: string, actor: Actor): Promise<WeighingView | null | NotNow>;
  drift(): Promise<DriftView[] | NotNow>;
  areas(): Promise<AreaView[] | NotNow>;
  operators: () => { operator: string; name: string }[];
}
