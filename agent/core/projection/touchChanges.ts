// Who touched what, in the book: derived for all entries alike from their declarations, so that no kind of entry can be
// forgotten. Kept with the thing itself.
import type { Book, BookChange, BookRecords } from '../model/book.ts';
import type { EntryOf, EntryKind } from '../model/entry.ts';
import type { OperatorId } from '../model/ids.ts';
import { type TouchedKind, type TouchedThing, touchesOf } from '../model/touches.ts';
import { putRecord } from './bookChanges.ts';

type TouchedRecord = BookRecords[TouchedKind];

/** What an entry's people add to the things that it names, `changes` being what it changes besides. */
export function touchChanges(
  entry: EntryOf<EntryKind>,
  { changes, book }: { changes: readonly BookChange[]; book: Book },
): BookChange[] {
  const { people, things } = touchesOf(entry);
  const records = new Map<string, BookChange>();
  for (const change of changes) records.set(`${change.kind}/${change.record.id}`, change);
  const recordOf = ({ kind, id }: TouchedThing): TouchedRecord | undefined =>
    (records.get(`${kind}/${id}`)?.record as TouchedRecord | undefined) ?? book.get(kind, id);
  const touched = new Map<string, TouchedThing>();
  const add = (thing: TouchedThing): void => {
    if (touched.has(`${thing.kind}/${thing.id}`)) return;
    touched.set(`${thing.kind}/${thing.id}`, thing);
    for (const part of partsOf(recordOf(thing))) add(part);
  };
  things.forEach(add);
  return [...touched.values()].flatMap((thing) => {
    const record = recordOf(thing);
    const added = people.filter((person) => record && !record.touched.includes(person));
    if (!record || added.length === 0) return [];
    return [putTouched(thing.kind, { ...record, touched: [...record.touched, ...added] })];
  });
}

/** Whoever touches a weighing touches what was weighed; whoever touches a group, what stands on its pallet. */
function partsOf(record: TouchedRecord | undefined): TouchedThing[] {
  if (record === undefined) return [];
  if ('palletTareMg' in record) return record.packages.map((id) => ({ kind: 'package', id }));
  if (!('grossMg' in record) || !('boundBy' in record)) return [];
  const parts: TouchedThing[] = record.package === null ? [] : [{ kind: 'package', id: record.package }];
  return record.group === null ? parts : [...parts, { kind: 'group', id: record.group }];
}

function putTouched(kind: TouchedKind, record: TouchedRecord & { touched: OperatorId[] }): BookChange {
  return putRecord(kind, record as never);
}
