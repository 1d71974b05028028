// The store of queued commands: one key each, so that two pages of one browser never overwrite each other's. What
// cannot be read is dropped. Knows no network.
import type { OperatorId } from '../../core/model/ids.ts';
import type { Command } from '../../core/model/command.ts';

export interface QueuedCommand {
  command: Command;
  /** Who gave it; sent only in this person's name. */
  operator: OperatorId;
  askedWallMs: number;
  /** Sent in this order; the clock may jump. */
  order: number;
  /** The page that asked, and sends it as long as it is open. */
  page: string;
}

export interface QueuedCommandStore {
  /** Of every page and person, the oldest first. */
  list(): QueuedCommand[];
  /** False: not stored, it lives in this page alone. */
  put(queued: QueuedCommand): boolean;
  remove(id: string): void;
}

/** The part of the browser's storage that is used. */
export type KeyValueStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'hakari-outbox/';
/** The most commands read, of all persons. */
const MAX_STORED_COMMANDS = 1000;

/** `getStorage` throws or returns null where the browser stores nothing. */
export function createQueuedCommandStore(getStorage: () => KeyValueStorage | null): QueuedCommandStore {
  const tryWithStorage = <T>(action: (storage: KeyValueStorage) => T, otherwise: T): T => {
    try {
      const storage = getStorage();
      return storage === null ? otherwise : action(storage);
    } catch {
      return otherwise;
    }
  };
  return {
    list: () => tryWithStorage(listQueuedCommands, []).sort((a, b) => a.order - b.order),
    put: (queued) =>
      tryWithStorage((storage) => {
        storage.setItem(PREFIX + queued.command.id, JSON.stringify(queued));
        return true;
      }, false),
    remove: (id) => tryWithStorage((storage) => storage.removeItem(PREFIX + id), undefined),
  };
}

function listQueuedCommands(storage: KeyValueStorage): QueuedCommand[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (name) => name?.startsWith(PREFIX) ?? false,
  );
  return names.slice(0, MAX_STORED_COMMANDS).flatMap((name) => parseQueuedCommand(storage.getItem(name ?? '')) ?? []);
}

/** Null where this version of the page cannot read it. */
function parseQueuedCommand(text: string | null): QueuedCommand | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isQueuedCommand(value) ? value : null;
  } catch {
    return null;
  }
}

function isQueuedCommand(value: unknown): value is QueuedCommand {
  const candidate = value as Partial<QueuedCommand> | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.operator === 'string' &&
    typeof candidate.askedWallMs === 'number' &&
    typeof candidate.order === 'number' &&
    typeof candidate.page === 'string' &&
    typeof candidate.command?.id === 'string' &&
    typeof candidate.command.kind === 'string'
  );
}
