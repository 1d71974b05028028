// Checkpoints: the ledger's head, signed by the base, as an entry of the ledger itself. Between two envelopes they
// prove how far the ledger went; on paper they prove it to an auditor. Must not know MQTT.
import { type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../../drivers/contract/clock.ts';
import { type Head, type Ledger, StorageError } from '../core/ports/ledger.ts';
import { CHECKPOINT_DOMAIN } from './contract/hashDomains.ts';
import type { BaseKeys } from './keyFiles.ts';
import type { LinkLog } from './linkLog.ts';

export interface CheckpointPosition extends Head {
  base: string;
}

/** "hakari/checkpoint/1" ‖ 00 ‖ base ‖ 00 ‖ epoch ‖ 00 ‖ seq as decimal text ‖ 00 ‖ hash as 32 raw bytes. */
export function encodeCheckpoint({ base, epoch, seq, hash }: CheckpointPosition): Uint8Array {
  const words = [CHECKPOINT_DOMAIN, base, epoch, String(seq), ''].join('\0');
  return Buffer.concat([Buffer.from(words, 'utf8'), Buffer.from(hash, 'hex')]);
}

/** Ed25519 signature over those bytes, base64url (86 characters). */
export function signCheckpoint(position: CheckpointPosition, key: KeyObject): string {
  return sign(null, encodeCheckpoint(position), key).toString('base64url');
}

export interface CheckpointSchedule {
  close(): void;
}

/**
 * Appends a checkpoint every `intervalMs` in which other entries were added, and once at the start if the last run left
 * none.
 */
export function startCheckpoints(options: {
  ledger: Ledger;
  keys: BaseKeys;
  clock: Clock;
  intervalMs: number;
  log: LinkLog;
}): CheckpointSchedule {
  let cancel: () => void = () => undefined;
  const turn = (): void => {
    recordCheckpoint(options);
    cancel = options.clock.after(options.intervalMs, turn);
  };
  turn();
  return { close: () => cancel() };
}

function recordCheckpoint({ ledger, keys, log }: { ledger: Ledger; keys: BaseKeys; log: LinkLog }): void {
  try {
    const head = ledger.head();
    if (head.seq === 0 || ledger.entryAt(head.seq)?.entry.kind === 'checkpoint') return;
    // decide() runs inside the transaction, after which nothing else can have been appended: head is still the head.
    ledger.transact(`checkpoint:${head.epoch}:${head.seq}`, () => ({
      entries: [
        {
          kind: 'checkpoint',
          body: {
            seq: head.seq,
            hash: head.hash,
            signature: signCheckpoint({ base: ledger.base, ...head }, keys.signing),
          },
        },
      ],
      effects: [],
      result: { seq: head.seq },
    }));
  } catch (error) {
    // The next turn signs a later head; nothing is lost. Recovering the disk is for whoever has a weighing to save.
    if (!(error instanceof StorageError)) throw error;
    log.warn('checkpoint-not-recorded', { code: error.code });
  }
}
