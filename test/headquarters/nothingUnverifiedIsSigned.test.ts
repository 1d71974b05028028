// Somebody changes the ledger's file behind the agent: the base's key signs nothing that was not verified since the last
// checkpoint, a background walk comes round to every entry, and the alarm says where. Recording goes on.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSigningGuard, type SigningGuard } from '../../agent/link/signingGuard.ts';
import { startCheckpoints } from '../../agent/link/checkpoints.ts';
import { clock, openLinkRig, type LinkRig } from './linkRig.ts';

let rig: LinkRig;
let turns: (() => void)[];
let walked: number[];

beforeEach(() => {
  rig = openLinkRig();
  turns = [];
  walked = [];
});
afterEach(() => rig.close());

const log = { info: () => undefined, warn: () => undefined };

function guarded(pieceEntries = 5): SigningGuard {
  const after = (_delayMs: number, action: () => void): (() => void) => {
    turns.push(action);
    return () => undefined;
  };
  const { ledger } = rig;
  const counting = new Proxy(ledger, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (name !== 'walkChain') return member.bind(target) as unknown;
      return (...from: Parameters<typeof ledger.walkChain>) => {
        walked.push(from[0].seq);
        return ledger.walkChain(...from);
      };
    },
  });
  return createSigningGuard({
    ledger: counting,
    keys: rig.keys.base,
    clock: { ...clock, after },
    walk: { pieceEntries, everyMs: 60_000 },
    log,
  });
}

function checkpoint(guard: SigningGuard): void {
  const never = { ...clock, after: () => () => undefined };
  const keys = rig.keys.base;
  startCheckpoints({ ledger: rig.ledger, keys, clock: never, intervalMs: 1, log, maySign: () => guard.maySign() });
}

const checkpoints = (): number =>
  rig.ledger.entriesAfter(0, { limit: 1_000, maxBytes: 1e7 }).filter(({ entry }) => entry.kind === 'checkpoint').length;

const OTHER_RUN = "UPDATE entries SET bytes = CAST(replace(CAST(bytes AS TEXT), 'run-', 'ran-') AS BLOB) WHERE seq = ?";

/** With the triggers out of the way, while the agent runs. */
function changed(seq: number, sql = OTHER_RUN): void {
  const database = new Database(join(rig.dir, 'base', 'ledger.sqlite'));
  const triggers = database.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  const names = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const name of names) database.exec(`DROP TRIGGER ${name}`);
  database.prepare(sql).run(seq);
  for (const trigger of triggers) database.exec(trigger);
  database.close();
}

describe('the head', () => {
  it('is signed when everything since the last checkpoint stands, and that is read once', () => {
    rig.record(20);
    const guard = guarded();
    expect(guard.maySign()).toBe(true);
    checkpoint(guard);
    rig.record(30);
    walked = [];
    expect(guard.maySign()).toBe(true);
    // What this process wrote itself is known: the last entry alone is looked at.
    expect(walked).toEqual([rig.ledger.head().seq]);
    expect(guard.alarms()).toEqual([]);
  });

  it('of another run is read from the last checkpoint on, and no further back', () => {
    rig.record(20);
    checkpoint(guarded());
    rig.record(10);
    walked = [];
    expect(guarded().maySign()).toBe(true);
    expect(walked).toEqual([21]);
  });

  it.each([
    ['an entry', (seq: number) => changed(seq)],
    ['a hash', (seq: number) => changed(seq, 'UPDATE entries SET hash = zeroblob(32) WHERE seq = ?')],
    ['an entry taken out', (seq: number) => changed(seq, 'DELETE FROM entries WHERE seq = ?')],
  ])('is not signed after %s since the last checkpoint was changed; recording goes on', (_what, change) => {
    rig.record(20);
    change(10);
    const guard = guarded();
    let told = 0;
    guard.onAlarm(() => (told += 1));
    checkpoint(guard);
    expect([checkpoints(), told]).toEqual([0, 1]);
    expect(guard.alarms()).toEqual([{ code: 'chain-broken', detail: 'seq 10' }]);
    rig.record(1);
    expect(guard.maySign()).toBe(false);
  });

  it('is not signed when the checkpoint that it would rest on is not the base’s', () => {
    rig.record(20);
    checkpoint(guarded());
    const { seq } = rig.ledger.head();
    changed(
      seq,
      `UPDATE entries SET bytes = CAST(json_set(CAST(bytes AS TEXT), '$.body.signature', '${'A'.repeat(86)}') AS BLOB) WHERE seq = ?`,
    );
    expect(guarded().maySign()).toBe(false);
  });

  it('is not signed when it is no longer what this process wrote last', () => {
    rig.record(5);
    const guard = guarded();
    expect(guard.maySign()).toBe(true);
    rig.record(1);
    changed(rig.ledger.head().seq, 'UPDATE entries SET hash = zeroblob(32) WHERE seq = ?');
    expect(guard.maySign()).toBe(false);
  });
});

describe('the background walk', () => {
  const turn = (): void => turns.shift()?.();

  it('reads a piece a time, from the first entry to the head, and begins anew', () => {
    rig.record(11);
    guarded(5);
    for (let times = 0; times < 5; times += 1) turn();
    expect(walked).toEqual([0, 5, 10, 0, 5]);
  });

  it('finds what was changed before the last checkpoint, and stops signing', () => {
    rig.record(20);
    checkpoint(guarded());
    rig.record(5);
    changed(3);
    turns = [];
    const guard = guarded(5);
    expect(guard.maySign()).toBe(true);
    turn();
    expect(guard.alarms()).toEqual([{ code: 'chain-broken', detail: 'seq 3' }]);
    expect([guard.maySign(), turns.length]).toEqual([false, 0]);
  });
});

describe('an envelope', () => {
  it('holds only what continues the chain from what headquarters has', () => {
    rig.record(10);
    const guard = guarded();
    const from = { seq: 3, hash: rig.ledger.entryAt(3)?.hash ?? '' };
    expect(guard.follow(rig.ledger, { from, count: 4 })).toEqual({ seq: 7, hash: rig.ledger.entryAt(7)?.hash });
    changed(5);
    expect(guard.follow(rig.ledger, { from, count: 4 })).toBeNull();
    expect(guard.alarms()).toEqual([{ code: 'chain-broken', detail: 'seq 5' }]);
  });
});
