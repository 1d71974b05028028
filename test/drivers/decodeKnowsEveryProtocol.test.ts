// `hakari decode` knows every protocol by its name: each vector of each, through the command as a script would call it.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { runDecodeCommand } from '../../agent/commands/decodeCommand.ts';
import type { Vector } from './vectors.ts';

const vectors = JSON.parse(readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8')) as Vector[];

/** As the project promises them. */
const PROTOCOLS = [
  'and-std',
  'mt-sics',
  'mt-continuous',
  'toledo-8217',
  'sma',
  'nci',
  'sbi',
  'shimadzu-eb',
  'yaohua-a12',
  'yaohua-a9',
  'yaohua-rev',
  'yaohua-cmd',
  'dini-ext',
  'uhfreader18',
  'uhfreader288',
  'chafon-ctsw',
  'm100',
  'm100-aadd',
  'impinj-a0',
  'thingmagic',
  'takaya-utr',
  'cl7206',
  'llrp',
  'epc',
  'gen2-storedcrc',
  'modbus-rtu-scale',
  'modbus-tcp-rfid',
  'modbus-rtu-rfid',
] as const;
/** Two have no vector: what their manuals print. */
const WITHOUT_VECTOR: Readonly<Record<string, { hex: string; direction: string; kind: string }>> = {
  // Start of an inventory, and "0.5 kg, at zero" as the NCI 7800's manual draws it.
  cl7206: { hex: 'AA02100002010171AD', direction: 'host', kind: 'request' },
  nci: { hex: '0A303030302E3530204B470D0A30300D03', direction: 'device', kind: 'weight' },
};

async function run(
  protocol: string,
  hex: string,
  direction: string,
): Promise<{ code: number; out: Record<string, unknown>[]; err: string }> {
  const out: Record<string, unknown>[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([]),
    out: (line: string) => out.push(JSON.parse(line) as Record<string, unknown>),
    err: (line: string) => err.push(line),
  };
  const args = ['--protocol', protocol, '--hex', hex, ...(direction === 'host' ? ['--direction', 'host'] : [])];
  return { code: await runDecodeCommand(args, io), out, err: err.join('\n') };
}

/**
 * What the bytes alone say; what a Modbus register means needs its model, and a stream of several frames is several
 * lines.
 */
function promised({ protocol, expect: wanted }: Vector): Record<string, unknown> {
  const { kind, type, name, uri, epc, value, checksumOk } = wanted;
  const all = {
    kind: kind === 'stream' ? undefined : kind,
    type,
    name: protocol === 'modbus-tcp-rfid' ? undefined : name,
    uri,
    epc,
    value,
    checksumOk,
  };
  return Object.fromEntries(Object.entries(all).filter(([, field]) => field !== undefined));
}

test('every protocol with vectors is listed here', () => {
  expect(
    [...new Set(vectors.map(({ protocol }) => protocol))].filter(
      (name) => !PROTOCOLS.includes(name as (typeof PROTOCOLS)[number]),
    ),
  ).toEqual([]);
});

test.each(PROTOCOLS)('%s', async (protocol) => {
  const rows = vectors.filter((vector) => vector.protocol === protocol);
  for (const vector of rows) {
    const { code, out, err } = await run(protocol, vector.hex, vector.direction === 'host->device' ? 'host' : 'device');
    expect({ hex: vector.hex, code, err }).toEqual({ hex: vector.hex, code: 0, err: '' });
    expect(out[0]).toMatchObject(promised(vector));
  }
  const other = WITHOUT_VECTOR[protocol];
  if (other)
    expect((await run(protocol, other.hex, other.direction)).out).toMatchObject([{ kind: other.kind, discarded: 0 }]);
  expect(rows.length + (other ? 1 : 0)).toBeGreaterThan(0);
});
