// Entries of the base itself: epochs, starts, orders received, checkpoints, the register.
import { z } from 'zod';
import { entryKind, part, variant } from './declare.ts';
import {
  anyId,
  count,
  epochId,
  hashHex,
  instrumentId,
  operatorId,
  publicKey,
  seqNumber,
  signedText,
  text,
} from './values.ts';
import { order } from './order.ts';
import { ROLES } from './roles.ts';

const operatorPut = variant('operator-put', '', {
  operator: [operatorId, 'id'],
  name: [text, 'of the person'],
  roles: [
    z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    'in this order: `operator`, `supervisor`, `technician`, `auditor`',
  ],
  badge: [text, 'badge id'],
});

const pinSet = variant('pin-set', '', {
  operator: [operatorId, 'id'],
  pin: [anyId.nullable(), 'random id of the PIN’s hash, which no entry carries; null: the PIN was lost'],
});

const operatorLocked = variant('operator-locked', '', {
  operator: [operatorId, 'id'],
  locked: [z.boolean(), 'whether the person may not sign in'],
});

const operatorRemoved = variant('operator-removed', '', {
  operator: [operatorId, 'id'],
});

const verificationPut = variant('verification-put', '', {
  instrument: [instrumentId, 'id'],
  mark: [text.nullable(), 'verification mark'],
  verifiedUntil: [text.nullable(), 'date, `YYYY-MM-DD`'],
});

const preferencePut = variant('preference-put', '', {
  name: [text, 'of the preference'],
  value: [z.string().max(2_000), 'its value'],
});

const handEditAdopted = variant('hand-edit-adopted', '', {
  contentHash: [text, 'SHA-256 of the file adopted, hex; what it changed stands in the entries before this one'],
});

/** A change to the register, without secrets: PIN hashes never enter an entry. */
export const registerChange = z.discriminatedUnion('kind', [
  operatorPut.schema,
  pinSet.schema,
  operatorLocked.schema,
  operatorRemoved.schema,
  verificationPut.schema,
  preferencePut.schema,
  handEditAdopted.schema,
]);
/** A change to the register; `kind` tells the variants apart. */
export type RegisterChange = z.infer<typeof registerChange>;

/** Why an epoch began: the base was installed, put back from a backup, moved to another machine, or lost its keys. */
export const EPOCH_REASONS = ['installed', 'restored', 'moved', 'keys-lost'] as const;
/** One of them. */
export type EpochReason = (typeof EPOCH_REASONS)[number];

const previousEpoch = part('previous epoch', '', {
  epoch: [epochId, 'its id'],
  seq: [count, 'its last seq'],
  hash: [hashHex, 'hash of that entry, hex'],
});

/** How a checkpoint signs; raised with every change of it. */
export const CHECKPOINT_FORMAT = 2;

/**
 * What the ledger keeps of the base itself, by kind of entry.
 * @see FORMAT.md, "Kinds of entries"
 */
export const SITE_ENTRIES = {
  'epoch-opened': entryKind({
    means: 'First entry of an epoch.',
    rejectedIf: 'the signing key is not the enrolled one',
    body: {
      reason: [z.enum(EPOCH_REASONS), 'why it began'],
      previous: [previousEpoch.schema.nullable(), 'where the epoch before ended; null at installation'],
      signingKey: [publicKey, "the base's Ed25519 public key, base64url"],
      sealingKey: [publicKey, "the base's X25519 public key, base64url"],
      leafKey: [hashHex, 'K, 32 random bytes in hex: salts the leaves of the tree; kept as secret as the entries'],
      software: [text, 'name and version'],
    },
  }),
  'agent-started': entryKind({
    means: 'The agent was started.',
    rejectedIf: '',
    body: {
      run: [anyId, 'random id of this run'],
      software: [text, 'name and version'],
      configHash: [text, 'SHA-256 of the configuration in force, hex'],
      releasedWallMs: [count, 'when the software was released, ms since 1970-01-01T00:00:00Z: no date lies before it'],
    },
  }),
  'order-received': entryKind({
    means: 'An order of headquarters was accepted.',
    rejectedIf: 'headquarters did not sign it, `order` is not its payload',
    body: {
      order: [order.schema, 'the order'],
      signed: [signedText, 'as headquarters signed it (compact JWS)'],
      signedHash: [hashHex, 'SHA-256 of `signed`, hex: the next order’s `previous`'],
    },
  }),
  'order-refused': entryKind({
    means: 'An order was authentic but cannot be carried out; it counts all the same.',
    rejectedIf:
      'headquarters did not sign it, or it refuses another order than its text (`order`, `counter`, base, epoch)',
    body: {
      order: [text.min(1), 'its id, also one that no order may have; the first 200 characters of it'],
      counter: [seqNumber, 'its counter'],
      reason: [z.string().max(1_000), 'code of the reason'],
      signed: [signedText, 'as headquarters signed it'],
      signedHash: [hashHex, 'SHA-256 of `signed`, hex'],
    },
  }),
  checkpoint: entryKind({
    means: 'A signed earlier position, see above.',
    rejectedIf: 'not of the entry before it, `size` is not `seq`, or the signature is bad',
    body: {
      format: [
        z.int().min(CHECKPOINT_FORMAT).max(CHECKPOINT_FORMAT),
        '2: how it signs; another number cannot be judged',
      ],
      seq: [count, 'position signed: of the entry before it'],
      hash: [hashHex, 'hash of that entry, hex'],
      size: [count, 'entries of the tree there: `seq`'],
      root: [hashHex, 'root of that tree, hex'],
      signature: [z.string().regex(/^[A-Za-z0-9_-]{86}$/), 'Ed25519, base64url'],
    },
  }),
  'date-confirmed': entryKind({
    means: 'Two persons compared date and time with a clock of their own: they are right in this boot.',
    rejectedIf: '`operator` had not asked for it (9.8)',
    body: {
      operator: [operatorId, 'the first person'],
      approvedBy: [operatorId, 'the second'],
    },
  }),
  'register-changed': entryKind({
    means: 'Operators, verification marks or preferences changed; never with secrets.',
    rejectedIf: '',
    body: {
      change: [registerChange, 'told apart by `kind`'],
      operator: [operatorId.nullable(), 'id of who did it; null: at the machine, by the command line'],
      approvedBy: [operatorId.nullable(), 'id of the second person; null: none was needed'],
    },
  }),
} as const;
