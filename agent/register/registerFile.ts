// lowdb's adapter for the register's files, and what they turn out to be at start. `register.json` is the document;
// `register.last-good.json` is a copy of what the agent wrote last, so that neither an edit nor damage loses anything.
// Must not know operators or the ledger.
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import {
  describeRegisterDifferences,
  hashRegisterContent,
  pinHashesOf,
  type PinHash,
  type RegisterContent,
} from './registerContent.ts';
import { replaceFileDurably, type Disk } from '../../config/disk.ts';
import { REGISTER_LIMITS } from './registerValidation.ts';
import { parseRegister, formatRegister, type ParsedRegister, type RegisterDocument } from './registerText.ts';

const FILE_MODE = 0o640;

/** Every file of the register in the data folder. */
export interface RegisterPaths {
  folder: string;
  main: string;
  lastGood: string;
  /** An edit by hand, set aside until a technician adopts or discards it. */
  handEdit: string;
  /** A damaged file, set aside for a person to look at. */
  damaged: string;
  /** The change under way: see pendingChange.ts. */
  pending: string;
  /** Wrong PINs in a row. */
  failures: string;
  pepper: string;
}

/** The register's files in a data folder. */
export function registerPathsIn(folder: string): RegisterPaths {
  const file = (name: string): string => join(folder, name);
  return {
    folder,
    main: file('register.json'),
    lastGood: file('register.last-good.json'),
    handEdit: file('register.hand-edit.json'),
    damaged: file('register.broken.json'),
    pending: file('register.pending.json'),
    failures: file('register.failures.json'),
    pepper: file('register.pepper'),
  };
}

/** Neither the file nor its last good copy can be read: an empty register must not take their place. */
export class RegisterUnreadableError extends Error {
  override readonly name = 'RegisterUnreadableError';
}

/** An edit of register.json by hand that waits for a technician. */
export interface HandEdit {
  contentHash: string;
  /** In words, without secrets. */
  differences: string[];
  content: RegisterContent;
}

/** The register's file with its last good copy. */
export class RegisterFile implements Adapter<RegisterContent> {
  readonly #paths: RegisterPaths;
  readonly #disk: Disk;

  constructor(paths: RegisterPaths, disk: Disk) {
    this.#paths = paths;
    this.#disk = disk;
  }

  /**
   * The content as the agent wrote it last; null where there has never been a register. Sets an edited or damaged file
   * aside.
   *
   * @throws {RegisterUnreadableError} when neither file nor copy is sound
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
      const reason = main?.kind === 'broken' ? main.reason : main?.kind === 'edited' ? 'edited by hand' : 'missing';
      throw new RegisterUnreadableError(
        `${this.#paths.main} cannot be used (${reason}) and ${this.#paths.lastGood} cannot replace it. Restore one of them from a backup, or move both away to begin with an empty register.`,
      );
    }
    this.#setAside(main);
    this.#write(this.#paths.main, copy.document);
    return Promise.resolve(copy.document.content);
  }

  /**
   * Writes file and copy, both durable when it returns. The file is read back before it replaces the copy: what the
   * agent itself cannot read again must not become the last good one.
   *
   * @throws {Error} when the disk fails, or the file cannot be read back
   */
  write(content: RegisterContent): Promise<void> {
    const text = formatRegister(content);
    replaceFileDurably(this.#disk, { path: this.#paths.main, text, mode: FILE_MODE });
    const readBack = this.#readParsed(this.#paths.main);
    if (readBack?.kind !== 'good' || readBack.document.contentHash !== hashRegisterContent(content))
      throw new Error(
        `${this.#paths.main} cannot be read back as it was written${readBack?.kind === 'broken' ? ` (${readBack.reason})` : ''}`,
      );
    replaceFileDurably(this.#disk, { path: this.#paths.lastGood, text, mode: FILE_MODE });
    return Promise.resolve();
  }

  /** Sets a document aside that does not say what the ledger says, as a hand edit that waits for a technician. */
  setAsideAsHandEdit(content: RegisterContent): void {
    replaceFileDurably(this.#disk, { path: this.#paths.handEdit, text: formatRegister(content), mode: FILE_MODE });
  }

  /** PIN hashes that file, copy and hand edit hold; of several of one operator, all of them. */
  heldPins(): PinHash[] {
    return [this.#paths.main, this.#paths.lastGood, this.#paths.handEdit].flatMap((path) => {
      const held = this.#readParsed(path);
      return held === null || held.kind === 'broken' ? [] : [...pinHashesOf(held.document.content).values()];
    });
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

  /** Why the register was replaced by its copy, as long as the damaged file is there; null if it is not. */
  describeDamage(): string | null {
    const damaged = this.#readParsed(this.#paths.damaged);
    if (damaged === null) return null;
    return damaged.kind === 'broken' ? damaged.reason : 'the file was missing or damaged';
  }

  /** Removes the hand edit, durably. */
  removeHandEdit(): void {
    this.#disk.remove(this.#paths.handEdit);
    this.#disk.syncFolder(this.#paths.folder);
  }

  #setAside(main: ParsedRegister | null): void {
    if (main === null) {
      replaceFileDurably(this.#disk, { path: this.#paths.damaged, text: '', mode: FILE_MODE });
      return;
    }
    // Copied, not moved: if the power goes now, the next start finds the same edit again.
    const text = this.#disk.read(this.#paths.main, REGISTER_LIMITS.fileBytes) ?? '';
    const path = main.kind === 'edited' ? this.#paths.handEdit : this.#paths.damaged;
    replaceFileDurably(this.#disk, { path, text, mode: FILE_MODE });
  }

  #write(path: string, document: RegisterDocument): void {
    replaceFileDurably(this.#disk, { path, text: formatRegister(document.content), mode: FILE_MODE });
  }

  #readParsed(path: string): ParsedRegister | null {
    const text = this.#disk.read(path, REGISTER_LIMITS.fileBytes);
    return text === null ? null : parseRegister(text);
  }
}
