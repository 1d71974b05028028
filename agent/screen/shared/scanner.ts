// Barcode scanners and badge readers that type like a keyboard: caught wherever the focus is, told from a person's typing by
// their pace, and kept in order until somebody has dealt with each, so that none is lost however fast they come.

/** Nobody types faster than this on average. */
const MS_PER_CHARACTER_MOST = 35;
/** A longer silence begins a new code. */
const PAUSE_MS = 120;
const SHORTEST = 4;
const LONGEST = 200;
/** Codes that wait to be dealt with; a person cannot scan so many ahead. */
const WAITING_MOST = 200;

/** Deals with one code; resolves when the next may come. False: not meant for this part, ask the one below. */
export type Take = (code: string) => boolean | Promise<boolean>;

export interface Keyed {
  key: string;
  atMs: number;
}

/** Gathers keys; gives the code when Enter ends what only a scanner types. Pure but for what it keeps. */
export class Gathering {
  #text = '';
  #firstMs = 0;
  #lastMs = 0;

  /** The scanned code, or null. */
  key({ key, atMs }: Keyed): string | null {
    if (key === 'Enter') {
      const code = this.#text;
      const fast = code.length >= SHORTEST && (atMs - this.#firstMs) / code.length < MS_PER_CHARACTER_MOST;
      this.#text = '';
      return fast ? code : null;
    }
    if (key.length !== 1) return null;
    if (this.#text === '' || atMs - this.#lastMs > PAUSE_MS) {
      this.#text = '';
      this.#firstMs = atMs;
    }
    this.#lastMs = atMs;
    if (this.#text.length < LONGEST) this.#text += key;
    return null;
  }
}

export class Scanner {
  readonly #takers: Take[] = [];
  readonly #waiting: string[] = [];
  readonly #unwanted: (code: string) => void;
  #busy = false;

  /** `unwanted` is told of a code that no part of the page asked for, or that came when too many wait. */
  constructor(unwanted: (code: string) => void) {
    this.#unwanted = unwanted;
  }

  /** The part registered last is asked first. Returns the function that takes it away. */
  register(take: Take): () => void {
    this.#takers.push(take);
    return () => {
      const at = this.#takers.lastIndexOf(take);
      if (at >= 0) this.#takers.splice(at, 1);
    };
  }

  submit(code: string): void {
    if (this.#waiting.length >= WAITING_MOST) {
      this.#unwanted(code);
      return;
    }
    this.#waiting.push(code);
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let code = this.#waiting.shift(); code !== undefined; code = this.#waiting.shift()) if (!(await this.#taken(code))) this.#unwanted(code);
    this.#busy = false;
  }

  async #taken(code: string): Promise<boolean> {
    for (const take of [...this.#takers].reverse()) if (await take(code)) return true;
    return false;
  }
}

/**
 * Listens to the whole document until the returned function is called. Characters that a scanner typed into a field are taken
 * out of it again: a code is an act, not a text.
 */
export function catchKeys(scanner: Scanner, target: Document): () => void {
  const gathering = new Gathering();
  let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string; atMs: number } | null = null;
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement ? event.target : null;
    const atMs = event.timeStamp;
    if (field !== null && (before === null || before.field !== field || atMs - before.atMs > PAUSE_MS)) before = { field, value: field.value, atMs };
    else if (before !== null) before.atMs = atMs;
    const code = gathering.key({ key: event.key, atMs });
    if (code === null) {
      if (event.key === 'Enter') before = null;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (before !== null) {
      before.field.value = before.value;
      before.field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    before = null;
    scanner.submit(code);
  };
  target.addEventListener('keydown', pressed, true);
  return () => target.removeEventListener('keydown', pressed, true);
}
