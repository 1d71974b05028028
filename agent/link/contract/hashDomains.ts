// Constants of the contract's hashes: domains keep the hash of one thing from being taken for that of another.

/** Hash of "nothing before": the start of an epoch's chain and of its orders. */
export const GENESIS_HASH = '0'.repeat(64);
export const ENTRY_DOMAIN = 'hakari/entry/1';
export const CHECKPOINT_DOMAIN = 'hakari/checkpoint/1';
export const FINGERPRINT_DOMAIN = 'hakari/fingerprint/1';
