// backup.json, the first file of every archive: whose it is, as of when, and the hash of each file behind it.
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { nodeDisk } from '../../config/disk.ts';
import { ArchiveError } from './archiveError.ts';

/** Name of the manifest in an archive. */
export const MANIFEST_FILE = 'backup.json';
const FORMAT = 1;
const MAX_MANIFEST_BYTES = 65_536;
const MAX_FILES = 32;

const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  of: z.enum(['base', 'headquarters']),
  /** The base's name, or “headquarters”. */
  name: z.string().min(1).max(200),
  software: z.string().max(200),
  /** The clock of the machine when the copy was taken, ms since 1970. */
  takenWallMs: z.int().nonnegative(),
  /** Last entry of a base's ledger; null at headquarters. */
  head: z
    .strictObject({ epoch: z.string().max(200), seq: z.int().nonnegative(), hash: z.string().length(64) })
    .nullable(),
  files: z.record(z.string().max(200), z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string().length(64) })),
});

/** What an archive says about itself. */
export type ArchiveManifest = z.infer<typeof Manifest>;

/**
 * Hashes the files of a folder and writes the manifest beside them.
 *
 * @throws {Error} when a file cannot be read or the folder not be written
 */
export async function writeManifest(
  folder: string,
  names: readonly string[],
  about: Omit<ArchiveManifest, 'format' | 'files'>,
): Promise<ArchiveManifest> {
  const files: ArchiveManifest['files'] = {};
  for (const name of names) files[name] = await measureFile(join(folder, name));
  const manifest = { format: FORMAT, ...about, files } as const;
  nodeDisk.write(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, 0o600);
  return manifest;
}

/**
 * The manifest in a folder.
 *
 * @throws {ArchiveError} when it is missing, of a newer format or no manifest
 */
export function readManifest(folder: string): ArchiveManifest {
  const text = nodeDisk.read(join(folder, MANIFEST_FILE), MAX_MANIFEST_BYTES);
  if (text === null) throw new ArchiveError(`There is no ${MANIFEST_FILE}: this is no backup of Hakari.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ArchiveError(`${MANIFEST_FILE} is not JSON: the backup is damaged.`);
  }
  const { data, error } = Manifest.safeParse(value);
  if (data && Object.keys(data.files).length <= MAX_FILES) return data;
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format === 'number' && format > FORMAT)
    throw new ArchiveError(`The backup has format ${format}; this software knows ${FORMAT}: use a newer one.`);
  throw new ArchiveError(
    `${MANIFEST_FILE} is no manifest of a backup: see ${error?.issues.map(({ path }) => path.join('.')).join(', ') ?? 'files'}.`,
  );
}

/**
 * Holds the files of a folder against its manifest.
 *
 * @throws {ArchiveError} naming the first file that is missing or differs
 */
export async function assertFilesAsListed(folder: string, { files }: ArchiveManifest): Promise<void> {
  for (const [name, listed] of Object.entries(files)) {
    const found = await measureFile(join(folder, name)).catch(() => null);
    if (found === null) throw new ArchiveError(`The backup lacks ${name}, which it lists: it is cut short or damaged.`);
    if (found.bytes !== listed.bytes || found.sha256 !== listed.sha256)
      throw new ArchiveError(`${name} is not as the backup lists it: the backup is damaged.`);
  }
}

/** Size and SHA-256 of a file. */
export async function measureFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: statSync(path).size, sha256: hash.digest('hex') };
}
