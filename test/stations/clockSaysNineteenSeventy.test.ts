// The battery of the clock is empty: a date that cannot be right verifies no scale.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSiteFile } from '../../config/siteConfig.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';
import type { Timestamp } from '../../drivers/contract/clock.ts';
import { believableDay } from '../../agent/core/model/believableDate.ts';
import { readScaleFacts } from '../../agent/services/scaleFacts.ts';
import { models, SITE } from '../config/models.ts';
import { MemoryLedger } from '../core/memoryLedger.ts';

const dir = mkdtempSync(join(tmpdir(), 'hakari-clock-'));
let scale: InstrumentConfig;

beforeAll(() => {
  const file = join(dir, 'site.yaml');
  writeFileSync(file, SITE);
  const loaded = loadSiteFile(file, { models, data: undefined });
  const [first] = loaded.kind === 'valid' ? loaded.site.instruments : [];
  if (!first) throw new Error('site file has faults');
  scale = first;
});
afterAll(() => rmSync(dir, { recursive: true }));

const CHECKPOINT = {
  kind: 'checkpoint',
  body: { format: 2, seq: 2, size: 2, hash: '0'.repeat(64), root: '0'.repeat(64), signature: 'A'.repeat(86) },
} as const;

/** Inspected until the end of 2025; the ledger's last entry is of the end of November, by a time service. */
function verifiedAt(date: string, trust: Timestamp['trust']): boolean {
  const stamp = { wallMs: Date.parse(date), monotonicMs: 1, boot: 'b', trust };
  const ledger = new MemoryLedger();
  ledger.aheadMs = Date.parse('2025-11-30');
  ledger.do('check', () => ({ entries: [CHECKPOINT], effects: [], result: {} }));
  const today = believableDay(ledger.book, stamp);
  return readScaleFacts(scale, { mark: 'M-1', verifiedUntil: '2025-12-31' }, today).verified;
}

it('is over when the inspection is', () => {
  expect(verifiedAt('2025-12-01', 'synchronised')).toBe(true);
  expect(verifiedAt('2026-02-01', 'synchronised')).toBe(false);
});

it('is not verified in 1970', () => {
  expect(verifiedAt('1970-01-01', 'unsynchronised')).toBe(false);
});
