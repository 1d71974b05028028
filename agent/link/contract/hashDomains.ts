// Constants of the contract's hashes: domains keep the hash of one thing from being taken for that of another.

/** Hash of "nothing before": the start of an epoch's chain and of its orders. */
export const GENESIS_HASH = '0'.repeat(64);
/**
 * Stands before an entry's bytes.
 * @see FORMAT.md, "The chain"
 */
export const ENTRY_DOMAIN = 'hakari/entry/1';
/**
 * Stands before a signed position.
 * @see FORMAT.md, "Checkpoints"
 */
export const CHECKPOINT_DOMAIN = 'hakari/checkpoint/2';
/**
 * Stands before the public keys whose fingerprint people compare at enrolment.
 * @see CONTRACT.md, section 3
 */
export const FINGERPRINT_DOMAIN = 'hakari/fingerprint/1';
