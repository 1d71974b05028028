// Checkpoints: the ledger's head, signed by the base, as an entry of the ledger itself. Between two envelopes they
// prove how far the ledger went; on paper they prove it to an auditor. Must not know MQTT.
import { type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../../drivers/contract/clock.ts';
import { type Head, type Ledger, StorageError } from '../core/ports/ledger.ts';
import { CHECKPOINT_FORMAT } from '../core/model/siteEntries.ts';
import { CHECKPOINT_DOMAIN } from './contract/hashDomains.ts';
import type { BaseKeys } from './keyFiles.ts';
import type { LinkLog } from './linkLog.ts';

/** A base's ledger head, as a checkpoint signs it: with size and root of the epoch's tree. */
export interface CheckpointPosition extends Head {
  base: string;
  size: number;
  /** Hex. */
  root: string;
}

/**
 * "hakari/checkpoint/2" ‖ 00 ‖ base ‖ 00 ‖ epoch ‖ 00 ‖ seq as decimal text ‖ 00 ‖ size as decimal text ‖ 00 ‖ hash and
 * root as 32 raw bytes each.
 *
 * @see agent/ledger/FORMAT.md, "Checkpoints"
 */
export function encodeCheckpoint({ base, epoch, seq, hash, size, root }: CheckpointPosition): Uint8Array {
  const fields = [CHECKPOINT_DOMAIN, base, epoch, String(seq), String(size), ''].join('\0');
  return Buffer.concat([Buffer.from(fields, 'utf8'), Buffer.from(hash, 'hex'), Buffer.from(root, 'hex')]);
}

/**
 * Ed25519 signature over a checkpoint's bytes, base64url (86 characters).
 *
 * @see RFC 8032 section 5.1.6
 */
export function signCheckpoint(position: CheckpointPosition, key: KeyObject): string {
  return sign(null, encodeCheckpoint(position), key).toString('base64url');
}

/** A running schedule; `close` ends it. */
export interface CheckpointSchedule {
  close(): void;
}

/**
 * Appends a checkpoint every `intervalMs` in which other entries were added, once at the start if the last run left none,
 * and with `close`.
 */
export function startCheckpoints(options: {
  ledger: Ledger;
  keys: BaseKeys;
  clock: Clock;
  intervalMs: number;
  log: LinkLog;
  /** Whether everything up to the head was verified; see signingGuard.ts. */
  maySign: () => boolean;
}): CheckpointSchedule {
  let cancel: () => void = () => undefined;
  const recordAndRepeat = (): void => {
    recordCheckpoint(options);
    cancel = options.clock.after(options.intervalMs, recordAndRepeat);
  };
  recordAndRepeat();
  return {
    close: () => {
      cancel();
      recordCheckpoint(options);
    },
  };
}

function recordCheckpoint({
  ledger,
  keys,
  log,
  maySign,
}: {
  ledger: Ledger;
  keys: BaseKeys;
  log: LinkLog;
  maySign: () => boolean;
}): void {
  try {
    const head = ledger.head();
    if (head.seq === 0 || !maySign() || ledger.entryAt(head.seq)?.entry.kind === 'checkpoint') return;
    const position = { ...head, base: ledger.base, size: head.seq, root: ledger.treeRoot(head.seq) };
    const signature = signCheckpoint(position, keys.signing);
    const { seq, hash, size, root } = position;
    // decide() runs inside the transaction, after which nothing else can have been appended: head is still the head.
    ledger.transact(`checkpoint:${head.epoch}:${head.seq}`, () => ({
      entries: [
        {
          kind: 'checkpoint',
          body: { format: CHECKPOINT_FORMAT, seq, hash, size, root, signature },
        },
      ],
      effects: [],
      result: { seq: head.seq },
    }));
  } catch (error) {
    // The next checkpoint signs a later head; nothing is lost. Recovering the disk is left to the caller that has a
    // weighing to record.
    if (!(error instanceof StorageError)) throw error;
    log.warn('checkpoint-not-recorded', { code: error.code });
  }
}
