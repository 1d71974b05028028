// What a hello does to the streams of a base: opens them, compares, and says from where entries are sent. Within one
// transaction of the link half.
import { GENESIS_HASH } from '../../link/contract/hashDomains.ts';
import type { Greeted, Greeting, StreamRow } from './linkStore.ts';
import type { SqliteFile } from './sqliteFile.ts';

/** See `LinkStore.greetStream`. */
export function greetStream(file: SqliteFile, greeting: Greeting): Greeted {
  const newest = openNewest(file, greeting);
  if (newest.state !== 'approved' && newest.epoch !== greeting.epoch)
    return { stream: noteHello(file, newest, greeting), from: null };
  return greeting.epoch === newest.epoch ? greetNewest(file, newest, greeting) : greetEarlier(file, greeting);
}

function openNewest(file: SqliteFile, { base, newest: { epoch, previous } }: Greeting): StreamRow {
  const known = findStream(file, { base, epoch, branch: '' });
  if (known) return known;
  const isFirst = file.prepare('SELECT 1 FROM streams WHERE base = ?').get(base) === undefined;
  return insertStream(file, {
    base,
    epoch,
    branch: '',
    previous,
    from: { seq: 0, hash: GENESIS_HASH },
    state: isFirst ? 'approved' : 'waiting',
    reason: isFirst ? '' : 'a new epoch needs approval',
  });
}

function greetNewest(file: SqliteFile, stream: StreamRow, greeting: Greeting): Greeted {
  const ours = hashAt(file, stream, greeting.seq);
  const standing =
    greeting.seq > stream.seq
      ? 'fits'
      : ours !== greeting.hash
        ? 'forked'
        : greeting.seq < stream.seq
          ? 'behind'
          : 'fits';
  file.prepare('UPDATE streams SET standing = ? WHERE stream = ?').run(standing, stream.stream);
  const noted = noteHello(file, stream, greeting);
  if (stream.state !== 'approved') return { stream: noted, from: null };
  const missing = findMissingPrevious(file, greeting);
  if (missing !== null) return missing;
  queueUnansweredAgain(file, stream);
  return { stream: noted, from: { seq: stream.seq, hash: stream.hash } };
}

/** This store was put back from an older copy: it lacks entries of the epoch before, which it had acknowledged. */
function findMissingPrevious(file: SqliteFile, { base, previous, newest }: Greeting): Greeted | null {
  if (previous === null) return null;
  const streams = file
    .prepare<[string, string], StreamRow>('SELECT * FROM streams WHERE base = ? AND epoch = ?')
    .all(base, previous.epoch);
  if (streams.some((stream) => hashAt(file, stream, previous.seq) === previous.hash)) return null;
  const stream =
    findStream(file, { base, epoch: previous.epoch, branch: newest.epoch }) ??
    openMain(file, { base, epoch: previous.epoch, previous: null });
  const seq = Math.min(stream.seq, previous.seq);
  return { stream, from: { seq, hash: hashAt(file, stream, seq) ?? '' } };
}

/** The stream of an epoch that a base sends under a newer one, which a person has approved. */
function openMain(file: SqliteFile, named: Pick<Greeting, 'base' | 'epoch' | 'previous'>): StreamRow {
  return (
    findStream(file, { ...named, branch: '' }) ??
    insertStream(file, { ...named, branch: '', from: { seq: 0, hash: GENESIS_HASH }, state: 'approved', reason: '' })
  );
}

/**
 * An earlier epoch, under a newer one that a person has approved: what the base holds of it is taken to its end. A past
 * that is not ours is kept in a branch, from the last entry on that the base knows to be acknowledged.
 */
function greetEarlier(file: SqliteFile, greeting: Greeting): Greeted {
  const { base, epoch, acknowledged } = greeting;
  const newest = greeting.newest.epoch;
  const missing = findMissingPrevious(file, greeting);
  if (missing !== null) return missing;
  const main = openMain(file, greeting);
  const branch = findStream(file, { base, epoch, branch: newest });
  const needsBranch = greeting.branch || main.state === 'stopped';
  if (!branch && needsBranch && hashAt(file, main, acknowledged.seq) !== acknowledged.hash) {
    const reason = `the base has another entry ${acknowledged.seq} acknowledged than is stored here`;
    file.prepare("UPDATE streams SET state = 'stopped', reason = ? WHERE stream = ?").run(reason, main.stream);
    return { stream: noteHello(file, { ...main, state: 'stopped', reason }, greeting), from: null };
  }
  const stream =
    branch ??
    (needsBranch
      ? insertStream(file, {
          base,
          epoch,
          branch: newest,
          previous: null,
          from: acknowledged,
          state: 'approved',
          reason: '',
        })
      : main);
  const seq = Math.min(stream.seq, greeting.seq);
  const noted = noteHello(file, stream, greeting);
  return { stream: noted, from: stream.state === 'approved' ? { seq, hash: hashAt(file, stream, seq) ?? '' } : null };
}

/** Hash of an entry of a stream; undefined if it holds none of that number. */
function hashAt(file: SqliteFile, stream: StreamRow, seq: number): string | undefined {
  if (seq === 0) return GENESIS_HASH;
  if (seq === stream.from_seq) return stream.from_hash;
  if (seq < stream.from_seq) {
    const main = findStream(file, { base: stream.base, epoch: stream.epoch, branch: '' });
    return main && hashAt(file, main, seq);
  }
  return file
    .prepare<[number, number], string>('SELECT hash FROM entries WHERE stream = ? AND seq = ?')
    .pluck()
    .get(stream.stream, seq);
}

function findStream(
  file: SqliteFile,
  { base, epoch, branch }: { base: string; epoch: string; branch: string },
): StreamRow | undefined {
  return file
    .prepare<[string, string, string], StreamRow>('SELECT * FROM streams WHERE base = ? AND epoch = ? AND branch = ?')
    .get(base, epoch, branch);
}

function insertStream(
  file: SqliteFile,
  {
    previous,
    from,
    ...named
  }: Pick<StreamRow, 'base' | 'epoch' | 'branch' | 'state' | 'reason'> &
    Pick<Greeting, 'previous'> & { from: { seq: number; hash: string } },
): StreamRow {
  file
    .prepare(
      `INSERT INTO streams (base, epoch, branch, signing_key, previous_epoch, previous_seq, previous_hash, from_seq, from_hash, state, reason, seq, hash)
       SELECT @base, @epoch, @branch, signing_key, @previousEpoch, @previousSeq, @previousHash, @seq, @hash, @state, @reason, @seq, @hash
       FROM bases WHERE base = @base`,
    )
    .run({
      ...named,
      ...from,
      previousEpoch: previous?.epoch ?? null,
      previousSeq: previous?.seq ?? null,
      previousHash: previous?.hash ?? null,
    });
  const stream = findStream(file, named);
  if (!stream) throw new Error(`base ${named.base} is not enrolled`);
  return stream;
}

function noteHello(
  file: SqliteFile,
  stream: StreamRow,
  { nonce, seq, orderCounter, epoch, newest }: Greeting,
): StreamRow {
  file
    .prepare('UPDATE streams SET hellos = hellos + 1, conversation = ?, told_seq = ?, told_orders = ? WHERE stream = ?')
    .run(nonce, seq, epoch === newest.epoch ? orderCounter : 0, stream.stream);
  const noted = findStream(file, stream);
  if (!noted) throw new Error('a stream that was just written is not there');
  return noted;
}

/** The base has sent its earlier epochs to their ends: what it has not answered by now, it does not know. */
function queueUnansweredAgain(file: SqliteFile, { base, stream }: StreamRow): void {
  file
    .prepare(
      `UPDATE orders SET stream = NULL, counter = NULL, signed = NULL, hash = NULL, issued_ms = NULL
       WHERE base = ? AND stream <> ? AND answer IS NULL`,
    )
    .run(base, stream);
}
