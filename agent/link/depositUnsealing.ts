// A deposited release: sealed under headquarters' one-time code (scrypt, AES-256-GCM). Knows no ledger.
import { createDecipheriv, scryptSync } from 'node:crypto';
import type { DepositRecord } from '../core/model/workRecords.ts';
import type { ReleaseOrder } from '../core/model/stockOrders.ts';
import { parseCanonicalJson } from '../../drivers/contract/canonicalJson.ts';
import { DEPOSIT_SCRYPT } from './contract/depositSealing.ts';
import { releaseOrderSchema } from './contract/orderSchema.ts';

const TAG_BYTES = 16;

/**
 * The release order that a code opens. Null if the code is wrong, or if what it opens is no release order.
 *
 * @see CONTRACT.md section 8 (sealed orders); RFC 7914 (scrypt); NIST SP 800-38D (AES-GCM)
 */
export function unsealDeposit(deposit: DepositRecord, code: string): ReleaseOrder | null {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const sealed = bytes(deposit.ciphertext);
  if (sealed.length <= TAG_BYTES) return null;
  const key = scryptSync(code.trim(), bytes(deposit.salt), DEPOSIT_SCRYPT.keyBytes, DEPOSIT_SCRYPT.cost);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(deposit.nonce));
    decipher.setAAD(Buffer.from(deposit.id, 'utf8'));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const clear = Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
    const checked = releaseOrderSchema.safeParse(parseCanonicalJson(clear));
    return checked.success ? checked.data : null;
  } catch {
    return null;
  }
}
