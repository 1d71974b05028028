// Readers leave a tag's data in their registers when it has gone, after a restart, and while they have not finished.
// None of that is a tag read; a tag that is there is.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../rig.ts';
import { OnSlave } from './onSlave.ts';

const UID = [0xe0, 0x04, 0x01, 0x50, 0x12, 0x34, 0x56, 0x78];
const UID_HEX = 'E004015012345678';
const OTHER = [0xe0, 0x04, 0x01, 0x50, 0xaa, 0xbb, 0xcc, 0xdd];
const OTHER_HEX = 'E0040150AABBCCDD';

let bench: OnSlave;
beforeEach(() => {
  bench = new OnSlave();
});
afterEach(() => bench.end());

const highFirst = (bytes: number[]): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
const lowFirst = (bytes: number[]): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, i) => ((bytes[2 * i + 1] ?? 0) << 8) | (bytes[2 * i] ?? 0));

async function start(name: string): Promise<void> {
  bench.rig.start(name === 'inveo-rfid-mb' ? await bench.serial(name) : await bench.tcp(name));
  await until('questions', () => bench.slave.reads.length > 0);
}

const seen = (): string[] => bench.rig.tags().map(({ epcHex }) => epcHex);

/** Long enough for several rounds. */
async function rounds(): Promise<void> {
  const before = bench.slave.reads.length;
  await until('rounds', () => bench.slave.reads.length >= before + 8);
}

describe('Omron V680S', () => {
  test('an answer is a tag, exception 04 is none, another one is a fault', async () => {
    bench.slave.set('holding', 0xa000, highFirst(UID));
    let exception: number | undefined = 4;
    bench.slave.onRead = () => exception;
    await start('omron-v680s');
    await rounds();
    expect(bench.rig.observations).toEqual([]);
    exception = undefined;
    await until('the tag', () => seen().length > 0);
    // The UID is what the core knows the tag by, and it is the chip's own.
    expect(bench.rig.tags()[0]).toMatchObject({ epcHex: UID_HEX, tidHex: UID_HEX, antenna: 1, crcChecked: false });
    exception = 6;
    await until('the fault', () => bench.rig.faults().length > 0);
    expect(bench.rig.faults()[0]).toMatchObject({ fault: 'reply-refused' });
    const tags = seen().length;
    await rounds();
    expect(seen()).toHaveLength(tags);
  });
});

describe('Turck TBEN', () => {
  const INVENTORY = 0x2001;

  /** Answers an inventory when `finish` is called; the loop counter is the question's. */
  function turck(): { counter: () => number; finish: (uid: number[] | null, counter?: number) => void } {
    bench.slave.set('holding', 0, [INVENTORY, 0, 0, ...new Array<number>(13).fill(0)]);
    const counter = (): number => (bench.slave.holding.get(0x801) ?? 0) & 0xff;
    return {
      counter,
      finish: (uid, echoed = counter()) => {
        bench.slave.set('holding', 12, uid ? lowFirst(uid) : []);
        bench.slave.set('holding', 0, [INVENTORY, echoed, uid ? 1 : 0, uid ? 8 : 0]);
      },
    };
  }

  test('data of another loop counter, and data without TP, are no tag', async () => {
    const { counter, finish } = turck();
    // From before the agent started: a full result with counter 7, the tag still shown.
    finish(UID, 7);
    await start('turck-tben');
    await until('a question', () => counter() === 8);
    await rounds();
    expect(seen()).toEqual([]);
    finish(null);
    await until('the next question', () => counter() === 9);
    // The tag has left, its bytes have not.
    bench.slave.set('holding', 12, lowFirst(UID));
    bench.slave.set('holding', 0, [INVENTORY, 9, 0, 8]);
    await until('the next question', () => counter() === 10);
    expect(seen()).toEqual([]);
    finish(UID);
    await until('the tag', () => seen().length > 0);
    expect(seen()).toEqual([UID_HEX]);
    // Told once for each answer.
    await rounds();
    expect(seen()).toEqual([UID_HEX]);
  });

  test('a busy reader and one that reports an error show no tag; the counter skips 0', async () => {
    const { counter, finish } = turck();
    finish(null, 255);
    await start('turck-tben');
    // 0 switches the loop counter off.
    await until('a question', () => counter() === 1);
    finish(UID);
    bench.slave.set('holding', 0, [INVENTORY | 0x8000]);
    const busy = seen().length;
    await rounds();
    expect(seen().length).toBeLessThanOrEqual(busy + 1);
    bench.slave.set('holding', 0, [INVENTORY | 0x4000, counter()]);
    await until('the error', () => bench.rig.faults().some(({ fault }) => fault === 'reader-error'));
  });

  test('idle mode: TP alone says whether the shown UID is there', async () => {
    bench.slave.set('holding', 0, [0, 0, 0, 8, ...new Array<number>(8).fill(0), ...lowFirst(UID)]);
    await start('turck-tben-idle');
    await rounds();
    expect(seen()).toEqual([]);
    bench.slave.set('holding', 2, [1]);
    await until('the tag', () => seen().length >= 2);
    expect(new Set(seen())).toEqual(new Set([UID_HEX]));
    bench.slave.set('holding', 2, [0]);
    await rounds();
    const tags = seen().length;
    await rounds();
    expect(seen()).toHaveLength(tags);
    expect(bench.slave.writes).toEqual([]);
  });
});

describe('Pepperl+Fuchs IDENTControl', () => {
  /** Answers in a queue; each read takes one, as the unit does. */
  class Unit {
    readonly queue: number[][] = [];
    present: number[] | null = null;
    replies = 0;
    carriedOut = 0;
    #last = -1;

    constructor() {
      bench.slave.set('holding', 0, new Array<number>(12).fill(0));
      bench.slave.onRead = () => {
        bench.slave.set('holding', 0, this.queue.shift() ?? new Array<number>(12).fill(0));
        return undefined;
      };
      bench.slave.onWrite = ({ values }) => {
        const command = values[2] ?? 0;
        // The same command twice is one: only the inverted toggle bit makes it another.
        if (command === this.#last) return;
        this.#last = command;
        this.carriedOut += 1;
        this.queue.push(
          this.reply(command, 0xff, []),
          this.present ? this.reply(command, 0, this.present) : this.reply(command, 5, []),
        );
      };
    }

    reply(command: number, status: number, data: number[]): number[] {
      this.replies = (this.replies + 1) & 0xff;
      const words = [0, 6 + data.length, command, (status << 8) | this.replies, ...highFirst(data)];
      return [...words, ...new Array<number>(12 - words.length).fill(0)];
    }
  }

  test('the toggle bit is inverted each time; status 05 is no tag; old answers in the queue are none', async () => {
    const unit = new Unit();
    // Yesterday's, with either toggle bit.
    unit.queue.push(unit.reply(0x0100, 0, OTHER), unit.reply(0x0101, 0, OTHER), unit.reply(0x0100, 0, OTHER));
    await start('pepperl-fuchs-identcontrol');
    await until('answers without a tag', () => unit.carriedOut >= 4);
    expect(seen()).toEqual([]);
    unit.present = UID;
    await until('the tag', () => seen().length >= 3);
    expect(new Set(seen())).toEqual(new Set([UID_HEX]));
    unit.present = null;
    const asked = unit.carriedOut;
    await until('further answers', () => unit.carriedOut >= asked + 3);
    const tags = seen().length;
    await rounds();
    expect(seen()).toHaveLength(tags);
    expect(bench.rig.faults()).toEqual([]);
  });

  test('another status is the reader’s error', async () => {
    const unit = new Unit();
    bench.slave.onWrite = ({ values }) => void unit.queue.push(unit.reply(values[2] ?? 0, 6, []));
    await start('pepperl-fuchs-identcontrol');
    await until('the error', () => bench.rig.faults().some(({ fault }) => fault === 'reader-error'));
    expect(seen()).toEqual([]);
  });
});

describe('Balluff BIS M', () => {
  test('commands go to node 1, answers are taken from node 33 and cleared; what lay there before is not told', async () => {
    const node33 = bench.slave;
    node33.set('holding', 0, [10, 0xaa07, 33, 0, 0, 8, ...highFirst(OTHER)]);
    let uid: number[] | null = null;
    const cleared: number[] = [];
    node33.onWrite = ({ unit, values }) => {
      if (unit === 33) return void cleared.push(...values);
      // A command to node 1 must not disturb node 33's registers, which this slave keeps in the same table.
      node33.set('holding', 0, uid ? [10, 0xaa07, 33, 0, 0, 8, ...highFirst(uid)] : [7, 0xaaff, 33, 0, 0, 8]);
    };
    await start('balluff-bis-m');
    await until('commands', () => node33.writes.filter(({ unit }) => unit === 1).length >= 3);
    expect(seen()).toEqual([]);
    expect(node33.writes[0]).toEqual({ unit: 33, table: 'holding', at: 0, values: [0] });
    uid = UID;
    await until('the tag', () => seen().length >= 2);
    expect(new Set(seen())).toEqual(new Set([UID_HEX]));
    expect(new Set(cleared)).toEqual(new Set([0]));
  });
});

describe('Inveo RFID-MB', () => {
  const CARD = [0x12, 0x34, 0x56, 0x78, 0x9a];

  test('a coil that was set before is cleared unread; each setting is one read', async () => {
    bench.slave.set('holding', 1_000, CARD);
    bench.slave.coils.set(1_004, 1);
    await start('inveo-rfid-mb');
    await until('the clearing', () => bench.slave.coils.get(1_004) === 0);
    await rounds();
    expect(seen()).toEqual([]);
    bench.slave.coils.set(1_004, 1);
    await until('the card', () => seen().length > 0);
    await rounds();
    expect(seen()).toEqual(['123456789A']);
    expect(bench.slave.writes.every(({ table, at }) => table === 'coils' && at === 1_004)).toBe(true);
  });

  test('a coil that cannot be cleared does not tell the same card again and again', async () => {
    bench.slave.set('holding', 1_000, CARD);
    bench.slave.coils.set(1_004, 0);
    await start('inveo-rfid-mb');
    await rounds();
    bench.slave.refusesWrites = true;
    bench.slave.coils.set(1_004, 1);
    await until('refusals', () => bench.rig.faults().length > 3);
    expect(seen()).toEqual(['123456789A']);
    expect(new Set(bench.rig.faults().map(({ fault }) => fault))).toEqual(new Set(['reply-refused']));
  });

  test('a card that changes while its code is read is not told', async () => {
    bench.slave.set('holding', 1_000, CARD);
    bench.slave.coils.set(1_004, 0);
    await start('inveo-rfid-mb');
    await rounds();
    bench.slave.onRead = ({ functionCode }) => {
      if (functionCode === 3) bench.slave.coils.set(1_004, 0);
      return undefined;
    };
    bench.slave.coils.set(1_004, 1);
    await rounds();
    expect(seen()).toEqual([]);
  });
});

test('other tags are told as themselves', async () => {
  bench.slave.set('holding', 0xa000, highFirst(OTHER));
  await start('omron-v680s');
  await until('the tag', () => seen().length > 0);
  expect(seen()[0]).toBe(OTHER_HEX);
});

test('registers that hold no identity are a fault and no tag', async () => {
  bench.slave.set('holding', 0xa000, [0, 0, 0, 0]);
  await start('omron-v680s');
  await until('the fault', () => bench.rig.faults().length > 0);
  expect(bench.rig.faults()[0]).toMatchObject({ fault: 'frame-refused' });
  expect(seen()).toEqual([]);
});
