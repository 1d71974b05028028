// Photographs on their way to the agent: first the file, then the command that attaches it to a finding. What cannot
// be sent waits in the page's memory: too large for the tablet's storage, and a secret if the tablet is carried away.
// Knows no component; time and network are handed in.
import type { FindingId, OperatorId, PhotoHash } from '../../core/model/ids.ts';
import type { RequestError, RequestResult } from '../shared/requestResult.ts';

export interface QueuedPhoto {
  id: string;
  finding: FindingId;
  /** Who took it; sent only in this person's name. */
  operator: OperatorId;
  file: Blob;
  /** A small picture as data address. */
  preview: string;
  state: 'sending' | 'waiting' | 'declined';
  error: RequestError | null;
}

export interface PhotoQueueDependencies {
  upload(file: Blob): Promise<RequestResult<{ photo: PhotoHash }>>;
  /** Through the outbox, which keeps it until there is an answer. */
  attach(finding: FindingId, photo: PhotoHash): Promise<RequestResult<unknown>>;
  /** Returns the function that calls it off. */
  schedule(delayMs: number, action: () => void): () => void;
  createId(): string;
  onChange(): void;
}

/** 15 MB of memory at most. */
export const MAX_QUEUED_PHOTOS = 10;
const RETRY_MS = 5000;
/** Errors of the moment, not answers to the photograph: it is sent again. */
const RETRYABLE_CODES: ReadonlySet<string> = new Set([
  'unreachable',
  'busy',
  'internal',
  'not-signed-in',
  'photos-waiting',
  'evidence-failed',
]);

export class PhotoQueue {
  readonly #dependencies: PhotoQueueDependencies;
  #photos: QueuedPhoto[] = [];
  #operator: OperatorId | null = null;
  #draining = false;
  #cancelRetry: () => void = () => undefined;

  constructor(dependencies: PhotoQueueDependencies) {
    this.#dependencies = dependencies;
  }

  photosOfFinding(finding: FindingId): readonly QueuedPhoto[] {
    return this.#photos.filter((photo) => photo.finding === finding && photo.operator === this.#operator);
  }

  get isEmpty(): boolean {
    return this.#photos.length === 0;
  }

  get isFull(): boolean {
    return this.#photos.length >= MAX_QUEUED_PHOTOS;
  }

  /** Signed in: what this person left is sent now. Null: nobody is. */
  setOperator(operator: OperatorId | null): void {
    this.#operator = operator;
    this.#dependencies.onChange();
    if (operator !== null) this.retryNow();
  }

  /** False: too many wait, or nobody is signed in. */
  add({ finding, file, preview }: Pick<QueuedPhoto, 'finding' | 'file' | 'preview'>): boolean {
    if (this.#operator === null || this.isFull) return false;
    this.#photos = [
      ...this.#photos,
      {
        id: this.#dependencies.createId(),
        finding,
        operator: this.#operator,
        file,
        preview,
        state: 'sending',
        error: null,
      },
    ];
    this.retryNow();
    return true;
  }

  discard(id: string): void {
    this.#photos = this.#photos.filter((photo) => photo.id !== id);
    this.#dependencies.onChange();
  }

  /** Also a declined photograph: the reason may be gone. */
  retry(id: string): void {
    this.#update(id, { state: 'waiting', error: null });
    this.retryNow();
  }

  /** The agent or the network is back: sends without waiting for the retry timer. */
  retryNow(): void {
    this.#cancelRetry();
    this.#cancelRetry = () => undefined;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) if (!(await this.#sendOne(next))) return;
    } finally {
      this.#draining = false;
      this.#dependencies.onChange();
    }
  }

  #next(): QueuedPhoto | undefined {
    return this.#photos.find(({ state, operator }) => state !== 'declined' && operator === this.#operator);
  }

  /** False: nothing can be sent now. */
  async #sendOne({ id, file, finding }: QueuedPhoto): Promise<boolean> {
    this.#update(id, { state: 'sending', error: null });
    const uploaded = await this.#dependencies.upload(file);
    const answer = uploaded.ok ? await this.#dependencies.attach(finding, uploaded.value.photo) : uploaded;
    // The same picture, or its answer was lost on the way: it is where it should be.
    if (answer.ok || answer.error.code === 'photo-attached') {
      this.discard(id);
      return true;
    }
    if (RETRYABLE_CODES.has(answer.error.code)) {
      this.#update(id, { state: 'waiting', error: answer.error });
      this.#cancelRetry();
      this.#cancelRetry = this.#dependencies.schedule(RETRY_MS, () => void this.#drain());
      return false;
    }
    this.#update(id, { state: 'declined', error: answer.error });
    return true;
  }

  #update(id: string, change: Partial<QueuedPhoto>): void {
    this.#photos = this.#photos.map((photo) => (photo.id === id ? { ...photo, ...change } : photo));
    this.#dependencies.onChange();
  }
}
