// PINs: hashed with scrypt, a salt per operator and a pepper that is kept apart from the register, compared in constant
// time; and the delay after wrong ones. Must not know files.
import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from './registerContent.ts';

/**
 * 16 MB and about a fifth of a second on a small computer.
 *
 * @see OWASP Password Storage Cheat Sheet, scrypt: the row with 16 MiB
 */
export const PIN_HASH_COST: PinHash['cost'] = { n: 16_384, r: 8, p: 5 };

/** 4 to 12 digits. */
export const PIN_PATTERN = /^\d{4,12}$/;

/** Salt and pepper are hex; `pin` is not checked. */
export interface PinHashInput {
  pin: string;
  salt: string;
  pepper: string;
  cost: PinHash['cost'];
}

/** The hash to keep for a PIN. */
export async function hashPin(input: PinHashInput & { id: string }): Promise<PinHash> {
  return { id: input.id, salt: input.salt, hash: (await deriveKey(input)).toString('hex'), cost: input.cost };
}

/** Whether the PIN is the one that was hashed; takes the same time for right and wrong ones. */
export async function verifyPin(input: { pin: string; pinHash: PinHash; pepper: string }): Promise<boolean> {
  const { pin, pinHash, pepper } = input;
  const derived = await deriveKey({ pin, salt: pinHash.salt, pepper, cost: pinHash.cost });
  return timingSafeEqual(derived, Buffer.from(pinHash.hash, 'hex'));
}

function deriveKey({ pin, salt, pepper, cost }: PinHashInput): Promise<Buffer> {
  const peppered = createHmac('sha256', Buffer.from(pepper, 'hex')).update(pin, 'utf8').digest();
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(peppered, Buffer.from(salt, 'hex'), 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/**
 * Seconds to wait after the n-th wrong PIN in a row: two slips are free, then 5 s doubling up to 5 min, and from the
 * tenth an hour each: 10,000 four-digit PINs then take more than a year.
 */
export function pinRetryDelaySeconds(failures: number): number {
  if (failures < 3) return 0;
  if (failures >= 10) return 3600;
  return Math.min(5 * 2 ** (failures - 3), 300);
}
