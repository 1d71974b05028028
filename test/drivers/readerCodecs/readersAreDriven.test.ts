// Readers behind a real TCP port: rounds asked one after the other, keep-alives answered, steps of starting, regions
// set or refused. The reader is a small server that answers bytes with bytes written in this folder.
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Observation, TagRead, FaultObservation } from '../../../drivers/contract/observation.ts';
import { openPort } from '../../../drivers/ports/systemPorts.ts';
import { createStreamingReader } from '../../../drivers/rfid/streamingReader.ts';
import { READER_CODECS } from '../../../drivers/rfid/readerCodecs.ts';
import { clock, pause, until } from '../rig.ts';
import { clFrame, fromHex, thingMagicCrc, uhfFrame, utrFrame } from './streams.ts';

interface Bench {
  heard: string[];
  observations: Observation[];
  /** The reason of the session's end, once it has ended. */
  ended: Promise<string>;
  send(bytes: Uint8Array): void;
  tags(): TagRead[];
  faults(): FaultObservation[];
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** `answer` gives what the reader says to each command it hears (one chunk is one command at this pace). */
async function bench(
  protocol: string,
  region: string | null,
  answer: (command: string) => Uint8Array | null,
): Promise<Bench> {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const command = chunk.toString('hex').toUpperCase();
      heard.push(command);
      const reply = answer(command);
      if (reply) socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const codec = READER_CODECS[protocol];
  if (!codec) throw new Error(protocol);
  const observations: Observation[] = [];
  const stop = new AbortController();
  const port = { kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port } as const;
  const driver = createStreamingReader(
    { instrument: 'gate', port, codec, silentAfterMs: 30_000, region },
    { clock, openPort: openPort, onObservation: (one) => observations.push(one) },
  );
  const ended = driver.run(stop.signal);
  closing.push(async () => {
    stop.abort();
    await ended;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    heard,
    observations,
    ended,
    send: (bytes) => sockets.at(-1)?.write(bytes),
    tags: () => observations.filter((one) => one.kind === 'tag'),
    faults: () => observations.filter((one) => one.kind === 'fault'),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

it('a polled reader is asked again when a round has ended, not while more frames follow', async () => {
  const ask = hexOf(uhfFrame('FF 01 04 00 01 0000 00 00 80 03'));
  let round = 0;
  const gate = await bench('uhfreader288', 'US', (command) => {
    if (command === hexOf(uhfFrame('FF 22 31 80'))) return uhfFrame('00 22 00');
    if (command !== ask) return null;
    round += 1;
    if (round === 1) return uhfFrame('00 01 FB');
    if (round === 2) return uhfFrame('00 01 03 02 01 04 A0BB7EDD 40');
    return uhfFrame('00 01 FB');
  });
  await until('the second round', () => round === 2 && gate.tags().length === 1);
  expect(gate.tags()).toMatchObject([{ instrument: 'gate', epcHex: 'A0BB7EDD', antenna: 2, crcChecked: false }]);
  // "More frames follow": the reader is still at it.
  await pause(60);
  expect(round).toBe(2);
  gate.send(uhfFrame('00 01 01 02 01 04 11223344 41'));
  await until('the next rounds', () => round > 4);
  expect(gate.tags()).toHaveLength(2);
  expect(gate.faults()).toEqual([]);
});

it('a region that the reader does not acknowledge never becomes an inventory', async () => {
  const gate = await bench('uhfreader18', 'US', (command) =>
    command.slice(4, 6) === '22' ? uhfFrame('00 22 FF') : null,
  );
  expect(await gate.ended).toContain('reply-refused');
  expect(gate.heard.some((command) => command === hexOf(uhfFrame('FF 01')))).toBe(false);
});

it('a module without the region ends the session before anything radiates', async () => {
  const gate = await bench('impinj-a0', 'JP', () => null);
  expect(await gate.ended).toContain('no region JP');
  expect(gate.heard).toEqual([]);
});

it('a reader made for Japan needs no region command', async () => {
  const tag = utrFrame(2, 0x6c, '09 FE02 3E 06 1000 0D03020D');
  const end = utrFrame(0, 0x30, '10 00 0100 1A');
  const gate = await bench('takaya-utr', 'JP', (command) =>
    command === '0200550110036B0D' ? Buffer.concat([tag, end]) : null,
  );
  await until('two rounds', () => gate.tags().length >= 2);
  expect(gate.heard[0]).toBe('02004E0700000010000000036A0D');
  expect(gate.tags()[0]).toMatchObject({ epcHex: '0D03020D', antenna: 2, rssiDbm: -51 });
});

it('keep-alives are answered while an inventory runs, which is started once', async () => {
  const gate = await bench('cl7206', 'EU', (command) => {
    if (command === 'AA02FF0000A40F') return clFrame('02 FF', '00');
    return command === 'AA02100002010171AD' ? clFrame('02 10', '00') : null;
  });
  await until('the start', () => gate.heard.includes('AA02100002010171AD'));
  gate.send(
    Buffer.concat([
      clFrame('01 12', '00000001'),
      clFrame('12 00', '0004 AA12AA10 1000 03 01 40'),
      clFrame('01 12', '00000002'),
    ]),
  );
  await until('both answers', () => gate.heard.join('').includes(hexOf(clFrame('01 12', '00000002'))));
  expect(gate.heard.join('')).toContain(hexOf(clFrame('01 12', '00000001')));
  expect(gate.tags()).toMatchObject([{ epcHex: 'AA12AA10', antenna: 3 }]);
  await pause(1_300);
  expect(gate.heard.filter((command) => command === 'AA02100002010171AD')).toHaveLength(1);
});

it('a module that hears one command at a time is started step by step', async () => {
  const reply = (text: string): Uint8Array => fromHex(`FF${text}${thingMagicCrc(text)}`);
  const gate = await bench('thingmagic', 'JP', (command) => reply(`00${command.slice(4, 6)}0000`));
  await until('continuous reading', () => gate.heard.some((command) => command.startsWith('FF102F')));
  expect(gate.heard.map((command) => command.slice(4, 6))).toEqual(['2F', '97', '91', '93', '9A', '2F']);
  gate.send(fromHex('FF2822000010001B01FF0101C4110E16400000012700000500000F00803000000000000000000000001545E94A561D'));
  await until('the tag', () => gate.tags().length === 1);
  expect(gate.tags()).toMatchObject([
    { epcHex: '000000000000000000001545', antenna: 1, rssiDbm: -60, crcChecked: true },
  ]);
});

it('a damaged frame is told and is no tag', async () => {
  const gate = await bench('chafon-ctsw', 'JP', (command) =>
    command.startsWith('53570005FF3F299D') ? fromHex('43540004003F0125') : null,
  );
  await until('the first round', () => gate.heard.some((command) => command === '53570003FF0153'));
  const damaged = fromHex(
    '4354003600010100030F0102E2002067551602701270920F490F0102E200207560100186251016A3480F0102E200207560100185010101014DE4',
  );
  damaged[20] = 0x00;
  gate.send(damaged);
  await until('the fault', () => gate.faults().length > 0);
  expect(gate.faults()[0]).toMatchObject({ fault: 'checksum-wrong' });
  expect(gate.tags()).toEqual([]);
});
