// A base whose disk or keys are gone begins a new epoch. It reports again once a person at headquarters has approved it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fold, FOLD_VERSION } from '../../agent/core/projection/fold.ts';
import { ensureBaseKeys } from '../../agent/link/keyFiles.ts';
import { sealHello } from '../../agent/link/hello.ts';
import { openLedger } from '../../agent/ledger/ledgerOpening.ts';
import { answerMessage } from '../../agent/headquarters/link/messageAnswers.ts';
import { runHeadquarters } from '../../agent/headquarters/main.ts';
import { approve, deliver } from './deliver.ts';
import { baseRow } from './hand.ts';
import { BASE, chance, clock, openScene, type RunningHouse, type Scene, TOPIC } from './scene.ts';

let scene: Scene;
let house: RunningHouse;
let elsewhere = '';
let epoch = '';

/** `hakari headquarters …` on this house's folder. */
async function headquarters(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io = {
    stop: new AbortController().signal,
    mainPath: '',
    out: (line: string) => (said.out += `${line}\n`),
    err: (line: string) => (said.err += `${line}\n`),
  };
  const code = await runHeadquarters([...args, '--dir', join(scene.dir, 'house')], io);
  return { code, ...said };
}

/** The ledger's disk is lost, `keys.json` was saved: the base says hello with a new ledger. */
beforeAll(async () => {
  scene = openScene();
  house = scene.openHouse();
  approve(scene, house);
  scene.record(3);
  await deliver(scene, house);
  elsewhere = mkdtempSync(join(tmpdir(), 'hakari-anew-'));
  const ledger = openLedger({ dir: elsewhere, base: BASE, clock, random: chance, fold, foldVersion: FOLD_VERSION });
  const { signingKey, sealingKey } = scene.keys.base.public;
  ledger.transact('epoch', () => ({
    entries: [{ kind: 'epoch-opened', body: { previous: null, signingKey, sealingKey, software: 'test' } }],
    effects: [],
    result: {},
  }));
  epoch = ledger.head().epoch;
  const hello = await sealHello({ ledger, keys: scene.keys, nonce: chance.id() });
  expect(answerMessage(house.house, baseRow(scene), hello).messages).toEqual([]);
  ledger.close();
});

afterAll(async () => {
  await scene.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

it('until then the new epoch waits', () => {
  expect(house.report().streams).toMatchObject([
    { state: 'approved', seq: 4 },
    { state: 'waiting', epoch, trouble: 'a new epoch needs approval' },
  ]);
});

describe('a person at headquarters', () => {
  it.fails('approves the new epoch, and it is open', async () => {
    const { code } = await headquarters('approve', '--base', BASE, '--epoch', epoch);
    expect({ code, state: house.report().streams[1]?.state }).toEqual({ code: 0, state: 'approved' });
  });

  it.fails('lets the base in with new keys when its own are lost', async () => {
    const fresh = join(elsewhere, 'new-keys.json');
    writeFileSync(fresh, JSON.stringify(ensureBaseKeys(join(elsewhere, 'new'), { base: BASE }).public));
    const { err } = await headquarters('rekey', '--base', BASE, '--keys', fresh, '--topic', TOPIC);
    expect(err).not.toContain('there is no command');
  });

  it.fails.each(['streams', 'resume'])('finds the command %s for a stream that stands', async (command) => {
    const { err } = await headquarters(command, '--base', BASE);
    expect(err).not.toContain('there is no command');
  });
});
