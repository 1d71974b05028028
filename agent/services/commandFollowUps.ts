// What follows a command's decision: cases that go to headquarters by it, and the old tags that it read or replaced, which
// its answer names, so that whoever stands there takes them off. Must not decide what the command does.
import { withEscalations } from '../core/loads/escalateCases.ts';
import type { Book } from '../core/model/book.ts';
import type { Command } from '../core/model/command.ts';
import { type Decide, isRefusal, recordedRefusal } from '../core/model/decide.ts';
import type { NewEntry } from '../core/model/entry.ts';
import type { StationScale } from '../core/weight/weighingFitness.ts';
import { findTagBearer, isTagRetired } from '../core/model/packageLookup.ts';

/** So many packages are named in one answer. */
const MAX_NAMED = 20;

/** The same decision, with its escalations in the same transaction and old tags in its answer. */
export function withWhatFollows(
  decide: Decide,
  { command, scales }: { command: Command; scales: () => readonly StationScale[] },
): Decide {
  return withEscalations(withOldTags(decide, command), scales);
}

/** The same decision; its result names (`oldTags`) the marks of packages that bear a tag which counts no more. */
function withOldTags(decide: Decide, command: Command): Decide {
  return (book, at) => {
    const outcome = decide(book, at);
    if (isRefusal(outcome) || recordedRefusal(outcome.result)) return outcome;
    const marks = new Set([...marksRead(codesOf(command), book), ...marksReplaced(outcome.entries, book)]);
    if (marks.size === 0) return outcome;
    return { ...outcome, result: { ...outcome.result, oldTags: [...marks].slice(0, MAX_NAMED).join(', ') } };
  };
}

/** What was scanned, typed or swept of packages. */
function codesOf(command: Command): readonly string[] {
  switch (command.kind) {
    case 'identify':
    case 'name-weighing':
    case 'pick':
      return [command.code];
    case 'count':
      return command.codes;
    case 'form-group':
    case 'vehicle-unloaded':
    case 'relocate':
      return command.codes.map(({ code }) => code);
    default:
      return [];
  }
}

function marksRead(codes: readonly string[], book: Book): string[] {
  return codes
    .map((code) => code.trim().toUpperCase())
    .filter((epcHex) => isTagRetired(book, epcHex))
    .flatMap((epcHex) => findTagBearer(book, epcHex)?.mark ?? []);
}

function marksReplaced(entries: readonly NewEntry[], book: Book): string[] {
  return entries.flatMap((entry) =>
    entry.kind === 'tag-attached' && entry.body.retiredEpcHex !== null
      ? (book.get('package', entry.body.package)?.mark ?? [])
      : [],
  );
}
