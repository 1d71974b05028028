// A disk whose power may go at any step: what was synced is there, of what was not any part may be. Names of files are there
// once their folder was synced. Must not know what the files mean.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { RandomStream } from '../../simulators/runtime/randomStream.ts';
import type { Step } from './writeRecording.ts';

type Change = { at: number; bytes: Buffer } | { size: number };
interface File {
  durable: Buffer;
  pending: Change[];
}
/** A change of a folder's names. */
type Renaming = { name: string; file: File | null };

/** What the disk kept of the changes that were not synced when the power went. */
const LEFT = ['nothing', 'everything', 'the first ones', 'any of them', 'a torn one'] as const;
type Left = (typeof LEFT)[number];
const SECTOR = 512;

/** Replays a recording; at any step the disk can be looked at as it would be after the power went. */
export class PowerlessDisk {
  readonly #root: string;
  readonly #names = new Map<string, File>();
  readonly #folders = new Set<string>();
  readonly #durableNames = new Map<string, File>();
  readonly #durableFolders = new Set<string>();
  readonly #renamings = new Map<string, Renaming[]>();

  constructor(root: string) {
    this.#root = root;
    this.#folders.add(root);
    this.#durableFolders.add(root);
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'open':
        this.#open(step);
        return;
      case 'write':
        this.#names.get(step.path)?.pending.push({ at: step.at, bytes: step.bytes });
        return;
      case 'cut':
        this.#names.get(step.path)?.pending.push({ size: step.size });
        return;
      case 'sync':
        this.#sync(step.path);
        return;
      case 'rename': {
        const file = this.#names.get(step.path);
        if (!file) throw new Error(`${step.path} was renamed and is not known`);
        this.#rename(step.path, null);
        this.#rename(step.to, file);
        return;
      }
      case 'link': {
        const file = this.#names.get(step.path);
        if (file) this.#rename(step.to, file);
        return;
      }
      case 'unlink':
        this.#rename(step.path, null);
        return;
      case 'mkdir':
        this.#folders.add(step.path);
        this.#note(step.path, { name: step.path, file: null });
        return;
      case 'said':
    }
  }

  #open({ path, isCut, isMade }: { path: string; isCut: boolean; isMade: boolean }): void {
    if (this.#folders.has(path)) return;
    const known = this.#names.get(path);
    if (known && isCut) known.pending.push({ size: 0 });
    if (!known && isMade) this.#rename(path, { durable: Buffer.alloc(0), pending: [] });
  }

  #rename(path: string, file: File | null): void {
    if (file) this.#names.set(path, file);
    else this.#names.delete(path);
    this.#note(path, { name: path, file });
  }

  #note(path: string, renaming: Renaming): void {
    const folder = dirname(path);
    const noted = this.#renamings.get(folder) ?? [];
    noted.push(renaming);
    this.#renamings.set(folder, noted);
  }

  #sync(path: string): void {
    const file = this.#names.get(path);
    if (file) {
      for (const change of file.pending) file.durable = changed(file.durable, change);
      file.pending = [];
      return;
    }
    for (const renaming of this.#renamings.get(path) ?? [])
      keepName(renaming, { names: this.#durableNames, folders: this.#durableFolders, all: this.#folders });
    this.#renamings.delete(path);
  }

  /**
   * Writes what would be on the disk if the power went now, each file and folder by its own luck, below `target`. Without
   * luck nothing is left of what was not synced.
   */
  leave(target: string, luck: RandomStream | null): void {
    const names = new Map(this.#durableNames);
    const folders = new Set(this.#durableFolders);
    for (const renamings of this.#renamings.values()) {
      const kept = luck ? Math.floor(luck.fraction() * (renamings.length + 1)) : 0;
      for (const renaming of renamings.slice(0, kept)) keepName(renaming, { names, folders, all: this.#folders });
    }
    const place = (path: string): string => join(target, relative(this.#root, path));
    for (const folder of folders) if (this.#isReachable(folder, folders)) mkdirSync(place(folder), { recursive: true });
    for (const [path, file] of names) {
      // Shared memory of SQLite is not read after a crash.
      if (!this.#isReachable(dirname(path), folders) || path.endsWith('-shm')) continue;
      writeFileSync(place(path), luck ? leftOf(file, luck) : file.durable);
    }
  }

  #isReachable(folder: string, folders: ReadonlySet<string>): boolean {
    return folder === this.#root || (folders.has(folder) && this.#isReachable(dirname(folder), folders));
  }
}

function keepName(
  { name, file }: Renaming,
  kept: { names: Map<string, File>; folders: Set<string>; all: ReadonlySet<string> },
): void {
  if (file) kept.names.set(name, file);
  else if (kept.all.has(name)) kept.folders.add(name);
  else kept.names.delete(name);
}

function leftOf({ durable, pending }: File, luck: RandomStream): Buffer {
  const left: Left = LEFT[Math.floor(luck.fraction() * LEFT.length)] ?? 'nothing';
  const some = Math.floor(luck.fraction() * (pending.length + 1));
  const torn = pending[some];
  const chosen: Record<Left, () => Change[]> = {
    nothing: () => [],
    everything: () => pending,
    'the first ones': () => pending.slice(0, some),
    'any of them': () => pending.filter(() => luck.fraction() < 0.5),
    'a torn one': () => [...pending.slice(0, some), ...(torn ? [tear(torn, luck)] : [])],
  };
  // `changed` may write into what it is given.
  return chosen[left]().reduce(changed, Buffer.from(durable));
}

/** Of a write that was under way whole sectors are there. */
function tear(change: Change, luck: RandomStream): Change {
  if ('size' in change) return change;
  const sectors = Math.floor(luck.fraction() * Math.ceil(change.bytes.length / SECTOR));
  return { at: change.at, bytes: change.bytes.subarray(0, sectors * SECTOR) };
}

function changed(content: Buffer, change: Change): Buffer {
  if ('size' in change)
    return change.size <= content.length
      ? content.subarray(0, change.size)
      : Buffer.concat([content, Buffer.alloc(change.size - content.length)]);
  const end = change.at + change.bytes.length;
  const target = end <= content.length ? content : Buffer.concat([content, Buffer.alloc(end - content.length)]);
  change.bytes.copy(target, change.at);
  return target;
}
