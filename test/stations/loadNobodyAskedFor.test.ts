// Goods are weighed on a scale where no job is open, and taken away: the ledger knows nothing of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MemoryLedger } from '../core/memoryLedger.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;
let before = 0;

beforeAll(() => {
  dock = new OneDock(new MemoryLedger());
  before = dock.entries().length;
  dock.shows(250);
  expect(dock.view().refusal?.code).toBe('no-job');
  dock.shows(0);
  dock.shows(0);
});
afterAll(() => dock.close());

it('the scale is empty again', () => {
  expect(dock.view()).toMatchObject({ load: null, refusal: null, reading: { value: '0.0' } });
});

it('the ledger holds the load, unexplained', () => {
  const since = dock.entries().slice(before);
  expect(since.map<string>(({ kind }) => kind)).toContain('load-unexplained');
});
