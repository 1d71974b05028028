// Authentic orders of any content, drawn from the contract's own schemas: ids of what is here and of what is not, masses
// and texts at and beyond every limit, members left out. Each is answered with an entry, none breaks anything, and
// headquarters accepts every entry that follows. HAKARI_ORDERS and HAKARI_SEED choose how many and which.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { decideOrder } from '../../agent/core/orders/acceptOrder.ts';
import { ORDERS } from '../../agent/core/model/order.ts';
import type { Book } from '../../agent/core/model/book.ts';
import { recipientKeysOf } from '../../agent/headquarters/link/messageAnswers.ts';
import { sealForBase, signHeadquartersText } from '../../agent/headquarters/signing/messageSeal.ts';
import { SIGNED_TYP } from '../../agent/link/contract/envelope.ts';
import { importMessages } from '../../agent/link/importedMessages.ts';
import { queueOrder } from '../../agent/headquarters/desk/orderQueue.ts';
import { createDockCommandWriter } from './dockCommandWriter.ts';
import { approveStream, deliverEntries, deliverOrders } from './entryDelivery.ts';
import { BASE, notice, openLinkRig, type LinkRig, type RunningHeadquarters } from './linkRig.ts';
import { baseRow } from './scriptedHeadquarters.ts';

const SEED = process.env['HAKARI_SEED'] ?? '20261130';
const COUNT = Number(process.env['HAKARI_ORDERS'] ?? 1_500);
/** A base is used up by then: cancelled, released, decided. */
const ORDERS_A_BASE = 150;
const TAGS = ['3074257BF7194E4000000771', '3074257BF7194E4000000772'];

/** The same draws for the same seed. */
class Draws {
  #state: number;
  constructor(seed: string) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  }
  below(limit: number): number {
    // Numerical Recipes' linear congruential generator; its high bits are good enough for cases.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }
  of<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }
}

/** Ids and words that mean something at this base. */
function wordsOf(book: Book): string[] {
  const lots = ['L', 'M', 'N'].flatMap((lot) => book.where('package', 'lot', lot).map(({ id }) => id));
  const orders = (['open', 'working', 'done', 'suspended'] as const).flatMap((state) =>
    book.where('order', 'state', state, 20).map(({ id }) => id),
  );
  const counts = book.where('stocktake', 'state', 'open').map(({ id }) => id);
  return ['L', 'M', 'N', 'A', 'Co', 'cobalt-metal', ...TAGS, ...lots, ...orders, ...counts];
}

const ODD_TEXTS = [
  '',
  'x',
  'x'.repeat(64),
  'x'.repeat(65),
  'with blank',
  ' at its end ',
  '指令-3',
  'ドラム １２',
  '\u0000',
  '\u{1F4A3}',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'x'.repeat(1_000),
  'x'.repeat(2_001),
  '0'.repeat(64),
  'e'.repeat(32),
  '2027-02-30',
];
const ODD_NUMBERS = [
  0,
  -1,
  1,
  2,
  1_000_000,
  268_000_000,
  10 ** 12,
  10 ** 12 + 1,
  9 * 10 ** 15,
  Number.MAX_SAFE_INTEGER,
];

interface DrawContext {
  draws: Draws;
  book: Book;
  words: string[];
  isWild: boolean;
}

/** A value for a schema; of a wild order one leaf in thirty is wrong. */
function draw(schema: z.core.$ZodType, context: DrawContext): unknown {
  const { draws, book, words, isWild } = context;
  const def = schema._zod.def as unknown as Record<string, unknown> & { type: string };
  const inner = (value: unknown): unknown => draw(value as z.core.$ZodType, context);
  switch (def.type) {
    case 'object': {
      const shape = def['shape'] as Record<string, z.core.$ZodType>;
      if ('epoch' in shape && 'seq' in shape && 'hash' in shape && !draws.oneIn(4)) {
        const found = book.where('finding', 'state', draws.of(['open', 'recounted', 'closed'] as const), 20);
        if (found.length > 0) {
          const { epoch, seq, hash } = draws.of(found);
          return { epoch, seq, hash };
        }
      }
      const members = Object.entries(shape).filter(() => !isWild || !draws.oneIn(100));
      return Object.fromEntries(
        members.map(([name, member]) => [name, inner(member)]).filter(([, value]) => value !== undefined),
      );
    }
    case 'nullable':
      return draws.oneIn(3) ? null : inner(def['innerType']);
    case 'optional':
      return draws.oneIn(2) ? undefined : inner(def['innerType']);
    case 'pipe':
      return inner(def['in']);
    case 'array':
      return Array.from({ length: draws.below(draws.oneIn(40) ? 12 : 4) }, () => inner(def['element']));
    case 'union':
      return inner(draws.of(def['options'] as unknown[]));
    case 'enum':
      return draws.of(isWild && draws.oneIn(40) ? ODD_TEXTS : Object.values(def['entries'] as Record<string, string>));
    case 'literal':
      return draws.of(def['values'] as unknown[]);
    case 'boolean':
      return draws.oneIn(2);
    case 'number':
    case 'string': {
      const { minimum = 0, maximum = 10 ** 12 } = schema._zod.bag as { minimum?: number; maximum?: number };
      const limits = [minimum, maximum, minimum - 1, maximum + 1].filter(Number.isSafeInteger);
      const all: unknown[] = def.type === 'number' ? [...ODD_NUMBERS, ...limits] : [...words, ...words, ...ODD_TEXTS];
      const fitting = all.filter((value) => isFitting(schema, value));
      return (isWild && draws.oneIn(30)) || fitting.length === 0 ? draws.of(all) : draws.of(fitting);
    }
    default:
      throw new Error(`no values for a ${def.type}`);
  }
}

const isFitting = (schema: z.core.$ZodType, value: unknown): boolean => (schema as z.ZodType).safeParse(value).success;

/** A lot in store, one that is being weighed with a finding in it, one that is only announced, and a count. */
async function openStockedBase(): Promise<{ rig: LinkRig; headquarters: RunningHeadquarters }> {
  const rig = openLinkRig();
  const headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  const dock = createDockCommandWriter(rig);
  for (const lot of ['L', 'M', 'N']) queueOrder(headquarters.link, { order: `order-${lot}`, body: notice(lot, 2) });
  await deliverOrders(rig, headquarters);
  dock.open('order-L');
  for (const [index, tag] of TAGS.entries()) {
    dock.weigh(268_400_000);
    dock.identify(`L-${index + 1}`);
    dock.attachTag(`L-${index + 1}`, tag);
  }
  dock.close();
  dock.open('order-M');
  dock.weigh(250_000_000);
  dock.identify('M-1');
  dock.weigh(300_000_000);
  dock.holdForeign('NO MARK');
  return { rig, headquarters };
}

/** What headquarters could not accept, with its reason. */
function rejectionsOf({ link, book }: RunningHeadquarters): unknown[] {
  return book.listRejections().map(({ base, place, seq, reason }) => {
    const [entry] = link.readEntries(base, { fromPlace: place, limit: 1, maxBytes: 1 });
    return { seq, reason, entry: Buffer.from(entry?.bytes ?? '').toString() };
  });
}

it(`${COUNT} of them, seed ${SEED}`, { timeout: COUNT * 200 + 60_000 }, async () => {
  const draws = new Draws(SEED);
  const defects: string[] = [];
  const outcomes = new Map<string, number>();
  for (let sent = 0; sent < COUNT;) {
    const { rig, headquarters } = await openStockedBase();
    const { ledger, keys } = rig;
    const decide: typeof decideOrder = (event, book, at) => decideOrder(event, book, at);
    for (let number = 0; number < ORDERS_A_BASE && sent < COUNT; number += 1, sent += 1) {
      const site = ledger.book.get('site', 'site');
      const fresh = Array.from({ length: 6 }, (_, index) => `new-${sent}-${index}`);
      const words = [...wordsOf(ledger.book), ...fresh];
      const context = { draws, book: ledger.book, words, isWild: draws.oneIn(2) };
      const kind = draws.of(Object.keys(ORDERS) as (keyof typeof ORDERS)[]);
      const order = {
        order: draws.oneIn(20) ? draws.of([...ODD_TEXTS, ...context.words].filter((text) => text !== '')) : `o-${sent}`,
        base: BASE,
        epoch: ledger.head().epoch,
        counter: (site?.orderCounter ?? 0) + 1,
        previous: site?.orderHash ?? '0'.repeat(64),
        issuedWallMs: 1,
        ...(draws.oneIn(10) ? { validUntilMs: draws.of([0, 1, 4 * 10 ** 12, -1]) } : {}),
        body: draw(ORDERS[kind].schema, context),
      };
      const text = signHeadquartersText(SIGNED_TYP.order, order, rig.headquartersKeys);
      const message = sealForBase(text, recipientKeysOf(baseRow(rig)));
      const [imported] = await importMessages([message], {
        ledger,
        keys,
        decideOrder: decide,
        reportDefect: (concerned, error) =>
          defects.push(`${kind} ${concerned}: ${String(error)} ${JSON.stringify(order.body)}`),
      });
      const outcome = `${kind} ${imported?.outcome ?? 'none'}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect([outcome, ledger.book.get('site', 'site')?.orderCounter]).toEqual([outcome, order.counter]);
    }
    await deliverEntries(rig, headquarters);
    expect(rejectionsOf(headquarters)).toEqual([]);
    await rig.close();
  }
  process.stdout.write(`${JSON.stringify(Object.fromEntries([...outcomes].sort()))}\n`);
  expect(defects).toEqual([]);
  // The draws reach what can be carried out, of every kind but those that need more than chance.
  if (COUNT < 1_500) return;
  for (const kind of ['cancellation', 'suspension', 'stocktake-order', 'sealed-order'])
    expect([kind, outcomes.get(`${kind} applied`)]).toEqual([kind, expect.any(Number)]);
});
