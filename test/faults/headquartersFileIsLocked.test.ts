// A backup tool holds headquarters' file for some seconds while an entry arrives. Nothing is acknowledged meanwhile, and
// the process lives on.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HeadquartersLink } from '../../agent/link/headquartersLink.ts';
import { openAedes, type TestBroker } from '../headquarters/brokers.ts';
import { openLinkRig as openLinkScene, type LinkRig } from '../headquarters/linkRig.ts';
import { type Running, running } from './processes.ts';
import { until } from './scene.ts';

/** It waits 5 s for the file. */
const LONGER_THAN_IT_WAITS_MS = 15_000;

let scene: LinkRig;
let broker: TestBroker;
let link: HeadquartersLink;
let house: Running;
let acknowledgedMeanwhile = 0;
let seqMeanwhile = 0;

beforeAll(async () => {
  scene = openLinkScene();
  broker = await openAedes();
  // Made and enrolled here, served by the process.
  await scene.openHeadquarters().stop();
  const dir = join(scene.dir, 'headquarters');
  house = running('headquarters', 'run', '--dir', dir, '--broker', broker.url);
  await until(() => house.out().includes('ready'), house.err);
  link = scene.openLink(broker.url, { settings: { acknowledgeTimeoutMs: 3_000 } });
  scene.record(3);
  await until(() => link.view().acknowledgedSeq === 4, link.view.bind(link));

  const other = new Database(join(dir, 'headquarters.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  scene.record(1);
  seqMeanwhile = scene.ledger.head().seq;
  const endMs = performance.now() + LONGER_THAN_IT_WAITS_MS;
  while (performance.now() < endMs && house.code() === undefined)
    await new Promise((resolve) => setTimeout(resolve, 50));
  acknowledgedMeanwhile = link.view().acknowledgedSeq;
  other.exec('ROLLBACK');
  other.close();
});

afterAll(async () => {
  await house.end();
  await scene.close();
  await broker.close();
});

it('nothing was acknowledged that was not stored', () => {
  expect(acknowledgedMeanwhile).toBeLessThan(seqMeanwhile);
});

it('headquarters lives', () => {
  expect(house.code(), house.err()).toBeUndefined();
});

it('once the file is free the entry is acknowledged', async () => {
  await until(() => link.view().waiting === 0 || house.code() !== undefined, link.view.bind(link), 40_000);
  expect(link.view().waiting).toBe(0);
});
