// Walks all entries once, in constant memory: canonical form, members, numbering, hash chain, causes, checkpoints.
// Reads only, and trusts nothing that the live agent keeps in memory or in the book.
import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CanonicalJsonError, parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import type { Entry, EntryOf } from '../core/model/entry.ts';
import { GENESIS_HASH, checkpointSignedBytes, computeEntryHash } from './hashChain.ts';
import type { DatabaseConnection } from './databaseConnection.ts';
import type { DiscrepancyList } from './discrepancies.ts';
import { findEntryShapeError } from './shapeCheck.ts';
import type { PhotoVerifier } from './photoVerification.ts';
import type { TreeVerification } from './treeVerification.ts';

/** What was counted of one epoch; `headHash` is the stored hash of its last entry. */
export interface VerifiedEpoch {
  epoch: string;
  entries: number;
  headHash: string;
}

/** Counts of a walk over all entries; what was wrong is in the list of discrepancies. */
export interface EntryVerification {
  epochs: VerifiedEpoch[];
  entries: number;
  checkpoints: number;
  /** How many entries name a photograph, and of how many it is there and right. */
  photographs: { named: number; sound: number };
  /** False if an entry could not be read: then nothing that is added up from the entries can be compared. */
  readable: boolean;
  /** Where software newer than this one wrote first, by epoch. */
  newerFrom: ReadonlyMap<string, number>;
}

interface Row {
  position: number;
  number: number;
  epoch: string | null;
  firstPosition: number | null;
  seq: number;
  hash: Buffer;
  bytes: Buffer;
}

interface Lookups {
  hashAt: (epoch: string, seq: number) => string | undefined;
  cause: (cause: string) => { epoch: string; firstSeq: number; lastSeq: number } | undefined;
}

interface EntryWalk extends EntryVerification {
  base: string;
  newerFrom: Map<string, number>;
  /** The software that verifies, as entries name it; empty: nothing counts as newer. */
  software: string;
  previousHash: string;
  lastPosition: number;
  signingKey: KeyObject | undefined;
  discrepancies: DiscrepancyList;
  lookups: Lookups;
  photoCheck: PhotoVerifier;
  tree: TreeVerification;
  /** Told of each entry that could be read. */
  observe: (entry: Entry) => void;
}

/** Returns the lookup of an entry's stored hash by epoch and seq; undefined where there is no such entry. */
export function createHashLookup(connection: DatabaseConnection): Lookups['hashAt'] {
  const statement = connection
    .prepare<[number, string], Buffer>(
      'SELECT hash FROM epochs JOIN entries ON entries.epoch = epochs.number AND entries.position = epochs.first_position + ? - 1 WHERE epochs.epoch = ?',
    )
    .pluck();
  return (epoch, seq) => (seq < 1 ? undefined : statement.get(seq, epoch)?.toString('hex'));
}

/**
 * Walks all entries once in constant memory and adds what is wrong to `discrepancies`: canonical form, members,
 * numbering, hash chain, causes, checkpoints, photographs.
 *
 * @see FORMAT.md, "The chain", "Checkpoints" and "What verification proves, and what it does not"
 */
export function verifyEntries(
  connection: DatabaseConnection,
  options: Pick<EntryWalk, 'base' | 'discrepancies' | 'photoCheck' | 'observe' | 'software' | 'tree'>,
): EntryVerification {
  const causes = connection.prepare<[string], { epoch: string; firstSeq: number; lastSeq: number }>(
    'SELECT epochs.epoch, first_seq AS firstSeq, last_seq AS lastSeq FROM causes JOIN epochs ON epochs.number = causes.epoch WHERE cause = ?',
  );
  const walk: EntryWalk = {
    ...options,
    newerFrom: new Map(),
    epochs: [],
    entries: 0,
    checkpoints: 0,
    photographs: { named: 0, sound: 0 },
    readable: true,
    previousHash: GENESIS_HASH,
    lastPosition: 0,
    signingKey: undefined,
    lookups: { hashAt: createHashLookup(connection), cause: (cause) => causes.get(cause) },
  };
  const rows = connection.prepare<[], Row>(
    `SELECT position, entries.epoch AS number, epochs.epoch AS epoch, first_position AS firstPosition, seq, hash, bytes
     FROM entries LEFT JOIN epochs ON epochs.number = entries.epoch ORDER BY position`,
  );
  for (const row of rows.iterate()) verifyRow(walk, row);
  walk.tree.finish(connection, walk.discrepancies);
  const { epochs, entries, checkpoints, photographs, readable, newerFrom } = walk;
  return { epochs, entries, checkpoints, photographs, readable, newerFrom };
}

function verifyRow(walk: EntryWalk, row: Row): void {
  const epoch = row.epoch ?? `#${row.number}`;
  const position = { epoch, seq: row.seq };
  let current = walk.epochs.at(-1);
  if (current?.epoch !== epoch) {
    current = { epoch, entries: 0, headHash: GENESIS_HASH };
    walk.epochs.push(current);
    walk.previousHash = GENESIS_HASH;
    walk.signingKey = undefined;
    walk.tree.begin(row.number, row.bytes);
    if (row.firstPosition !== row.position)
      walk.discrepancies.add('number-gap', position, 'the epoch does not begin where the table of epochs says');
  }
  walk.entries += 1;
  current.entries += 1;
  if (row.seq !== current.entries) {
    walk.discrepancies.add('number-gap', position, `${current.entries} was expected here`);
    // Count on from what is there: one gap is one discrepancy.
    current.entries = row.seq;
  }
  if (row.position !== walk.lastPosition + 1)
    walk.discrepancies.add('number-gap', position, `position ${row.position} follows ${walk.lastPosition}`);
  walk.lastPosition = row.position;

  const stored = row.hash.toString('hex');
  if (computeEntryHash(walk.previousHash, row.bytes) !== stored) {
    walk.discrepancies.add(
      'hash-wrong',
      position,
      'the stored hash does not fit this entry’s bytes and the hash of the entry before it',
    );
  }
  // Go on from the stored hash: only the entries that were touched are named.
  walk.previousHash = stored;
  current.headHash = stored;
  verifyContent(walk, position, row.bytes);
  walk.tree.add(row.bytes);
}

function verifyContent(walk: EntryWalk, position: { epoch: string; seq: number }, bytes: Uint8Array): void {
  let value: unknown;
  try {
    value = parseCanonicalJson(bytes);
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
    walk.discrepancies.add('not-canonical', position, error.message);
    walk.readable = false;
    return;
  }
  const shapeError = findEntryShapeError(value);
  if (shapeError !== undefined) {
    walk.readable = false;
    const isNewer = shapeError.code === 'members-wrong' && walk.newerFrom.has(position.epoch);
    walk.discrepancies.add(isNewer ? 'newer-format' : shapeError.code, position, shapeError.detail);
    if (shapeError.code !== 'kind-unknown') return;
  }
  const entry = value as Entry;
  noteSoftware(walk, position, entry);
  if (entry.base !== walk.base) walk.discrepancies.add('other-base', position, 'the entry names another base');
  if (entry.epoch !== position.epoch || entry.seq !== position.seq)
    walk.discrepancies.add('number-differs', position, 'the entry’s bytes name another epoch or seq');
  verifyCause(walk, position, entry.cause);
  verifyEpochOpening(walk, position, entry);
  if (entry.kind === 'checkpoint') verifyCheckpoint(walk, position, entry.body);
  if (entry.kind === 'photo-attached') verifyPhoto(walk, position, entry.body);
  walk.observe(entry);
}

/** From the first entry that says so on, what this version does not understand may be right. */
function noteSoftware(walk: EntryWalk, { epoch, seq }: { epoch: string; seq: number }, entry: Entry): void {
  if (entry.kind !== 'epoch-opened' && entry.kind !== 'agent-started') return;
  if (!walk.newerFrom.has(epoch) && isNewerSoftware(entry.body.software, walk.software)) walk.newerFrom.set(epoch, seq);
}

/** By name and the three numbers of the version: other software, or none, is not newer. */
export function isNewerSoftware(software: string, than: string): boolean {
  const [theirs, ours] = [software, than].map((text) => /^(\S+) (\d+)\.(\d+)\.(\d+)/.exec(text));
  if (!theirs || !ours || theirs[1] !== ours[1]) return false;
  const differing = [2, 3, 4].find((part) => theirs[part] !== ours[part]);
  return differing !== undefined && Number(theirs[differing]) > Number(ours[differing]);
}

function verifyPhoto(
  walk: EntryWalk,
  position: { epoch: string; seq: number },
  { photo, bytes }: { photo: string; bytes: number },
): void {
  const discrepancy = walk.photoCheck.findDiscrepancy(photo, bytes);
  walk.photographs.named += 1;
  if (discrepancy === null) walk.photographs.sound += 1;
  else walk.discrepancies.add(discrepancy.code, position, discrepancy.detail);
}

function verifyCause(walk: EntryWalk, position: { epoch: string; seq: number }, cause: string): void {
  const storedCause = walk.lookups.cause(cause);
  if (
    storedCause?.epoch === position.epoch &&
    storedCause.firstSeq <= position.seq &&
    position.seq <= storedCause.lastSeq
  )
    return;
  walk.discrepancies.add(
    'cause-differs',
    position,
    'the table of causes does not say that this entry’s cause led to it',
  );
}

function verifyEpochOpening(walk: EntryWalk, position: { epoch: string; seq: number }, entry: Entry): void {
  if ((entry.kind === 'epoch-opened') !== (position.seq === 1)) {
    walk.discrepancies.add('epoch-not-opened', position, 'an epoch’s first entry, and no other, is epoch-opened');
    return;
  }
  if (entry.kind !== 'epoch-opened') return;
  walk.signingKey = parseEd25519PublicKey(entry.body.signingKey);
  if (walk.signingKey === undefined)
    walk.discrepancies.add('members-wrong', position, '$.body.signingKey is not an Ed25519 public key');
  const { previous } = entry.body;
  const known = previous !== null && walk.epochs.some(({ epoch }) => epoch === previous.epoch);
  if (known && walk.lookups.hashAt(previous.epoch, previous.seq) !== previous.hash) {
    walk.discrepancies.add(
      'previous-epoch-differs',
      position,
      'the epoch before, which is in this file, has another hash at the place that this one continues from',
    );
  }
}

function verifyCheckpoint(
  walk: EntryWalk,
  position: { epoch: string; seq: number },
  { seq, hash, size, root, signature }: EntryOf<'checkpoint'>['body'],
): void {
  walk.checkpoints += 1;
  const isHash = seq === position.seq - 1 && walk.lookups.hashAt(position.epoch, seq) === hash;
  if (!isHash || !walk.tree.fits({ size, root }) || size !== seq) {
    walk.discrepancies.add(
      'checkpoint-differs',
      position,
      `it signs another ${isHash ? 'tree' : 'hash'} for seq ${seq} than the ledger has there`,
    );
    return;
  }
  const message = checkpointSignedBytes({ base: walk.base, epoch: position.epoch, seq, hash, size, root });
  const isSigned =
    walk.signingKey !== undefined && verify(null, message, walk.signingKey, Buffer.from(signature, 'base64url'));
  if (!isSigned)
    walk.discrepancies.add(
      'checkpoint-signature-wrong',
      position,
      'its signature is not by the key that the epoch was opened with',
    );
}

/**
 * An Ed25519 public key from the base64url of its 32 raw bytes; undefined if it is none.
 *
 * @see RFC 8037 section 2 (JWK of an OKP key)
 */
export function parseEd25519PublicKey(raw: string): KeyObject | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(raw)) return undefined;
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
