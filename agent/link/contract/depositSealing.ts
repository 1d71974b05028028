// How a deposited release is sealed: the key is scrypt of the one-time code and the order's salt; AES-256-GCM with the
// order's nonce and the deposit's name as associated data; the tag follows the ciphertext.

/** N = 2¹⁷ takes about half a second and 128 MiB: a code of ten digits cannot be tried out. */
export const DEPOSIT_SCRYPT = { keyBytes: 32, cost: { N: 131_072, r: 8, p: 1, maxmem: 160 * 1_024 * 1_024 } } as const;
