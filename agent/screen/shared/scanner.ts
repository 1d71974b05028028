// Barcode scanners and badge readers that type like a keyboard: caught wherever the focus is, distinguished from a
// person by the time per character, and queued until a handler has dealt with each code. Knows no component.

/** A person types slower than this on average. */
const MAX_MS_PER_CHARACTER = 35;
/** A longer silence begins a new code. */
const PAUSE_MS = 120;
const MIN_CODE_CHARACTERS = 4;
export const MAX_CODE_CHARACTERS = 200;
/** The next code waits no longer than this for the one before. */
export const SCAN_HANDLER_TIMEOUT_MS = 3000;
/** Codes in the queue; a person cannot scan so many ahead. */
export const MAX_QUEUED_SCANS = 200;

/** Deals with one code; resolves when the next may come. False: not for this handler, the next one is asked. */
export type ScanHandler = (code: string) => boolean | Promise<boolean>;

export interface KeyPress {
  key: string;
  atMs: number;
}

/** What Enter ended, if a scanner typed it. */
export type ScannerInput = { kind: 'code'; code: string } | { kind: 'too-long'; beginning: string };

/** Collects keys; returns the code when Enter ends keys that came at a scanner's pace. */
export class ScannerKeyBuffer {
  #text = '';
  /** More than the text where the code is too long to be one. */
  #keys = 0;
  #firstMs = 0;
  #lastMs = 0;

  addKey({ key, atMs }: KeyPress): ScannerInput | null {
    if (key === 'Enter') return this.#finish(atMs);
    if (key.length !== 1) return null;
    if (!this.isWithinCode(atMs)) {
      this.#text = '';
      this.#keys = 0;
      this.#firstMs = atMs;
    }
    this.#lastMs = atMs;
    this.#keys += 1;
    if (this.#text.length < MAX_CODE_CHARACTERS) this.#text += key;
    return null;
  }

  /** The next key belongs to a code that has begun. */
  isWithinCode(atMs: number): boolean {
    return this.#keys > 0 && atMs - this.#lastMs <= PAUSE_MS;
  }

  /** A code that was cut off would be another code: it is none. */
  #finish(atMs: number): ScannerInput | null {
    const [text, keys] = [this.#text, this.#keys];
    this.#text = '';
    this.#keys = 0;
    if (keys < MIN_CODE_CHARACTERS || (atMs - this.#firstMs) / keys >= MAX_MS_PER_CHARACTER) return null;
    return keys > text.length ? { kind: 'too-long', beginning: text } : { kind: 'code', code: text };
  }
}

export interface ScannerDependencies {
  /** Called for a code that no handler took, that is too long, or that came when the queue is full. */
  onUnhandled: (code: string) => void;
  /** Returns the function that calls it off. */
  schedule: (delayMs: number, action: () => void) => () => void;
}

export class Scanner {
  readonly #handlers: ScanHandler[] = [];
  readonly #queue: string[] = [];
  readonly #dependencies: ScannerDependencies;
  #busy = false;
  /** Codes wait for it: while a session ends, nobody knows yet for whom they are. */
  #heldBy: Promise<unknown> = Promise.resolve();

  constructor(dependencies: ScannerDependencies) {
    this.#dependencies = dependencies;
  }

  /** The handler registered last is asked first. Returns the function that removes it. */
  register(handler: ScanHandler): () => void {
    this.#handlers.push(handler);
    return () => {
      const index = this.#handlers.lastIndexOf(handler);
      if (index >= 0) this.#handlers.splice(index, 1);
    };
  }

  submit(code: string): void {
    if (this.#queue.length >= MAX_QUEUED_SCANS) {
      this.#dependencies.onUnhandled(code);
      return;
    }
    this.#queue.push(code);
    void this.#drain();
  }

  /** Codes that come before `change` is over are offered to the handlers that there are afterwards. */
  holdDuring(change: Promise<unknown>): void {
    this.#heldBy = Promise.all([this.#heldBy, this.#atMost(change)]);
  }

  /** Resolves with `change`, however it ends, or when a code has waited long enough. */
  #atMost(change: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#dependencies.schedule(SCAN_HANDLER_TIMEOUT_MS, resolve);
      const finish = (): void => {
        cancel();
        resolve();
      };
      void change.then(finish, finish);
    });
  }

  /** A scan that no handler can take. */
  reject(code: string): void {
    this.#dependencies.onUnhandled(code);
  }

  async #drain(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let code = this.#queue.shift(); code !== undefined; code = this.#queue.shift()) {
      await this.#heldBy;
      if (!(await this.#offerToHandlers(code))) this.#dependencies.onUnhandled(code);
    }
    this.#busy = false;
  }

  async #offerToHandlers(code: string): Promise<boolean> {
    for (const handler of [...this.#handlers].reverse()) if (await this.#runWithTimeout(handler, code)) return true;
    return false;
  }

  /**
   * A handler that throws has not taken the code; one that waits for the network has, and the next code does not wait
   * with it.
   */
  #runWithTimeout(handler: ScanHandler, code: string): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#dependencies.schedule(SCAN_HANDLER_TIMEOUT_MS, () => resolve(true));
      const finish = (isHandled: boolean): void => {
        cancel();
        resolve(isHandled);
      };
      // In a promise, so that a handler that throws at once is caught as well.
      void Promise.resolve(code)
        .then(handler)
        .then(finish, () => finish(false));
    });
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Listens to the whole document until the returned function is called. What a scanner typed into a field, or chose in a
 * list, is taken out of it again: a code is a command, not a text.
 */
export function interceptScannerKeys(scanner: Scanner, target: Document): () => void {
  const buffer = new ScannerKeyBuffer();
  let fieldBefore: { field: Field; value: string; atMs: number } | null = null;
  const handleKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const atMs = event.timeStamp;
    const field = asField(event.target);
    if (field !== null && (fieldBefore === null || fieldBefore.field !== field || atMs - fieldBefore.atMs > PAUSE_MS))
      fieldBefore = { field, value: field.value, atMs };
    else if (fieldBefore !== null) fieldBefore.atMs = atMs;
    // A space within a code would press the button that has the focus.
    if (event.key === ' ' && buffer.isWithinCode(atMs) && !acceptsSpace(event.target)) event.preventDefault();
    const input = buffer.addKey({ key: event.key, atMs });
    if (input === null) {
      if (event.key === 'Enter') fieldBefore = null;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (fieldBefore !== null && fieldBefore.field.value !== fieldBefore.value)
      restoreValue(fieldBefore.field, fieldBefore.value);
    fieldBefore = null;
    if (input.kind === 'code') scanner.submit(input.code);
    else scanner.reject(`${input.beginning}…`);
  };
  target.addEventListener('keydown', handleKeyDown, true);
  return () => target.removeEventListener('keydown', handleKeyDown, true);
}

function asField(target: EventTarget | null): Field | null {
  return target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
    ? target
    : null;
}

const BUTTON_INPUT_TYPES: ReadonlySet<string> = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file']);

/** A space is a character there. */
function acceptsSpace(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !BUTTON_INPUT_TYPES.has(target.type))
  );
}

function restoreValue(field: Field, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (field instanceof HTMLSelectElement) field.dispatchEvent(new Event('change', { bubbles: true }));
}
