// A deposited release opens only with headquarters' code and two persons; wrong codes make the next one wait.
import { createCipheriv, scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Refusal } from '../../agent/core/model/decide.ts';
import { decideOpenSealed } from '../../agent/core/release/openDeposit.ts';
import type { ReleaseOrder } from '../../agent/core/model/stockOrders.ts';
import { DEPOSIT_SCRYPT } from '../../agent/link/contract/depositSealing.ts';
import { unsealDeposit } from '../../agent/link/depositUnsealing.ts';
import { DepositCodeAttempts } from '../../agent/link/depositAttempts.ts';
import { writeCanonical } from '../../agent/headquarters/signing/headquartersCanonical.ts';
import { HandClock } from '../http/plausibleBase.ts';
import { drum } from './intakeScenes.ts';
import { ReleaseDock, releaseOrder } from './releaseScenes.ts';

const CONTENT = releaseOrder({ kind: 'by-packages', packages: ['CO-1-1'] });
const DEPOSIT = {
  kind: 'sealed-order' as const,
  sealed: 'S-1',
  salt: 'c2FsdA',
  nonce: 'bm9uY2Vub25jZTEy',
  ciphertext: 'AAAA',
};

function deposited(sealedContent: ReleaseOrder = CONTENT): {
  dock: ReleaseDock;
  open: (operator: string, content?: ReleaseOrder | null) => Record<string, unknown> | Refusal;
} {
  const dock = new ReleaseDock().stock([drum(1), drum(2)]);
  dock.order(DEPOSIT, { order: 'dep-1' });
  return {
    dock,
    open: (operator, content: ReleaseOrder | null = sealedContent) =>
      dock.act((book) => decideOpenSealed({ id: dock.id(), operator, sealed: 'S-1', content }, book)),
  };
}

it('nothing opens with a wrong code, with one person, or twice', () => {
  const { dock, open } = deposited();
  expect(dock.openRelease('dep-1')).toMatchObject({ refusal: 'order-not-open' });
  expect(open('ann', null)).toMatchObject({ refusal: 'code-wrong' });
  expect(open('ann')).toMatchObject({ opened: false });
  expect(open('ann')).toMatchObject({ refusal: 'second-person-needed' });
  expect(open('bob', null)).toMatchObject({ refusal: 'code-wrong' });
  expect(dock.bodies('packages-allocated')).toEqual([]);
  expect(open('bob')).toEqual({ sealed: 'S-1', opened: true, order: 'dep-1' });
  expect(dock.bodies('sealed-order-opened')[0]).toEqual({
    sealed: 'S-1',
    order: 'dep-1',
    release: CONTENT,
    askedBy: 'ann',
    operator: 'bob',
  });
  expect(dock.states()).toEqual(['allocated', 'stored']);
  expect(open('cyd')).toMatchObject({ refusal: 'deposit-opened' });
  expect(dock.openRelease('dep-1')).toMatchObject({ job: 'job-dep-1' });
});

it('a cancelled deposit, a strange one, and one that asks for what is not there stay shut', () => {
  const { dock, open } = deposited(releaseOrder({ kind: 'by-packages', packages: ['CO-1-9'] }));
  expect(open('ann')).toMatchObject({ refusal: 'release-impossible' });
  expect(
    dock.act((book) => decideOpenSealed({ id: 'x', operator: 'ann', sealed: 'S-2', content: CONTENT }, book)),
  ).toMatchObject({ refusal: 'deposit-unknown' });
  dock.order({ kind: 'cancellation', cancels: 'dep-1' }, { order: 'c-1' });
  expect(open('ann', CONTENT)).toMatchObject({ refusal: 'order-not-open' });
});

it('what headquarters sealed opens with its code alone, and wrong ones wait longer each time', () => {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const cipher = createCipheriv(
    'aes-256-gcm',
    scryptSync('0123456789', bytes(DEPOSIT.salt), DEPOSIT_SCRYPT.keyBytes, DEPOSIT_SCRYPT.cost),
    bytes(DEPOSIT.nonce),
  );
  cipher.setAAD(Buffer.from('S-1', 'utf8'));
  const sealed = Buffer.concat([cipher.update(writeCanonical(CONTENT), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const record = {
    id: 'S-1',
    order: 'dep-1',
    salt: DEPOSIT.salt,
    nonce: DEPOSIT.nonce,
    ciphertext: sealed.toString('base64url'),
    state: 'sealed' as const,
  };
  expect(unsealDeposit(record, '0123456780')).toBeNull();
  expect(unsealDeposit({ ...record, id: 'S-2' }, '0123456789')).toBeNull();
  const clock = new HandClock();
  const tries = new DepositCodeAttempts(clock, unsealDeposit);
  expect(tries.attempt(record, ' 0123456789 ')).toEqual({ content: CONTENT });
  const quick = new DepositCodeAttempts(clock, (_deposit, code) => (code === 'right' ? CONTENT : null));
  for (const code of ['a', 'b', 'c']) expect(quick.attempt(record, code)).toEqual({ content: null });
  expect(quick.attempt(record, 'right')).toEqual({ waitSeconds: 60 });
  clock.pass(60_000);
  expect(quick.attempt(record, 'd')).toEqual({ content: null });
  clock.pass(60_000);
  expect(quick.attempt(record, 'right')).toEqual({ waitSeconds: 60 });
  clock.pass(60_000);
  expect(quick.attempt(record, 'right')).toEqual({ content: CONTENT });
  expect(quick.attempt(record, 'e')).toEqual({ content: null });
});
