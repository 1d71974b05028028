// What the audit of an entry says, and how two bodies are compared.

/** One thing in an entry that its own figures or the entries before it do not bear out; never with a value. */
export interface EntryDoubt {
  code: 'word-wrong' | 'scale-number-wrong' | 'arithmetic-wrong' | 'result-differs' | 'second-person-wrong';
  /** Names of members, and what they should be made of. */
  detail: string;
}

/** Names of the members in which two bodies differ, in the order of their names. */
export function differingMembers(stated: object, recomputed: object): string[] {
  const [left, right] = [stated, recomputed].map((body) => new Map<string, unknown>(Object.entries(body)));
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].sort();
  return names.filter((name) => sortedJson(left?.get(name)) !== sortedJson(right?.get(name)));
}

/** Members in the order of their names: how a body was written says nothing. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
