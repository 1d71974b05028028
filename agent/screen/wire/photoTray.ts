// Photographs on their way to the agent: first the file, then the command that says of what it is evidence. What cannot
// be sent waits in the page's memory, as long as the page is open: too large for the tablet's small store, and a secret
// if it is carried away. Knows no component; time and the way out are handed in.
import type { Answer, Trouble } from './api.ts';

export interface TrayPhoto {
  id: string;
  finding: string;
  /** Whose it is: it is sent in nobody else's name. */
  operator: string;
  file: Blob;
  /** A small picture as data address. */
  preview: string;
  state: 'sending' | 'waiting' | 'declined';
  trouble: Trouble | null;
}

export interface TrayParts {
  send(file: Blob): Promise<Answer<{ photo: string }>>;
  /** Through the outbox, which keeps it until there is an answer. */
  attach(finding: string, photo: string): Promise<Answer<unknown>>;
  /** Returns the function that calls it off. */
  after(delayMs: number, action: () => void): () => void;
  newId(): string;
  changed(): void;
}

/** 15 MB of memory at most. */
export const PHOTOS_WAITING_MOST = 10;
const RETRY_MS = 5000;
/** Not an answer to the photograph but to the moment. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'unreachable',
  'busy',
  'internal',
  'not-signed-in',
  'photos-waiting',
  'evidence-failed',
]);

export class PhotoTray {
  readonly #parts: TrayParts;
  #photos: TrayPhoto[] = [];
  #operator: string | null = null;
  #working = false;
  #cancel: () => void = () => undefined;

  constructor(parts: TrayParts) {
    this.#parts = parts;
  }

  of(finding: string): readonly TrayPhoto[] {
    return this.#photos.filter((one) => one.finding === finding && one.operator === this.#operator);
  }

  get isEmpty(): boolean {
    return this.#photos.length === 0;
  }

  get isFull(): boolean {
    return this.#photos.length >= PHOTOS_WAITING_MOST;
  }

  /** Signed in: what this person left is sent now. Null: nobody is. */
  setOperator(operator: string | null): void {
    this.#operator = operator;
    this.#parts.changed();
    if (operator !== null) this.hurry();
  }

  /** False: too many wait, or nobody is signed in. */
  add({ finding, file, preview }: Pick<TrayPhoto, 'finding' | 'file' | 'preview'>): boolean {
    if (this.#operator === null || this.isFull) return false;
    this.#photos = [
      ...this.#photos,
      { id: this.#parts.newId(), finding, operator: this.#operator, file, preview, state: 'sending', trouble: null },
    ];
    this.hurry();
    return true;
  }

  drop(id: string): void {
    this.#photos = this.#photos.filter((one) => one.id !== id);
    this.#parts.changed();
  }

  /** A declined one is tried again: what stood against it may be gone. */
  again(id: string): void {
    this.#set(id, { state: 'waiting', trouble: null });
    this.hurry();
  }

  /** The agent was heard, or the network is back: no need to wait longer. */
  hurry(): void {
    this.#cancel();
    this.#cancel = () => undefined;
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) if (!(await this.#sendOne(next))) return;
    } finally {
      this.#working = false;
      this.#parts.changed();
    }
  }

  #next(): TrayPhoto | undefined {
    return this.#photos.find(({ state, operator }) => state !== 'declined' && operator === this.#operator);
  }

  /** False: nothing can be sent now. */
  async #sendOne({ id, file, finding }: TrayPhoto): Promise<boolean> {
    this.#set(id, { state: 'sending', trouble: null });
    const sent = await this.#parts.send(file);
    const answer = sent.ok ? await this.#parts.attach(finding, sent.value.photo) : sent;
    // The same picture, or its answer was lost on the way: it is where it should be.
    if (answer.ok || answer.trouble.code === 'photo-attached') {
      this.drop(id);
      return true;
    }
    if (NOT_NOW.has(answer.trouble.code)) {
      this.#set(id, { state: 'waiting', trouble: answer.trouble });
      this.#cancel();
      this.#cancel = this.#parts.after(RETRY_MS, () => void this.#work());
      return false;
    }
    this.#set(id, { state: 'declined', trouble: answer.trouble });
    return true;
  }

  #set(id: string, change: Partial<TrayPhoto>): void {
    this.#photos = this.#photos.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.#parts.changed();
  }
}
