// What headquarters makes of the entries of a dock in memory, as they stand or changed by a base that lies.
import type { Entry } from '../../agent/core/model/entry.ts';
import { SimulatedHeadquarters } from '../../agent/headquarters/simulatedHeadquarters.ts';
import { ConsentDock } from '../core/consentScenes.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';

/** Another entry, or others, in the place of one. */
export type Change = (entry: Entry) => Entry | Entry[];

export function judged(
  act: (s: ConsentDock) => void,
  forge: Change = (entry) => entry,
): { rejected: string[]; differences: string[]; entries: Entry[] } {
  const headquarters = new SimulatedHeadquarters();
  try {
    const s = new ConsentDock((order) => headquarters.signOrder(order));
    act(s);
    const entries = s.dock.ledger.entries.flatMap(forge);
    headquarters.receiveEntries(entries.map((entry) => ({ entry, hash: MemoryLedger.hashOf(entry) })));
    return { ...headquarters.judge(), entries };
  } finally {
    headquarters.close();
  }
}

/** Members of every entry of a kind said otherwise. */
export const changed =
  (kind: Entry['kind'], body: object): Change =>
  (entry) =>
    entry.kind === kind ? ({ ...entry, body: { ...entry.body, ...body } } as Entry) : entry;
