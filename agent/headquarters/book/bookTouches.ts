// Who touched what, by headquarters' own reading of the entries: whoever touched a case may neither weigh it again nor
// approve it. CONTRACT.md 9.8.
import type { Entry, EntryKind } from '../../link/contract/entrySchemas.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { BookFindingRow } from './bookRows.ts';

/** Persons first, then what they touched: names of members. */
type TouchRule = readonly [persons: readonly string[], things: readonly string[]];

const TOUCH_RULES: Partial<Record<EntryKind, TouchRule>> = {
  'job-opened': [['operator'], ['job', 'stocktake']],
  'job-closed': [['operator'], ['job']],
  'job-handed-over': [['from', 'to'], ['job']],
  'load-announced': [['operator'], ['intent']],
  weighing: [['operator'], ['weighing', 'package', 'group', 'visit', 'job']],
  'weighing-bound': [['operator'], ['weighing', 'package']],
  'weighing-reversed': [['askedBy', 'operator'], ['weighing']],
  'weight-typed': [['operator'], ['weighing', 'package', 'job']],
  'removal-allowed': [['operator'], ['package']],
  'removal-typed': [['operator'], ['weighing', 'package']],
  'group-formed': [['operator'], ['group', 'job', 'packages']],
  'group-split': [['operator'], ['group']],
  'vehicle-arrived': [['operator'], ['visit']],
  'vehicle-unloaded': [['operator'], ['visit', 'job', 'packages']],
  'tag-attached': [['operator'], ['package']],
  'package-missing': [['operator'], ['package', 'job']],
  'package-foreign': [['operator'], ['weighing', 'job']],
  'seal-checked': [['operator'], ['package']],
  'package-resealed': [['operator'], ['package']],
  'material-removed': [
    ['operator', 'allowedBy'],
    ['package', 'weighing'],
  ],
  'packages-relocated': [['operator'], ['packages']],
  'package-picked': [['operator'], ['package', 'job']],
  'release-closed': [['operator', 'approvedBy'], ['job']],
  'stocktake-opened': [['operator'], ['stocktake', 'job']],
  'packages-counted': [['operator'], ['stocktake']],
  'count-extra': [['operator'], ['stocktake']],
  'count-round-closed': [['operator'], ['stocktake']],
  'stocktake-closed': [['operator'], ['stocktake', 'job']],
  finding: [['operator'], ['finding', 'package', 'weighing', 'job']],
  'finding-recounted': [['operator'], ['finding', 'weighing']],
  'finding-approved': [['operator'], ['finding']],
  'photo-attached': [['operator'], ['finding']],
  'package-quarantined': [['operator'], ['package']],
  'quarantine-lifted': [['askedBy', 'operator'], ['package']],
  'second-person-asked': [['operator'], ['subject']],
  'request-withdrawn': [['operator'], ['subject']],
};

/** What the subject of an act that takes two is; of the other acts it is no thing that a case is about. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'lift-quarantine': 'package',
  remove: 'package',
  'reverse-weighing': 'weighing',
};
const THINGS: readonly string[] = ['package', 'weighing', 'group', 'visit', 'job', 'finding', 'stocktake'];

/** Keeps who touched what by an entry that was booked. */
export function saveTouches(book: BaseBook, { kind, cause, body }: Pick<Entry, 'kind' | 'cause' | 'body'>): void {
  const rule = TOUCH_RULES[kind];
  const members = body as Record<string, unknown>;
  // The weighing of a recount touches with its `finding-recounted`: who weighs it again must not have touched it before.
  if (!rule || (kind === 'weighing' && members['purpose'] === 'recount')) return;
  const persons = rule[0].map((name) => members[name]).filter((value): value is string => typeof value === 'string');
  if (persons.length === 0) return;
  const touched = new Set<string>();
  for (const name of rule[1]) for (const thing of listThings(name, members)) addThing(book, thing, touched);
  for (const thing of touched) savePersons(book, thing, { persons, act: nameAct({ kind, cause }) });
}

/** Entries of one kind and one cause are one act: whoever acts by one of them had not acted before the others. */
function nameAct({ kind, cause }: Pick<Entry, 'kind' | 'cause'>): string {
  return `${kind}/${cause}`;
}

function listThings(name: string, members: Record<string, unknown>): string[] {
  const value = members[name] as string | string[] | Record<string, unknown> | null;
  if (value === null) return [];
  if (Array.isArray(value)) return value.map((id) => `package/${id}`);
  if (typeof value === 'string') {
    const thing = name === 'subject' ? SUBJECTS[members['act'] as string] : name;
    return thing === undefined ? [] : [`${thing}/${value}`];
  }
  const intent = value;
  if (intent['kind'] === 'recount') return [];
  return THINGS.flatMap((thing) => (typeof intent[thing] === 'string' ? [`${thing}/${intent[thing]}`] : []));
}

/** With a weighing its package and its group, with a group what stands on its pallet. */
function addThing(book: BaseBook, thing: string, touched: Set<string>): void {
  if (touched.has(thing)) return;
  touched.add(thing);
  const slash = thing.indexOf('/');
  const [kind, id] = [thing.slice(0, slash), thing.slice(slash + 1)];
  const weighing = kind === 'weighing' ? book.findRow('weighings', id) : undefined;
  if (weighing?.package != null) addThing(book, `package/${weighing.package}`, touched);
  if (weighing?.group_id != null) addThing(book, `group/${weighing.group_id}`, touched);
  const group = kind === 'group' ? book.findRow('groups_weighed', id) : undefined;
  for (const member of group ? parseIdList(group.packages) : []) addThing(book, `package/${member}`, touched);
}

function savePersons(
  book: BaseBook,
  thing: string,
  { persons, act }: { persons: readonly string[]; act: string },
): void {
  const row = book.findRow('touches', thing);
  const before = parseIdList(row?.persons ?? '[]');
  const after = [...new Set([...before, ...persons])];
  if (after.length === before.length) return;
  const beforeAct = row?.act === act ? row.before_act : JSON.stringify(before);
  book.saveRow('touches', { base: book.base, thing, persons: JSON.stringify(after), act, before_act: beforeAct });
}

/** Who touched a thing; of what an act touched beside its own finding, who had done so before that act. */
function listPersons(book: BaseBook, thing: string, act: string | null): string[] {
  const row = book.findRow('touches', thing);
  if (!row) return [];
  return parseIdList(row.act === act && !thing.startsWith('finding/') ? row.before_act : row.persons);
}

/** Whoever touched a package before its lot was verified is asked anew from here on. */
export function forgetTouches(book: BaseBook, packageId: string): void {
  const row = book.findRow('touches', `package/${packageId}`);
  if (row) book.saveRow('touches', { ...row, persons: '[]', before_act: '[]' });
}

/** What a case is about. */
type CaseOf = Pick<BookFindingRow, 'finding' | 'job' | 'package' | 'weighing' | 'recount'>;

/** Everybody who touched a case until now. */
export function listTouchedCase(book: BaseBook, finding: CaseOf): string[] {
  return listCaseThings(book, finding)
    .flatMap((thing) => listPersons(book, thing, null))
    .filter(isFirst);
}

/**
 * Whether somebody had touched a case before this entry acts on it. What he touches by other entries of the same act
 * does not count: one weighing answers several findings of a package. CONTRACT.md 9.8.
 */
export function hadTouchedCase(
  book: BaseBook,
  finding: CaseOf,
  { person, entry }: { person: string; entry: Pick<Entry, 'kind' | 'cause'> },
): boolean {
  const act = nameAct(entry);
  return listCaseThings(book, finding).some((thing) => listPersons(book, thing, act).includes(person));
}

function isFirst(person: string, index: number, persons: readonly string[]): boolean {
  return persons.indexOf(person) === index;
}

function listCaseThings(book: BaseBook, finding: CaseOf): string[] {
  const things = [`finding/${finding.finding}`];
  const addJob = (id: string | null): void => {
    if (id === null) return;
    const stocktake = book.findRow('jobs', id)?.stocktake ?? null;
    things.push(`job/${id}`, ...(stocktake === null ? [] : [`stocktake/${stocktake}`]));
  };
  addJob(finding.job);
  const concerned = book.findRow('packages', finding.package);
  if (finding.package !== null) things.push(`package/${finding.package}`);
  if (concerned?.stocktake != null) things.push(`stocktake/${concerned.stocktake}`);
  for (const id of [finding.weighing, finding.recount]) {
    const weighing = book.findRow('weighings', id);
    if (id !== null) things.push(`weighing/${id}`);
    if (weighing?.group_id != null) things.push(`group/${weighing.group_id}`);
    if (weighing?.visit != null) things.push(`visit/${weighing.visit}`);
    addJob(weighing?.job ?? null);
  }
  return things;
}

/** What people had touched of a case when it was found counts for it, whatever becomes of its package. */
export function keepCaseTouches(book: BaseBook, finding: BookFindingRow): void {
  savePersons(book, `finding/${finding.finding}`, { persons: listTouchedCase(book, finding), act: '' });
}
