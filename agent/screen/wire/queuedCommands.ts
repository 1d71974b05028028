// Where commands wait with the tablet: one place each, so that two pages of one browser never write over each other's.
// What cannot be kept is said, what cannot be read is dropped. Knows no network.
import type { Command } from '../../core/model/command.ts';

export interface QueuedCommand {
  command: Command;
  /** Whose it is: it is sent in nobody else's name. */
  operator: string;
  askedWallMs: number;
  /** Sent in this order; the clock may jump. */
  order: number;
  /** The page that asked, and sends it as long as it is open. */
  page: string;
}

export interface QueuedCommandStore {
  /** Of every page and person, the oldest first. */
  list(): QueuedCommand[];
  /** False: not kept, it lives in this page alone. */
  put(kept: QueuedCommand): boolean;
  remove(id: string): void;
}

/** The part of the browser's storage that is used. */
export type KeyValueStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'hakari-outbox/';
/** Of all persons: whatever stands there beyond it is not this program's. */
const KEPT_MOST = 1000;

/** `shelf` throws or is null where the browser keeps nothing. */
export function createQueuedCommandStore(shelf: () => KeyValueStorage | null): QueuedCommandStore {
  const tried = <T>(action: (open: KeyValueStorage) => T, otherwise: T): T => {
    try {
      const open = shelf();
      return open === null ? otherwise : action(open);
    } catch {
      return otherwise;
    }
  };
  return {
    list: () => tried(listed, []).sort((a, b) => a.order - b.order),
    put: (kept) =>
      tried((open) => {
        open.setItem(PREFIX + kept.command.id, JSON.stringify(kept));
        return true;
      }, false),
    remove: (id) => tried((open) => open.removeItem(PREFIX + id), undefined),
  };
}

function listed(shelf: KeyValueStorage): QueuedCommand[] {
  const names = Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter(
    (name) => name?.startsWith(PREFIX) ?? false,
  );
  return names.slice(0, KEPT_MOST).flatMap((name) => readKept(shelf.getItem(name ?? '')) ?? []);
}

/** Null: what another version of the page kept and this one cannot read is of no use to anybody. */
function readKept(text: string | null): QueuedCommand | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is QueuedCommand {
  const one = value as Partial<QueuedCommand> | null;
  return (
    typeof one === 'object' &&
    one !== null &&
    typeof one.operator === 'string' &&
    typeof one.askedWallMs === 'number' &&
    typeof one.order === 'number' &&
    typeof one.page === 'string' &&
    typeof one.command?.id === 'string' &&
    typeof one.command.kind === 'string'
  );
}
