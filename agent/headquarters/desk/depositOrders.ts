// A release deposited beforehand, sealed under a one-time code as CONTRACT.md section 8 says, with code of
// headquarters' own. The code is told once and kept nowhere.
import { createCipheriv, randomBytes, randomInt, scryptSync } from 'node:crypto';
import { DEPOSIT_SCRYPT } from '../../link/contract/depositSealing.ts';
import { orderBodySchema } from '../../link/contract/orderSchema.ts';
import { writeCanonical } from '../signing/headquartersCanonical.ts';
import type { LinkStore } from '../store/linkStore.ts';
import { type QueueOutcome, queueOrderWithDeposit, resolveBase } from './orderQueue.ts';

const CODE_DIGITS = 10;

/** What became of a deposit: its one-time code and name, or why it was refused. */
export type DepositOutcome =
  { code: string; sealed: string; queued: Exclude<QueueOutcome, { refusal: string }> } | { refusal: string };

/** `name` is bound to the content: a deposit cannot be put in another's place. */
export function queueDeposit(
  store: LinkStore,
  deposit: { content: unknown; name: string | undefined; base: string | undefined },
): DepositOutcome {
  const release = orderBodySchema.safeParse(deposit.content);
  if (!release.success || release.data.kind !== 'release-order') {
    return {
      refusal: release.success
        ? 'only a release order can be deposited'
        : release.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    };
  }
  const base = resolveBase(store, deposit.base);
  if (typeof base !== 'string') return base;
  const text = writeCanonical(release.data);
  const sealed = deposit.name ?? `deposit-${randomBytes(8).toString('hex')}`;
  if (store.listDeposits(base).some((known) => known.sealed === sealed))
    return { refusal: `deposit ${sealed} is there already` };
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const queued = queueOrderWithDeposit(store, {
    content: sealDepositedRelease(text, { sealed, code }),
    baseOption: base,
    deposit: { base, sealed, release: text },
  });
  return 'refusal' in queued ? queued : { code, sealed, queued };
}

/** The body of the sealed order: AES-256-GCM under a key that scrypt derives from the code. CONTRACT.md section 8. */
export function sealDepositedRelease(text: string, { sealed, code }: { sealed: string; code: string }): unknown {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const key = scryptSync(code, salt, DEPOSIT_SCRYPT.keyBytes, DEPOSIT_SCRYPT.cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(sealed, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const byteMembers = { salt, nonce, ciphertext };
  return {
    kind: 'sealed-order',
    sealed,
    ...Object.fromEntries(Object.entries(byteMembers).map(([name, bytes]) => [name, bytes.toString('base64url')])),
  };
}
