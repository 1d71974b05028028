// What each kind of entry adds to headquarters' own knowledge. Each function looks first and writes second, so that an entry it
// cannot accept changes nothing. Must not know envelopes, MQTT or acknowledgements.
import { ENTRY_BODIES, isEntryKind, type Entry, type EntryKind } from '../../agent/headquarters/contract/entries.ts';
import type { Store, StreamRow } from './store.ts';
import { canonical } from './canonical.ts';
import { checkpointIsSigned, sha256Hex } from './chain.ts';
import { differences, judge } from './judge.ts';
import { publicFrom, type OwnKeys } from './keys.ts';
import { readDown } from './seal.ts';

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>;

export interface EvidenceContext {
  store: Store;
  stream: StreamRow;
  /** Hash of the entry before. */
  previousHash: string;
  keys: OwnKeys;
  baseSigningKey: string;
}

/** Takes a chained entry into the evidence; a text says why it could not be accepted (it is stored and acknowledged all the same). */
export function takeEvidence(context: EvidenceContext, frame: { kind: string; body?: unknown }): string | null {
  if (!isEntryKind(frame.kind)) return `kind ${frame.kind} is unknown`;
  const body = ENTRY_BODIES[frame.kind].safeParse(frame.body);
  if (!body.success) return `body refused at ${body.error.issues[0]?.path.join('.') ?? ''}`;
  return accept(context, frame as Entry);
}

function accept(context: EvidenceContext, entry: Entry): string | null {
  switch (entry.kind) {
    case 'epoch-opened':
      return entry.body.signingKey === context.baseSigningKey ? null : 'the signing key is not the enrolled one';
    case 'order-received':
      return orderReceived(context, entry);
    case 'order-refused':
      return orderAnswered(context, { ...entry.body, answer: entry.body.reason });
    case 'job-opened':
      return jobOpened(context, entry);
    case 'weighing':
      return weighed(context, entry);
    case 'weighing-bound':
      return bound(context, entry);
    case 'weighing-reversed':
      return reversed(context, entry);
    case 'tag-attached':
      return tagged(context, entry);
    case 'package-missing':
      return fact(context, { seq: entry.seq, lot: entry.body.lot, code: 'MISSING_PACKAGE', package: entry.body.package });
    case 'package-foreign':
      return foreign(context, entry);
    case 'finding':
      return claim(context, entry);
    case 'verdict':
      return verdict(context, entry);
    case 'checkpoint':
      return checkpoint(context, entry);
    case 'agent-started':
    case 'job-closed':
    case 'check-weighing':
    case 'register-changed':
      return null;
  }
}

/** Only what headquarters itself signed counts as an order: the base cannot announce a lot to itself. */
function orderReceived({ store, stream, keys }: EvidenceContext, { body }: EntryOf<'order-received'>): string | null {
  const payload = readDown(body.signed, keys.signing);
  const { order } = body;
  if (payload === undefined || sha256Hex(body.signed) !== body.signedHash) return 'the order does not bear headquarters’ signature';
  if (Buffer.from(payload).toString('utf8') !== canonical(order)) return 'the order differs from what headquarters signed';
  const notice = order.body;
  if (store.prepare('SELECT 1 FROM notices WHERE stream = ? AND lot = ?').get(stream.stream, notice.lot)) return `lot ${notice.lot} was announced before`;
  store.prepare('INSERT INTO notices VALUES (?, ?, ?, ?)').run(stream.stream, notice.lot, order.order, JSON.stringify(notice));
  const name = store.prepare('INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?)');
  for (const { package: id, epcHex, mark } of notice.packages) {
    for (const text of [`id ${id}`, `mark ${mark}`, ...(epcHex === null ? [] : [`epc ${epcHex}`])]) name.run(stream.stream, text, notice.lot, id);
  }
  store.prepare("UPDATE orders SET answer = 'received' WHERE order_id = ? AND base = ?").run(order.order, stream.base);
  return null;
}

function orderAnswered({ store, stream, keys }: EvidenceContext, answer: { order: string; signed: string; answer: string }): string | null {
  if (readDown(answer.signed, keys.signing) === undefined) return 'the order does not bear headquarters’ signature';
  store.prepare('UPDATE orders SET answer = ? WHERE order_id = ? AND base = ? AND answer IS NULL').run(answer.answer, answer.order, stream.base);
  return null;
}

function jobOpened({ store, stream }: EvidenceContext, { body }: EntryOf<'job-opened'>): string | null {
  if (!store.prepare('SELECT 1 FROM notices WHERE stream = ? AND lot = ?').get(stream.stream, body.lot)) return `lot ${body.lot} is unknown`;
  const made = store.prepare('INSERT OR IGNORE INTO jobs VALUES (?, ?, ?)').run(stream.stream, body.job, body.lot);
  return made.changes === 1 ? null : `job ${body.job} was opened before`;
}

function weighed({ store, stream }: EvidenceContext, { body, seq }: EntryOf<'weighing'>): string | null {
  const range = body.scale.ranges[body.range];
  if (!range) return 'the weighing names a range that its scale does not have';
  if (body.grossMg - body.tareMg !== body.netMg) return 'gross, tare and net do not add up';
  const made = store
    .prepare('INSERT OR IGNORE INTO weighings VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)')
    .run(
      stream.stream,
      body.weighing,
      body.grossMg,
      range.intervalMg,
      body.scale.class,
      body.scale.verified ? 1 : 0,
      body.package,
      body.package === null ? null : seq,
    );
  return made.changes === 1 ? null : `weighing ${body.weighing} was reported before`;
}

function bound({ store, stream }: EvidenceContext, { body, seq }: EntryOf<'weighing-bound'>): string | null {
  const done = store
    .prepare('UPDATE weighings SET package = ?, bound_seq = ? WHERE stream = ? AND weighing = ?')
    .run(body.package, seq, stream.stream, body.weighing);
  return done.changes === 1 ? null : `weighing ${body.weighing} is unknown`;
}

function reversed({ store, stream }: EvidenceContext, { body }: EntryOf<'weighing-reversed'>): string | null {
  const done = store.prepare('UPDATE weighings SET reversed = 1 WHERE stream = ? AND weighing = ?').run(stream.stream, body.weighing);
  return done.changes === 1 ? null : `weighing ${body.weighing} is unknown`;
}

function tagged({ store, stream }: EvidenceContext, { body }: EntryOf<'tag-attached'>): string | null {
  const lot = store.prepare<[number, string], string>('SELECT lot FROM names WHERE stream = ? AND name = ?').pluck().get(stream.stream, `id ${body.package}`);
  if (lot === undefined) return `package ${body.package} is unknown`;
  if (body.retiredEpcHex !== null) store.prepare('DELETE FROM names WHERE stream = ? AND name = ?').run(stream.stream, `epc ${body.retiredEpcHex}`);
  store.prepare('INSERT OR IGNORE INTO names VALUES (?, ?, ?, ?)').run(stream.stream, `epc ${body.epcHex}`, lot, body.package);
  return null;
}

function fact({ store, stream }: EvidenceContext, of: { seq: number; lot: string; code: string; package: string }): null {
  store.prepare('INSERT INTO facts VALUES (?, ?, ?, ?, ?)').run(stream.stream, of.seq, of.lot, of.code, of.package);
  return null;
}

function foreign(context: EvidenceContext, { body, seq }: EntryOf<'package-foreign'>): string | null {
  const { store, stream } = context;
  const lot = store.prepare<[number, string], string>('SELECT lot FROM jobs WHERE stream = ? AND job = ?').pluck().get(stream.stream, body.job);
  if (lot === undefined) return `job ${body.job} is unknown`;
  const named = store
    .prepare<[number, string, string, string], string>('SELECT lot FROM names WHERE stream = ? AND name IN (?, ?, ?)')
    .pluck()
    .all(stream.stream, `id ${body.identity}`, `mark ${body.identity}`, `epc ${body.identity.toUpperCase()}`);
  const elsewhere = named.length > 0 && !named.includes(lot);
  return fact(context, { seq, lot, code: elsewhere ? 'WRONG_LOT' : 'EXTRA_PACKAGE', package: body.identity });
}

function claim({ store, stream }: EvidenceContext, { body }: EntryOf<'finding'>): string | null {
  const made = store.prepare('INSERT OR IGNORE INTO claims VALUES (?, ?, ?, ?)').run(stream.stream, body.finding, body.code, body.package);
  return made.changes === 1 ? null : `finding ${body.finding} was reported before`;
}

function verdict({ store, stream }: EvidenceContext, { body, seq }: EntryOf<'verdict'>): string | null {
  const own = judge(store, stream.stream, body);
  if (typeof own === 'string') return own;
  const differing = differences(store, { stream: stream.stream, claimed: body, own });
  store
    .prepare('INSERT INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(stream.stream, seq, body.lot, JSON.stringify(body), JSON.stringify(own), differing.length === 0 ? 1 : 0, differing.join(' '));
  return null;
}

function checkpoint({ stream, previousHash, baseSigningKey }: EvidenceContext, { body, seq }: EntryOf<'checkpoint'>): string | null {
  if (body.seq !== seq - 1 || body.hash !== previousHash) return 'the checkpoint does not name the entry before it';
  const position = { base: stream.base, epoch: stream.epoch, seq: body.seq, hash: body.hash };
  return checkpointIsSigned(position, body.signature, publicFrom('Ed25519', baseSigningKey)) ? null : 'the checkpoint’s signature is bad';
}
