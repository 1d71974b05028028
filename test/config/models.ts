// Models for configuration tests, written here so that these tests say what they rest on: one streaming scale, one
// Modbus indicator, one reader that knows no Japanese region.
import { parseSiteFile } from '../../config/siteConfig.ts';
import type { InstrumentModel } from '../../drivers/models/instrumentModel.ts';

const facts = { title: 't', maker: 'm', tcpPort: null, silentAfterMs: 2000 };

export const models: ReadonlyMap<string, InstrumentModel> = new Map<string, InstrumentModel>([
  [
    'and-ad4406',
    {
      ...facts,
      kind: 'text-scale',
      name: 'and-ad4406',
      protocol: 'and-std',
      serial: { baud: 2400, dataBits: 7, parity: 'even', stopBits: 1 },
      poll: null,
      unit: null,
      unmarked: 'gross',
    },
  ],
  [
    'laumas-tlb',
    {
      ...facts,
      kind: 'modbus-scale',
      name: 'laumas-tlb',
      protocol: 'modbus',
      serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1 },
      tcpPort: 502,
      tcpFraming: 'mbap',
      unitId: 1,
      functionCode: 3,
      wordOrder: 'high-word-first',
      byteOrder: 'high-byte-first',
      unit: 'kg',
      decimals: { from: 'settings' },
      weights: { gross: { at: 7, type: 'uint32', negative: { at: 6, bit: 7, inverted: false } } },
      status: {},
      commands: {},
      poll: { intervalMs: 100, timeoutMs: 300 },
    },
  ],
  [
    'm100-generic',
    {
      ...facts,
      kind: 'reader',
      name: 'm100-generic',
      protocol: 'm100',
      serial: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
      regions: ['CN', 'US', 'EU', 'KR'],
    },
  ],
]);

/** A site without a fault; tests change one thing in it. */
export const SITE = `base: demo
name: { en: Demo base, ja: デモ基地 }
stations:
  - id: dock-1
    name: { en: Dock 1, ja: 第1ドック }
    scale: scale-1
    readers: [reader-1]
    checkWeight: { mass: "200", unit: kg }
instruments:
  - id: scale-1
    model: and-ad4406
    port: { serial: /dev/ttyS0 }
    scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] }
  - id: reader-1
    model: m100-generic
    port: { serial: /dev/ttyS1 }
    region: EU
`;

/** The ranges of that site's scale, for sites with further scales. */
export const RANGES = 'ranges: [{ max: "600", min: "4", interval: "0.2" }]';

/** Each fault of a site file as `line path: problem | allowed`; none if it is valid. */
export function siteFaults(text: string): string[] {
  const outcome = parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });
  return outcome.kind === 'valid'
    ? []
    : outcome.errors.map((fault) => `${fault.line ?? '-'} ${fault.path}: ${fault.problem} | ${fault.allowed}`);
}
