// lowdb's adapter for the register's files, and what they turn out to be at start. `register.json` is the document;
// `register.last-good.json` is a copy of what the agent wrote last, so that neither an edit nor damage loses anything.
// Knows nothing of operators or ledger.
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { describeRegisterDifferences, type RegisterContent } from './registerContent.ts';
import { replaceFileDurably, type Disk } from './disk.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';
import { parseRegister, formatRegister, type ParsedRegister, type RegisterDocument } from './registerText.ts';

const MODE = 0o640;

export interface RegisterPaths {
  folder: string;
  main: string;
  lastGood: string;
  /** An edit by hand, set aside until a technician adopts or discards it. */
  handEdit: string;
  /** A damaged file, set aside for a person to look at. */
  damaged: string;
  /** A change on its way: see pending.ts. */
  pending: string;
  pepper: string;
}

export function registerPathsIn(folder: string): RegisterPaths {
  const file = (name: string): string => join(folder, name);
  return {
    folder,
    main: file('register.json'),
    lastGood: file('register.last-good.json'),
    handEdit: file('register.hand-edit.json'),
    damaged: file('register.broken.json'),
    pending: file('register.pending.json'),
    pepper: file('register.pepper'),
  };
}

/** Neither the file nor its last good copy can be read: the register must not start empty by itself. */
export class RegisterUnreadableError extends Error {
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
    const main = this.#readParsed(this.#paths.main);
    const copy = this.#readParsed(this.#paths.lastGood);
    if (main === null && copy === null) return Promise.resolve(null);
    if (main?.kind === 'good') {
      // A power cut between the two files leaves the copy one version behind.
      if (copy?.kind !== 'good' || copy.document.contentHash !== main.document.contentHash)
        this.#write(this.#paths.lastGood, main.document);
      return Promise.resolve(main.document.content);
    }
    if (copy?.kind !== 'good') {
      const why = main?.kind === 'broken' ? main.why : main?.kind === 'edited' ? 'edited by hand' : 'missing';
      throw new RegisterUnreadableError(
        `${this.#paths.main} cannot be used (${why}) and ${this.#paths.lastGood} cannot replace it. Restore one of them from a backup, or move both away to begin with an empty register.`,
      );
    }
    this.#setAside(main);
    this.#write(this.#paths.main, copy.document);
    return Promise.resolve(copy.document.content);
  }

  write(content: RegisterContent): Promise<void> {
    const text = formatRegister(content);
    replaceFileDurably(this.#disk, this.#paths.folder, { path: this.#paths.main, text, mode: MODE });
    replaceFileDurably(this.#disk, this.#paths.folder, { path: this.#paths.lastGood, text, mode: MODE });
    return Promise.resolve();
  }

  /** The edit that waits for a technician, if there is one. */
  handEdit(current: RegisterContent): HandEdit | null {
    const edit = this.#readParsed(this.#paths.handEdit);
    if (edit === null || edit.kind === 'broken') return null;
    return {
      contentHash: edit.document.contentHash,
      differences: describeRegisterDifferences(current, edit.document.content),
      content: edit.document.content,
    };
  }

  /** Why the register was replaced by its copy, as long as the damaged file lies there; null if it does not. */
  describeDamage(): string | null {
    const broken = this.#readParsed(this.#paths.damaged);
    if (broken === null) return null;
    return broken.kind === 'broken' ? broken.why : 'the file was missing or damaged';
  }

  removeHandEdit(): void {
    this.#disk.remove(this.#paths.handEdit);
    this.#disk.syncFolder(this.#paths.folder);
  }

  #setAside(main: ParsedRegister | null): void {
    if (main === null) {
      replaceFileDurably(this.#disk, this.#paths.folder, { path: this.#paths.damaged, text: '', mode: MODE });
      return;
    }
    // Copied, not moved: if the power goes now, the next start finds the same edit again.
    const text = this.#disk.read(this.#paths.main, REGISTER_LIMITS.fileBytes) ?? '';
    const path = main.kind === 'edited' ? this.#paths.handEdit : this.#paths.damaged;
    replaceFileDurably(this.#disk, this.#paths.folder, { path, text, mode: MODE });
  }

  #write(path: string, document: RegisterDocument): void {
    replaceFileDurably(this.#disk, this.#paths.folder, { path, text: formatRegister(document.content), mode: MODE });
  }

  #readParsed(path: string): ParsedRegister | null {
    const text = this.#disk.read(path, REGISTER_LIMITS.fileBytes);
    return text === null ? null : parseRegister(text);
  }
}
