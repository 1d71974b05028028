// lowdb's adapter for the register's files, and what they turn out to be at start. `register.json` is the document;
// `register.last-good.json` is a copy of what the agent wrote last, so that neither an edit nor damage loses anything.
// Knows nothing of operators or ledger.
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { differences, type RegisterContent } from './document.ts';
import { replaceFile, type Disk } from './disk.ts';
import { REGISTER_LIMITS } from './form.ts';
import { parse, toText, type Parsed, type RegisterDocument } from './text.ts';

const MODE = 0o640;

export interface RegisterPaths {
  folder: string;
  main: string;
  lastGood: string;
  /** An edit by hand, set aside until a technician adopts or discards it. */
  handEdit: string;
  /** A damaged file, set aside for a person to look at. */
  broken: string;
  /** A change on its way: see pending.ts. */
  pending: string;
  pepper: string;
}

export function registerPaths(folder: string): RegisterPaths {
  const file = (name: string): string => join(folder, name);
  return {
    folder,
    main: file('register.json'),
    lastGood: file('register.last-good.json'),
    handEdit: file('register.hand-edit.json'),
    broken: file('register.broken.json'),
    pending: file('register.pending.json'),
    pepper: file('register.pepper'),
  };
}

/** Neither the file nor its last good copy can be read: the register must not start empty by itself. */
export class RegisterUnreadable extends Error {
  override readonly name = 'RegisterUnreadable';
}

export interface HandEdit {
  contentHash: string;
  /** In words, without secrets. */
  differences: string[];
  content: RegisterContent;
}

export class RegisterFile implements Adapter<RegisterContent> {
  readonly #paths: RegisterPaths;
  readonly #disk: Disk;

  constructor(paths: RegisterPaths, disk: Disk) {
    this.#paths = paths;
    this.#disk = disk;
  }

  /**
   * The content as the agent wrote it last; null where there has never been a register. Sets edits and damage aside.
   */
  read(): Promise<RegisterContent | null> {
    const main = this.#parsed(this.#paths.main);
    const copy = this.#parsed(this.#paths.lastGood);
    if (main === null && copy === null) return Promise.resolve(null);
    if (main?.kind === 'good') {
      // A power cut between the two files leaves the copy one version behind.
      if (copy?.kind !== 'good' || copy.document.contentHash !== main.document.contentHash)
        this.#put(this.#paths.lastGood, main.document);
      return Promise.resolve(main.document.content);
    }
    if (copy?.kind !== 'good') {
      const why = main?.kind === 'broken' ? main.why : main?.kind === 'edited' ? 'edited by hand' : 'missing';
      throw new RegisterUnreadable(
        `${this.#paths.main} cannot be used (${why}) and ${this.#paths.lastGood} cannot replace it. Restore one of them from a backup, or move both away to begin with an empty register.`,
      );
    }
    this.#setAside(main);
    this.#put(this.#paths.main, copy.document);
    return Promise.resolve(copy.document.content);
  }

  write(content: RegisterContent): Promise<void> {
    const text = toText(content);
    replaceFile(this.#disk, this.#paths.folder, { path: this.#paths.main, text, mode: MODE });
    replaceFile(this.#disk, this.#paths.folder, { path: this.#paths.lastGood, text, mode: MODE });
    return Promise.resolve();
  }

  /** The edit that waits for a technician, if there is one. */
  handEdit(current: RegisterContent): HandEdit | null {
    const edit = this.#parsed(this.#paths.handEdit);
    if (edit === null || edit.kind === 'broken') return null;
    return {
      contentHash: edit.document.contentHash,
      differences: differences(current, edit.document.content),
      content: edit.document.content,
    };
  }

  /** Why the register was replaced by its copy, as long as the damaged file lies there; null if it does not. */
  damage(): string | null {
    const broken = this.#parsed(this.#paths.broken);
    if (broken === null) return null;
    return broken.kind === 'broken' ? broken.why : 'the file was missing or damaged';
  }

  forgetHandEdit(): void {
    this.#disk.remove(this.#paths.handEdit);
    this.#disk.syncFolder(this.#paths.folder);
  }

  #setAside(main: Parsed | null): void {
    if (main === null) {
      replaceFile(this.#disk, this.#paths.folder, { path: this.#paths.broken, text: '', mode: MODE });
      return;
    }
    // Copied, not moved: if the power goes now, the next start finds the same edit again.
    const text = this.#disk.read(this.#paths.main, REGISTER_LIMITS.fileBytes) ?? '';
    const path = main.kind === 'edited' ? this.#paths.handEdit : this.#paths.broken;
    replaceFile(this.#disk, this.#paths.folder, { path, text, mode: MODE });
  }

  #put(path: string, document: RegisterDocument): void {
    replaceFile(this.#disk, this.#paths.folder, { path, text: toText(document.content), mode: MODE });
  }

  #parsed(path: string): Parsed | null {
    const text = this.#disk.read(path, REGISTER_LIMITS.fileBytes);
    return text === null ? null : parse(text);
  }
}
