// When a package was last proved to be here, in the book: one table over all kinds of entries, so that none can be
// forgotten. A package that is not at the base has no proof.
import type { Book, BookChange } from '../model/book.ts';
import type { EntryBodies, EntryKind, EntryOf } from '../model/entry.ts';
import { compositeId } from '../model/idPattern.ts';
import { type ProofWay, withoutProof, withProof } from '../model/proofs.ts';
import type { PackageRecord, WeighingRecord } from '../model/records.ts';
import { STATES_AT_BASE } from '../model/states.ts';
import { putRecord } from './bookChanges.ts';

/** What an entry says of packages; `way` null: what its source said before is taken back. */
interface ProofStatement {
  way: ProofWay | null;
  packages: readonly string[];
  source: string;
  /** Null: the entry's own time. */
  wallMs: number | null;
}

type Changed = Pick<Book, 'get' | 'where'>;
type ProofTable = {
  readonly [K in EntryKind]: ((entry: EntryOf<K>, book: Changed) => ProofStatement[]) | null;
};

/** What nothing takes back. */
const stated = (seq: number, { way, packages }: Pick<ProofStatement, 'way' | 'packages'>): ProofStatement[] => [
  { way, packages, source: `entry/${seq}`, wallMs: null },
];

/** Somebody had it in hand. */
const handled = ({ seq, body }: { seq: number; body: { package: string } }): ProofStatement[] =>
  stated(seq, { way: 'handled', packages: [body.package] });

const PROOFS: ProofTable = {
  'epoch-opened': null,
  'agent-started': null,
  'order-received': null,
  'order-refused': null,
  'sealed-order-opened': null,
  'job-opened': null,
  'job-closed': null,
  'job-moved': null,
  'job-handed-over': null,
  'load-announced': null,
  'check-weighing': null,
  'platform-confirmed': null,
  'scale-returned': null,
  weighing: ({ body }, book) => weighedStatements(body, { book, wallMs: null }),
  'weighing-bound': ({ body }, book) => {
    const record = book.get('weighing', body.weighing);
    return record ? weighedStatements({ ...record, ...body }, { book, wallMs: record.wallMs }) : [];
  },
  'weighing-reversed': ({ body }, book) => [
    {
      way: null,
      packages: packagesOf(book.get('weighing', body.weighing), book),
      source: weighingSource(body),
      wallMs: null,
    },
  ],
  'load-disturbed': null,
  'load-refused': null,
  'load-unexplained': null,
  'load-records-given-up': null,
  'small-loads-counted': null,
  'weight-typed': ({ body }) => [
    { way: 'typed', packages: [body.package], source: weighingSource(body), wallMs: null },
  ],
  'removal-allowed': null,
  'removal-typed': null,
  'group-formed': null,
  'group-split': null,
  'vehicle-arrived': null,
  'vehicle-unloaded': null,
  'vehicle-weighed': ({ body }, book) => unloadedStatements(body, book),
  'tag-attached': handled,
  'package-missing': null,
  'package-foreign': null,
  'package-resealed': handled,
  'material-removed': handled,
  'packages-relocated': ({ seq, body }) => stated(seq, { way: body.how, packages: body.packages }),
  'packages-allocated': null,
  // Its tag came with the load.
  'package-picked': ({ seq, body }) => stated(seq, { way: body.how ?? 'read', packages: [body.package] }),
  'release-closed': null,
  'stocktake-opened': null,
  'packages-counted': ({ body }) => [
    { way: COUNTED_WAYS[body.how], packages: body.packages, source: wordSource(body), wallMs: null },
  ],
  'count-extra': ({ body }) => [
    {
      way: body.epcHex === null ? 'scanned' : 'read',
      packages: [body.identity],
      source: wordSource(body),
      wallMs: null,
    },
  ],
  'count-round-closed': null,
  'stocktake-closed': null,
  finding: null,
  'finding-recounted': null,
  'case-escalated': null,
  'finding-approved': null,
  'photo-attached': null,
  'package-quarantined': null,
  'quarantine-lifted': null,
  'deputy-named': null,
  'second-person-asked': null,
  'request-withdrawn': null,
  'weighings-doubted': null,
  'doubt-lifted': null,
  verdict: null,
  'drift-alarm': null,
  'seal-checked': handled,
  // It may be on its way out.
  'gate-passage': null,
  checkpoint: null,
  'register-changed': null,
  'date-confirmed': null,
};

const COUNTED_WAYS: Readonly<Record<EntryBodies['packages-counted']['how'], ProofWay | null>> = {
  tag: 'read',
  scan: 'scanned',
  typed: 'typed',
  inferred: 'inferred',
  absent: null,
  withdrawn: null,
};

const weighingSource = ({ weighing }: { weighing: string }): string => `weighing/${weighing}`;

const wordSource = (word: { stocktake: string; round: number; operator: string }): string =>
  `count/${compositeId(compositeId(word.stocktake, word.round), word.operator)}`;

/** Material out of a package and a vehicle are weighed without the package. */
function weighedStatements(
  weighing: Pick<EntryBodies['weighing'], 'weighing' | 'package' | 'group' | 'purpose'>,
  { book, wallMs }: { book: Changed; wallMs: number | null },
): ProofStatement[] {
  if (weighing.purpose === 'removal' || weighing.purpose === 'pass') return [];
  const members = weighing.group === null ? [] : (book.get('group', weighing.group)?.packages ?? []);
  const packages = weighing.package === null ? members : [weighing.package];
  return [{ way: 'weighed', packages, source: weighingSource(weighing), wallMs }];
}

/** A pair proves what all weigh together: of one package only how somebody named it as it came off. */
function unloadedStatements(body: EntryBodies['vehicle-weighed'], book: Changed): ProofStatement[] {
  const visit = book.get('visit', body.visit);
  const goods = visit ? [...visit.passes.flatMap((pass) => pass.unloaded), ...visit.unloaded] : [];
  const ways = new Map<string, ProofWay>(
    goods.flatMap(({ packages, how }) => (how === null ? [] : packages.map((id) => [id, how] as const))),
  );
  const source = weighingSource({ weighing: body.after });
  return body.packages.map((id) => ({ way: ways.get(id) ?? 'inferred', packages: [id], source, wallMs: null }));
}

function packagesOf(record: WeighingRecord | undefined, book: Changed): string[] {
  if (!record) return [];
  const members = record.group === null ? [] : (book.get('group', record.group)?.packages ?? []);
  const unloaded = record.visit === null ? [] : book.where('pair', 'after', record.id);
  return [
    ...new Set([
      ...(record.package === null ? [] : [record.package]),
      ...members,
      ...unloaded.flatMap(({ packages }) => packages),
    ]),
  ];
}

/** What an entry proves, or proves no more, `changes` being what it changes besides. */
export function proofChanges(
  entry: EntryOf<EntryKind>,
  { changes, book }: { changes: readonly BookChange[]; book: Book },
): BookChange[] {
  const records = new Map<string, PackageRecord>();
  for (const change of changes) if (change.kind === 'package') records.set(change.record.id, change.record);
  const proved = new Map<string, PackageRecord>();
  const stateProofs = PROOFS[entry.kind] as ((entry: EntryOf<EntryKind>, book: Changed) => ProofStatement[]) | null;
  for (const { way, packages, source, wallMs } of stateProofs?.(entry, book) ?? [])
    for (const id of packages) {
      const record = proved.get(id) ?? records.get(id) ?? book.get('package', id);
      if (!record) continue;
      const { proofs } = record;
      const added = way && { way, wallMs: wallMs ?? entry.at.wallMs, source };
      proved.set(id, { ...record, proofs: added ? withProof(proofs, added) : withoutProof(proofs, source) });
    }
  for (const record of [...records.values(), ...proved.values()])
    if (!STATES_AT_BASE.includes(record.state)) {
      if (record.proofs.length > 0 || proved.has(record.id)) proved.set(record.id, { ...record, proofs: [] });
    }
  return [...proved.values()].map((record) => putRecord('package', record));
}
