// When and how each package last proved to be at its base, by headquarters' own reading of the entries. That a package
// that is not at the base has no proof is seen to by the store itself. CONTRACT.md 9.9.
import type { Entry } from '../../link/contract/entrySchemas.ts';
import { type BaseBook, parseIdList } from './baseBook.ts';
import type { BookWeighingRow } from './bookRows.ts';
import { BOOK_STATES_AT_BASE } from './packageSteps.ts';

/** Proofs of one package that are kept. */
const KEPT = 4;
const INFERRED = 'inferred';

interface Proving {
  source: string;
  way: string;
  wallMs: number;
}

/** Keeps what an entry that was booked proves of packages, or takes away what it proves no more. */
export function saveProofs(book: BaseBook, entry: Entry): void {
  const own = { source: `entry/${entry.seq}`, wallMs: entry.at.wallMs };
  switch (entry.kind) {
    case 'weighing':
    case 'weighing-bound':
      proveByWeighing(book, book.findRow('weighings', entry.body.weighing));
      return;
    case 'weighing-reversed':
      book.store
        .prepare('DELETE FROM proofs WHERE base = ? AND source = ?')
        .run(book.base, `weighing/${entry.body.weighing}`);
      return;
    case 'weight-typed':
      prove(book, [entry.body.package], { ...own, source: `weighing/${entry.body.weighing}`, way: 'typed' });
      return;
    case 'vehicle-weighed':
      proveUnloaded(book, entry.body, own.wallMs);
      return;
    case 'packages-relocated':
      prove(book, entry.body.packages, { ...own, way: entry.body.how });
      return;
    case 'package-picked':
      prove(book, [entry.body.package], { ...own, way: entry.body.how ?? 'read' });
      return;
    case 'tag-attached':
    case 'seal-checked':
    case 'package-resealed':
    case 'material-removed':
      prove(book, [entry.body.package], { ...own, way: 'handled' });
      return;
    case 'packages-counted':
      proveByWord(book, { ...entry.body, way: WAYS_OF_WORDS[entry.body.how] ?? null }, own.wallMs);
      return;
    case 'count-extra': {
      const { identity, epcHex } = entry.body;
      const way = epcHex === null ? 'scanned' : 'read';
      proveByWord(book, { ...entry.body, packages: [identity], way }, own.wallMs);
      return;
    }
    default:
  }
}

/** What is said in a count, by how it was said; the rest takes back what was said before. */
const WAYS_OF_WORDS: Readonly<Record<string, string>> = {
  tag: 'read',
  scan: 'scanned',
  typed: 'typed',
  inferred: INFERRED,
};

function proveByWeighing(book: BaseBook, row: BookWeighingRow | undefined): void {
  if (!row || row.purpose === 'removal' || row.purpose === 'pass') return;
  const members = parseIdList(book.findRow('groups_weighed', row.group_id)?.packages ?? '[]');
  const packages = row.package === null ? members : [row.package];
  prove(book, packages, { source: `weighing/${row.weighing}`, way: 'weighed', wallMs: row.wall_ms });
}

/** Of what came off a vehicle only that is proved by itself which somebody named then, and as he named it. */
function proveUnloaded(
  book: BaseBook,
  { packages, after, visit }: { packages: readonly string[]; after: string; visit: string },
  wallMs: number,
): void {
  const ways = new Map(
    book.store
      .prepare<[string, string], { packages: string; how: string }>(
        'SELECT packages, how FROM unloads WHERE base = ? AND visit = ? AND how IS NOT NULL ORDER BY seq',
      )
      .all(book.base, visit)
      .flatMap((unload) => parseIdList(unload.packages).map((id) => [id, unload.how] as const)),
  );
  for (const id of packages) prove(book, [id], { source: `weighing/${after}`, way: ways.get(id) ?? INFERRED, wallMs });
}

function proveByWord(
  book: BaseBook,
  word: { stocktake: string; round: number; operator: string; packages: readonly string[]; way: string | null },
  wallMs: number,
): void {
  const source = JSON.stringify([word.stocktake, word.round, word.operator]);
  if (word.way === null) for (const id of word.packages) deleteProof(book, id, source);
  else prove(book, word.packages, { source, way: word.way, wallMs });
}

function deleteProof(book: BaseBook, id: string, source: string): void {
  book.store.prepare('DELETE FROM proofs WHERE base = ? AND package = ? AND source = ?').run(book.base, id, source);
}

/** The newer word of a source replaces its older one; an inference says nothing where more is known. */
function prove(book: BaseBook, packages: readonly string[], { source, way, wallMs }: Proving): void {
  const { store, base } = book;
  for (const id of packages) {
    const row = book.findRow('packages', id);
    if (!row) continue;
    deleteProof(book, id, source);
    if (!BOOK_STATES_AT_BASE.includes(row.state)) continue;
    if (way !== INFERRED)
      store.prepare(`DELETE FROM proofs WHERE base = ? AND package = ? AND way = '${INFERRED}'`).run(base, id);
    else if (listProofs(book, id).some((proof) => proof.way !== INFERRED)) continue;
    else store.prepare('DELETE FROM proofs WHERE base = ? AND package = ?').run(base, id);
    store
      .prepare('INSERT INTO proofs (base, package, source, way, wall_ms) VALUES (?, ?, ?, ?, ?)')
      .run(base, id, source, way, wallMs);
    const outdated = listProofs(book, id).slice(KEPT);
    for (const { proof } of outdated) store.prepare('DELETE FROM proofs WHERE proof = ?').run(proof);
  }
}

interface ProofRow {
  proof: number;
  way: string;
  wall_ms: number;
}

/** Proofs of a package, the latest first. */
export function listProofs(book: BaseBook, id: string): ProofRow[] {
  return book.store
    .prepare<[string, string], ProofRow>(
      'SELECT proof, way, wall_ms FROM proofs WHERE base = ? AND package = ? ORDER BY proof DESC',
    )
    .all(book.base, id);
}
