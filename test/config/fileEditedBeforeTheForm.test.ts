// A form that changes an instrument begins with what stands in the site file, as written – and says so when somebody
// edited or took away the file since the agent read it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashText } from '../../config/contentHash.ts';
import { readSiteInstrument } from '../../config/siteInstrument.ts';

let folder = '';
let path = '';
let fileHash = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hakari-entry-'));
  path = join(folder, 'site.yaml');
  const text = readFileSync(join(import.meta.dirname, '../../config/sites/example.yaml'), 'utf8');
  writeFileSync(path, text);
  fileHash = hashText(text);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the entry is given as written, without the model’s own settings', () => {
  expect(readSiteInstrument('scale-1', { path, fileHash })).toEqual({
    kind: 'found',
    instrument: {
      id: 'scale-1',
      model: 'and-ad4406',
      port: { serial: '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0', baud: 2400 },
      scale: { class: 'III', unit: 'kg', decimals: 1, ranges: [{ max: '600', min: '4', interval: '0.2' }] },
      serialNumber: '5120417',
    },
  });
});

test('no such instrument, an edited file, and no file are told apart', () => {
  expect(readSiteInstrument('scale-9', { path, fileHash })).toEqual({ kind: 'unknown' });
  writeFileSync(path, `${readFileSync(path, 'utf8')}# by hand\n`);
  expect(readSiteInstrument('scale-1', { path, fileHash })).toEqual({ kind: 'file-changed' });
  rmSync(path);
  expect(readSiteInstrument('scale-1', { path, fileHash })).toMatchObject({
    kind: 'not-read',
    reason: expect.stringContaining('ENOENT') as string,
  });
});
