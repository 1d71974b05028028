// A release deposited beforehand, sealed under a one-time code as CONTRACT.md section 8 says, with code of
// headquarters' own. The code is told once and kept nowhere.
import { createCipheriv, randomBytes, randomInt, scryptSync } from 'node:crypto';
import { DEPOSIT_SCRYPT } from '../../agent/headquarters/contract/deposit.ts';
import { OrderBody } from '../../agent/headquarters/contract/order.ts';
import { canonical } from './canonical.ts';
import { baseFor, type Queued, queueOrder } from './orders.ts';
import type { Store } from './store.ts';

const CODE_DIGITS = 10;

export type Deposited =
  { code: string; sealed: string; queued: Exclude<Queued, { fault: string }> } | { fault: string };

/** `name` is bound to the content: a deposit cannot be put in another's place. */
export function queueDeposit(
  store: Store,
  of: { content: unknown; name: string | undefined; base: string | undefined },
): Deposited {
  const release = OrderBody.safeParse(of.content);
  if (!release.success || release.data.kind !== 'release-order') {
    return {
      fault: release.success
        ? 'only a release order can be deposited'
        : release.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    };
  }
  const base = baseFor(store, of.base);
  if (typeof base !== 'string') return base;
  const text = canonical(release.data);
  const sealed = of.name ?? `deposit-${randomBytes(8).toString('hex')}`;
  if (store.prepare('SELECT 1 FROM deposits WHERE base = ? AND sealed = ?').get(base, sealed))
    return { fault: `deposit ${sealed} is there already` };
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  return store.write((): Deposited => {
    const queued = queueOrder(store, sealRelease(text, { sealed, code }), base);
    if ('fault' in queued) return queued;
    store.prepare('INSERT INTO deposits VALUES (?, ?, ?, ?, ?)').run(base, sealed, text, queued.order, 'queued');
    return { code, sealed, queued };
  });
}

export function sealRelease(text: string, { sealed, code }: { sealed: string; code: string }): unknown {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const key = scryptSync(code, salt, DEPOSIT_SCRYPT.keyBytes, DEPOSIT_SCRYPT.cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(sealed, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const words = { salt, nonce, ciphertext };
  return {
    kind: 'sealed-order',
    sealed,
    ...Object.fromEntries(Object.entries(words).map(([name, bytes]) => [name, bytes.toString('base64url')])),
  };
}
