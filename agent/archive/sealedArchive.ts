// A backup as one file: tar, gzip, age. It is read back from the disk and opened before it gets its name, by a second key
// that lives only in that process. Standard tools open it too: `age -d -i KEY FILE | tar xz`.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebReadableStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { create, Parser, type ReadEntry, Unpack } from 'tar';
import { nodeDisk } from '../../config/disk.ts';
import { ArchiveError } from './archiveError.ts';
import {
  type ArchiveManifest,
  assertFilesAsListed,
  MANIFEST_FILE,
  readManifest,
  writeManifest,
} from './archiveManifest.ts';
import { makeRecoveryKey } from './recoveryKey.ts';

/** zlib's fastest: a small computer packs a gigabyte in minutes, and texts still shrink to a quarter. */
const GZIP_LEVEL = 1;

/** What goes into an archive, and to whom it is sealed. */
export interface ArchiveContent {
  /** Folder with exactly these files; the manifest is written into it. */
  folder: string;
  names: readonly string[];
  about: Omit<ArchiveManifest, 'format' | 'files'>;
  /** Public half of the recovery key. */
  recipient: string;
}

/** A written archive. */
export interface WrittenArchive {
  manifest: ArchiveManifest;
  bytes: number;
  /** SHA-256 of the whole file, in hex. */
  sha256: string;
}

/**
 * Writes an archive to a new file, syncs it, reads it back and opens it; only then it gets its name.
 *
 * @throws {ArchiveError} when the file is there already, or what was read back is not what was written
 * @throws {Error} whatever the file system says; nothing is left behind then
 */
export async function writeSealedArchive(target: string, content: ArchiveContent): Promise<WrittenArchive> {
  const path = resolve(target);
  if (existsSync(path)) throw new ArchiveError(`${target} is there already: a backup is never written over a file.`);
  const manifest = await writeManifest(content.folder, content.names, content.about);
  const part = `${path}.part`;
  const probe = await makeRecoveryKey();
  try {
    const written = await seal(part, content, [content.recipient, probe.recipient]);
    await assertReadsBack(part, { written, manifest, identity: probe.identity });
    nodeDisk.rename(part, path);
    nodeDisk.syncFolder(dirname(path));
    return { manifest, ...written };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

async function seal(
  part: string,
  { folder, names }: ArchiveContent,
  recipients: readonly string[],
): Promise<{ bytes: number; sha256: string }> {
  const packed = create({ cwd: folder, gzip: { level: GZIP_LEVEL }, portable: true }, [MANIFEST_FILE, ...names]);
  // While it is read, the pipeline below hears of its errors; this hears of those after the pipeline has failed elsewhere.
  packed.on('error', () => undefined);
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const tally = new Tally();
  const sealed = await encrypter.encrypt(toWeb(Readable.from(packed as AsyncIterable<Buffer>)));
  await pipeline(fromWeb(sealed), tally, createWriteStream(part, { flags: 'wx', mode: 0o600 }));
  const file = await open(part, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return tally.result();
}

/** Bytes that passed, and their hash. */
class Tally extends Transform {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    done(null, chunk);
  }

  result(): { bytes: number; sha256: string } {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}

async function assertReadsBack(
  part: string,
  { written, manifest, identity }: { written: { sha256: string }; manifest: ArchiveManifest; identity: string },
): Promise<void> {
  const tally = new Tally();
  const found: Record<string, { bytes: number; sha256: string }> = {};
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry: ReadEntry) => {
      const hash = createHash('sha256');
      entry.on('data', (chunk: Buffer) => hash.update(chunk));
      entry.on('end', () => (found[entry.path] = { bytes: entry.size, sha256: hash.digest('hex') }));
    },
  });
  await openInto(createReadStream(part).pipe(tally), [identity], parser);
  const differs = Object.entries(manifest.files).find(
    ([name, { bytes, sha256 }]) => found[name]?.bytes !== bytes || found[name].sha256 !== sha256,
  );
  if (tally.result().sha256 !== written.sha256 || differs !== undefined)
    throw new ArchiveError(
      'What was read back from the disk is not what was written: use another disk; no backup was made.',
    );
}

/**
 * Opens an archive into a folder and holds every file against the manifest. The files are synced.
 *
 * @throws {ArchiveError} when the archive is not for these keys, is damaged, or holds a file that has no place there
 * @throws {Error} whatever the file system says
 */
export async function openSealedArchive(
  file: string,
  { identities, into, isKnown }: { identities: readonly string[]; into: string; isKnown: (name: string) => boolean },
): Promise<ArchiveManifest> {
  if (!existsSync(file)) throw new ArchiveError(`${file} is not there.`);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  const strangers: string[] = [];
  const unpack = new Unpack({
    cwd: into,
    strict: true,
    preservePaths: false,
    filter: (path, entry) => {
      const isPlain = 'type' in entry && (entry.type === 'File' || entry.type === 'OldFile');
      const isFit = isPlain && (path === MANIFEST_FILE || isKnown(path));
      if (!isFit) strangers.push(path);
      return isFit;
    },
  });
  await openInto(createReadStream(file), identities, unpack);
  if (strangers.length > 0)
    throw new ArchiveError(`The archive holds what no backup holds: ${strangers.slice(0, 5).join(', ')}.`);
  const manifest = readManifest(into);
  await assertFilesAsListed(into, manifest);
  for (const name of [MANIFEST_FILE, ...Object.keys(manifest.files)]) await syncFile(join(into, name));
  nodeDisk.syncFolder(into);
  return manifest;
}

/**
 * One small file out of an archive, in memory; null if the archive has none of this name.
 *
 * @throws {ArchiveError} when the archive is not for these keys, is damaged, or the file is larger than `maxBytes`
 */
export async function readArchivedFile(
  file: string,
  { identities, name, maxBytes }: { identities: readonly string[]; name: string; maxBytes: number },
): Promise<Buffer | null> {
  if (!existsSync(file)) throw new ArchiveError(`${file} is not there.`);
  const found: { chunks: Buffer[] | null } = { chunks: null };
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry: ReadEntry) => {
      if (entry.path !== name) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = (found.chunks = []);
      if (entry.size > maxBytes) throw new ArchiveError(`${name} in the archive is larger than ${maxBytes} bytes.`);
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    },
  });
  await openInto(createReadStream(file), identities, parser);
  return found.chunks && Buffer.concat(found.chunks);
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Decrypts and hands the tar to a parser of node-tar, which unzips by itself; errors are told in words. */
async function openInto(sealed: Readable, identities: readonly string[], parser: Parser | Unpack): Promise<void> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    const plain = await decrypter.decrypt(toWeb(sealed));
    const done = new Promise<void>((resolve, reject) => {
      parser.on('error', reject);
      parser.on(parser instanceof Unpack ? 'close' : 'end', () => resolve());
    });
    await Promise.all([done, pipeline(fromWeb(plain), intoParser(parser))]);
  } catch (error) {
    sealed.destroy();
    throw archiveErrorOf(error);
  }
}

/** node-tar's parsers are Minipass-like, not streams of Node: written with back-pressure. */
function intoParser(parser: Parser | Unpack): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (parser.write(chunk)) done();
      else parser.once('drain', () => done());
    },
    final: (done) => {
      parser.end();
      done();
    },
  });
}

function archiveErrorOf(error: unknown): Error {
  if (!(error instanceof Error) || error instanceof ArchiveError) return error as Error;
  // Errors of the file system carry a code of their own (ENOSPC, EACCES) and a path.
  if ('syscall' in error) return error;
  if (/no identity matched/.test(error.message))
    return new ArchiveError('This recovery key does not open the archive: it was sealed to another one.', {
      cause: error,
    });
  return new ArchiveError(`The archive is damaged or was cut short (${error.message}).`, { cause: error });
}

/** The types of Node's and of the DOM's web streams differ in name only. */
function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

function fromWeb(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream as unknown as WebReadableStream<Uint8Array>);
}
