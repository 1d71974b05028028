// A base whose disk or keys are gone begins a new epoch. It reports again once a person at headquarters has approved it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { makeBaseKeys } from '../../agent/link/keyFiles.ts';
import { sealHello } from '../../agent/link/hello.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { answerMessage } from '../../agent/headquarters/link/messageAnswers.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { approveStream, deliverEntries } from './entryDelivery.ts';
import { baseRow } from './scriptedHeadquarters.ts';
import { BASE, random, clock, openLinkRig, type RunningHeadquarters, type LinkRig, TOPIC } from './linkRig.ts';

let rig: LinkRig;
let headquarters: RunningHeadquarters;
let elsewhere = '';
let epoch = '';

/** `hakari headquarters …` on this headquarters' folder. */
async function runCommand(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const output = { out: '', err: '' };
  const io = {
    stop: new AbortController().signal,
    mainPath: '',
    out: (line: string) => (output.out += `${line}\n`),
    err: (line: string) => (output.err += `${line}\n`),
  };
  const code = await runHeadquarters([...args, '--dir', join(rig.dir, 'headquarters')], io);
  return { code, ...output };
}

/** The ledger's disk is lost, `keys.json` was saved: the base says hello with a new ledger. */
beforeAll(async () => {
  rig = openLinkRig();
  headquarters = rig.openHeadquarters();
  approveStream(rig, headquarters);
  rig.record(3);
  await deliverEntries(rig, headquarters);
  elsewhere = mkdtempSync(join(tmpdir(), 'hakari-anew-'));
  const ledger = openLedger({
    begin: true,
    dir: elsewhere,
    base: BASE,
    clock,
    random,
    fold,
    foldVersion: FOLD_VERSION,
  });
  const { signingKey, sealingKey } = rig.keys.base.public;
  ledger.transact('epoch', () => ({
    entries: [
      {
        kind: 'epoch-opened',
        body: {
          reason: 'installed',
          previous: null,
          signingKey,
          sealingKey,
          leafKey: '1e'.repeat(32),
          software: 'test',
        },
      },
    ],
    effects: [],
    result: {},
  }));
  epoch = ledger.head().epoch;
  const hello = await sealHello({ ledger, entries: ledger, branch: false, keys: rig.keys, nonce: random.id() });
  expect(answerMessage(headquarters.context, baseRow(rig), hello).messages).toEqual([]);
  ledger.close();
});

afterAll(async () => {
  await rig.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

it('until then the new epoch waits', () => {
  expect(headquarters.report().streams).toMatchObject([
    { state: 'approved', seq: 4 },
    { state: 'waiting', epoch, reason: 'a new epoch needs approval' },
  ]);
});

describe('a person at headquarters', () => {
  it('approves the new epoch, and it is open', async () => {
    const { code } = await runCommand('approve', '--base', BASE, '--epoch', epoch);
    expect({ code, state: headquarters.report().streams[1]?.state }).toEqual({ code: 0, state: 'approved' });
  });

  it('lets the base in with new keys when its own are lost', async () => {
    const fresh = join(elsewhere, 'new-keys.json');
    writeFileSync(fresh, JSON.stringify(makeBaseKeys(join(elsewhere, 'new'), BASE).public));
    const { err } = await runCommand('rekey', '--base', BASE, '--keys', fresh, '--topic', TOPIC);
    expect(err).not.toContain('there is no command');
  });

  it.each(['streams', 'resume'])('finds the command %s for a stream that stands', async (command) => {
    const { err } = await runCommand(command, '--base', BASE);
    expect(err).not.toContain('there is no command');
  });
});
