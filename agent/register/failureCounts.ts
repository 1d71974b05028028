// Wrong PINs in a row by badge, in a small file of its own beside the register: it changes with every wrong PIN, and an
// older register that is put back forgives nothing. Must not know operators.
import { replaceFileDurably, type Disk } from '../../config/disk.ts';

/** Badges that are counted; an operator's badge has 64 characters at most. */
const MAX_BADGES = 500;
const MAX_BYTES = 100_000;

/** The counts of one base, durable when `set` returns. */
export class FailureCounts {
  readonly #path: string;
  readonly #disk: Disk;
  #counts: Map<string, number>;

  /** A file that is absent or damaged counts from zero: what it loses, the delays after a start make up for. */
  constructor(path: string, disk: Disk) {
    this.#path = path;
    this.#disk = disk;
    this.#counts = parseCounts(disk.read(path, MAX_BYTES));
  }

  of(badge: string): number {
    return this.#counts.get(badge) ?? 0;
  }

  /** Badges with wrong PINs, and how many. */
  all(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /**
   * Sets the count of a badge; in memory even if the disk does not take it.
   *
   * @throws {Error} when the disk does not take it
   */
  set(badge: string, failures: number): void {
    const counts = new Map(this.#counts);
    counts.delete(badge);
    if (failures > 0) counts.set(badge, failures);
    const [oldest] = counts.keys();
    if (counts.size > MAX_BADGES && oldest !== undefined) counts.delete(oldest);
    this.#counts = counts;
    const text = `${JSON.stringify({ form: 1, failures: Object.fromEntries(counts) })}\n`;
    replaceFileDurably(this.#disk, { path: this.#path, text, mode: 0o640 });
  }
}

function parseCounts(text: string | null): Map<string, number> {
  try {
    const { failures } = JSON.parse(text ?? '{}') as { failures?: Record<string, unknown> };
    const counted = Object.entries(failures ?? {}).filter(
      (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) > 0,
    );
    return new Map(counted.slice(0, MAX_BADGES));
  } catch {
    return new Map();
  }
}
