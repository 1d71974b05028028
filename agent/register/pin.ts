// PINs: hashed with scrypt, a salt per operator and a pepper that is kept apart from the register, checked in constant
// time; and the waiting after wrong ones. Knows nothing of files.
import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from './registerContent.ts';

/** 16 MB and about a fifth of a second: OWASP's scrypt row with the least memory, for a small computer. */
export const PIN_HASH_COST: PinHash['cost'] = { n: 16_384, r: 8, p: 5 };

export const PIN_PATTERN = /^\d{4,12}$/;

export async function hashPin(pin: string, salt: string, pepper: string, cost: PinHash['cost']): Promise<PinHash> {
  return { salt, hash: (await derive(pin, salt, pepper, cost)).toString('hex'), cost };
}

export async function verifyPin(pin: string, kept: PinHash, pepper: string): Promise<boolean> {
  const derived = await derive(pin, kept.salt, pepper, kept.cost);
  return timingSafeEqual(derived, Buffer.from(kept.hash, 'hex'));
}

function derive(pin: string, salt: string, pepper: string, cost: PinHash['cost']): Promise<Buffer> {
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
