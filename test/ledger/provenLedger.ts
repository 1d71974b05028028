// A whole data folder as a base leaves it: a verified and a discrepant lot, a release by two persons, a check weight;
// orders and acknowledgement signed by headquarters, a checkpoint by the base. What the core decided in memory is written
// to a real ledger.
import { randomBytes } from 'node:crypto';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry, NewEntry } from '../../agent/core/model/entry.ts';
import type { Order } from '../../agent/core/model/order.ts';
import type { Ledger } from '../../agent/core/ports/ledger.ts';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { sha256OfText } from '../../agent/headquarters/signing/entryChain.ts';
import { ensureHeadquartersKeys } from '../../agent/headquarters/signing/headquartersKeys.ts';
import { signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { signCheckpoint } from '../../agent/link/checkpoints.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { HEADQUARTERS_KEYS_FILE } from '../../agent/link/contract/keyFileSchemas.ts';
import { type BaseKeys, makeBaseKeys } from '../../agent/link/keyFiles.ts';
import { drum, notice, SCALE } from '../core/intakeScenes.ts';
import { EPC, ORDER, ReleaseDock, releaseOrder } from '../core/releaseScenes.ts';
import { BASE, countingChance, openTestLedger } from './rig.ts';

export interface ProvenLedger {
  dir: string;
  /** Kept outside the folder: headquarters' acknowledgement of the last entry but one, and its key file. */
  acknowledgement: string;
  headquartersKey: string;
  keys: BaseKeys;
}

/** What the core decides on such days; the last lot has a drum that is 2 kg light. */
function workedDays(): ReleaseDock {
  const dock = new ReleaseDock().stock([drum(1), drum(2), drum(3)]);
  const window = { readings: 21, durationMs: 1_000, spanMg: 0, rawHex: '5354', checksummed: false };
  const masses = { referenceMg: 200_000_000, shownMg: 200_200_000, toleranceMg: 500_000 };
  const check = { ...masses, passed: true, recognised: true, window, operator: 'ann' };
  dock.act(() => ({
    entries: [{ kind: 'check-weighing', body: { load: 'check-1', station: 'dock-1', scale: SCALE, ...check } }],
    effects: [],
    result: {},
  }));
  dock.order(releaseOrder({ kind: 'by-packages', packages: ['CO-1-1', 'CO-1-2'] }), { order: ORDER });
  dock.openRelease();
  dock.weigh(268, [EPC(1)]);
  dock.weigh(268, [EPC(2)]);
  dock.onScale = null;
  dock.closeBy('ann');
  dock.closeBy('bob');
  const light = [drum(4, { package: 'CO-2-1' }), drum(5, { package: 'CO-2-2' })];
  dock.order(notice(light, { lot: 'CO-2' }));
  dock.open('CO-2');
  dock.weigh(268, [EPC(4)]);
  dock.weigh(266, [EPC(5)]);
  dock.onScale = null;
  dock.close();
  return dock;
}

/** Makes the folder, below one that the caller removes. */
export function provenLedger(below: string): ProvenLedger {
  const [dir, outside] = [join(below, 'data'), join(below, 'outside')];
  const headquarters = ensureHeadquartersKeys(outside);
  const keys = makeBaseKeys(dir, BASE);
  const ledger = openTestLedger(dir, { fold, foldVersion: FOLD_VERSION, random: countingChance('proven') });
  const sign: Sign = (typ, payload) => signHeadquartersText(typ, payload, headquarters);
  for (const entries of byCause(workedDays().ledger.entries)) {
    record(ledger, { entries, keys, sign });
    if (ledger.head().seq === 2) checkpoint(ledger, keys);
  }
  const { epoch, seq } = ledger.head();
  const hash = ledger.entryAt(seq - 1)?.hash ?? '';
  const word = { base: BASE, epoch, seq: seq - 1, hash, incarnation: 'hq-1', nonce: randomBytes(16).toString('hex') };
  const signed = sign(SIGNED_TYP.acknowledgement, word);
  ledger.acknowledge({ seq: seq - 1, hash, incarnation: 'hq-1', signed }, { back: false });
  ledger.close();
  const headquartersKey = join(outside, HEADQUARTERS_KEYS_FILE);
  copyFileSync(headquartersKey, join(dir, HEADQUARTERS_KEYS_FILE));
  const acknowledgement = join(outside, 'ack.jws');
  writeFileSync(acknowledgement, signed);
  return { dir, acknowledgement, headquartersKey, keys };
}

function byCause(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    if (groups.at(-1)?.[0]?.cause === entry.cause) groups.at(-1)?.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

type Sign = (typ: Parameters<typeof signHeadquartersText>[0], payload: object) => string;

function record(
  ledger: Ledger,
  { entries, keys, sign }: { entries: readonly Entry[]; keys: BaseKeys; sign: Sign },
): void {
  const { signingKey, sealingKey } = keys.public;
  const drafts = entries.map(({ kind, body }): NewEntry => {
    if (kind === 'epoch-opened') return { kind, body: { ...body, signingKey, sealingKey } };
    return kind === 'order-received'
      ? { kind, body: signedOrder(ledger, body.order, sign) }
      : ({ kind, body } as NewEntry);
  });
  const [first] = drafts;
  const result =
    first?.kind === 'weighing'
      ? { weighing: first.body.weighing, number: first.body.number }
      : first?.kind === 'order-received'
        ? { order: first.body.order.order, accepted: true }
        : {};
  ledger.transact(entries[0]?.cause ?? '', () => ({ entries: drafts, effects: [], result }));
}

function signedOrder(ledger: Ledger, order: Order, sign: Sign): { order: Order; signed: string; signedHash: string } {
  const previous = ledger.book.get('site', 'site')?.orderHash ?? '';
  const own = { ...order, base: BASE, epoch: ledger.head().epoch, previous };
  const signed = sign(SIGNED_TYP.order, own);
  return { order: own, signed, signedHash: sha256OfText(signed) };
}

function checkpoint(ledger: Ledger, keys: BaseKeys): void {
  const head = ledger.head();
  const [size, root] = [head.seq, ledger.treeRoot(head.seq)];
  const signature = signCheckpoint({ base: BASE, ...head, size, root }, keys.signing);
  ledger.transact(`checkpoint:${head.epoch}:${head.seq}`, () => ({
    entries: [{ kind: 'checkpoint', body: { format: 2, seq: head.seq, hash: head.hash, size, root, signature } }],
    effects: [],
    result: { seq: head.seq },
  }));
}
