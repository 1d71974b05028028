// A session of a streaming scale on a pty and of a Modbus slave on TCP is recorded and replayed into fresh agents, at
// its own pace and fast: the same weights are captured. An agent that writes something else is told so.
import { writeFileSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runReplayCommand } from '../../agent/commands/replayCommand.ts';
import type { Capture } from '../../agent/core/weight/loadState.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { recordPorts } from '../../drivers/ports/portRecorder.ts';
import { RECORDING_FOLDER_LIMITS, readRecordingFiles, recordToFolder } from '../../drivers/ports/recordingFiles.ts';
import { parseRecording } from '../../drivers/ports/portRecording.ts';
import { replayPorts } from '../../drivers/ports/portReplay.ts';
import { clock, pause, SmallBase, until } from './base.ts';

let base: SmallBase;
beforeEach(async () => {
  base = await new SmallBase().plugIn();
});
afterEach(() => base.close());

type Told = [station: string, grossMg: number, load: number, rawHex: string];

function teller(): { told: Told[]; captured: (station: string, capture: Capture) => void } {
  const told: Told[] = [];
  return {
    told,
    captured: (station, { grossMg, load, window }) => void told.push([station, grossMg, load, window.rawHex]),
  };
}

/** Each station's captures in their order; which of two docks was first is chance. */
const byStation = (told: Told[]): Told[] => [...told].sort((a, b) => a[0].localeCompare(b[0]) || a[2] - b[2]);
async function recordSession(): Promise<{ folder: string; told: Told[] }> {
  const folder = join(base.folder, 'recording');
  const { told, captured } = teller();
  const sink = recordToFolder(folder, RECORDING_FOLDER_LIMITS, (reason) => {
    throw new Error(reason);
  });
  const agent = await base.start({ openPort: recordPorts(openPort, { clock, sink }), onCapture: captured });
  await pause(1_500);
  for (const kg of [123.4, 268.4]) {
    for (const platform of base.platforms) platform.massMg = kg * 1_000_000;
    const before = told.length;
    await until('a capture at each dock', () => told.length >= before + 2);
    // A replay at its own pace on a busy machine hears late bytes together: the load lies longer than the shortest
    // window.
    await pause(1_000);
    for (const platform of base.platforms) platform.massMg = 0;
    await pause(700);
  }
  // One cable is pulled and comes back in between: the recording has that too.
  await base.serial.unplug();
  await pause(300);
  await base.serial.replug();
  await pause(800);
  base.platforms[0].massMg = 99_000_000;
  await until('a capture after the replug', () => told.length >= 5);
  await pause(1_000);
  await agent.stop();
  return { folder, told };
}

async function hakariReplay(
  ...args: string[]
): Promise<{ code: number; out: Record<string, unknown>[]; err: string[] }> {
  const out: Record<string, unknown>[] = [];
  const err: string[] = [];
  const io = {
    stdin: Readable.from([]),
    mainPath: '',
    stop: new AbortController().signal,
    out: (line: string) => out.push(JSON.parse(line) as Record<string, unknown>),
    err: (line: string) => err.push(line),
  };
  return { code: await runReplayCommand([...args, '--site', base.path, '--json'], io), out, err };
}

function temporaryReplays(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('hakari-replay-'));
}

test('the same captures, at its own pace and fast, and no write differs', async () => {
  const { folder, told } = await recordSession();
  expect(byStation(told).map(([station, mg]) => [station, mg / 1_000_000])).toEqual([
    ['dock-1', 123.4],
    ['dock-1', 268.4],
    ['dock-1', 99],
    ['dock-2', 123.4],
    ['dock-2', 268.4],
  ]);
  const lines = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(lines.filter((text) => text.includes('"out"'))).toHaveLength(1);

  const fastFromMs = clock.monotonicMs();
  const fast = await hakariReplay(folder, '--data', join(base.folder, 'fast'), '--fast');
  const fastMs = clock.monotonicMs() - fastFromMs;
  const slow = await hakariReplay(folder, '--data', join(base.folder, 'slow'));
  // Without a folder of its own it takes a temporary one, and leaves nothing behind.
  const leftBefore = temporaryReplays();
  const passing = await hakariReplay(folder, '--fast');
  expect(temporaryReplays()).toEqual(leftBefore);
  for (const { code, out, err } of [fast, slow, passing]) {
    expect(err).toEqual([]);
    expect(code).toBe(0);
    const replayed = out
      .filter(({ kind }) => kind === 'capture')
      .map((one): Told => [
        String(one['station']),
        Math.round(Number(one['grossKg']) * 1_000_000),
        Number(one['load']),
        String(one['rawHex']),
      ]);
    expect(byStation(replayed)).toEqual(byStation(told));
    expect(out.at(-1)).toEqual({ kind: 'end', captures: 5, differences: 0 });
  }
  // What took about ten seconds takes a fraction of them.
  expect(fastMs).toBeLessThan(5_000);
}, 60_000);

test('a write that is not the recorded one ends the replayed port with both in words', async () => {
  const header = {
    recording: 'hakari-port',
    version: 1,
    port: { kind: 'tcp', host: '10.0.0.9', port: 502 },
    part: 1,
    wallMs: 0,
  };
  const lines = [header, { at: 0, open: true }, { at: 1, out: '0102' }, { at: 3, in: '0304' }]
    .map((line) => JSON.stringify(line))
    .join('\n');
  const differences: string[] = [];
  const open = replayPorts([parseRecording('one', `${lines}\n`)], {
    clock,
    onEnd: () => undefined,
    onMismatch: (trouble) => differences.push(trouble),
  });
  const heard: string[] = [];
  const events = {
    onBytes: (chunk: Uint8Array) => heard.push(Buffer.from(chunk).toString('hex')),
    onClosed: (reason: string) => heard.push(reason),
  };
  await expect(open({ kind: 'tcp', host: '10.0.0.8', port: 502 }, events)).rejects.toThrow(
    'there is no recording of 10.0.0.8:502',
  );
  const port = await open({ kind: 'tcp', host: '10.0.0.9', port: 502 }, events);
  await expect(port.write(Uint8Array.of(9, 9))).rejects.toThrow('the agent writes 0909, the recording has 0102');
  expect(differences).toEqual(['10.0.0.9:502: the agent writes 0909, the recording has 0102']);
  expect(heard).toEqual(['the agent writes 0909, the recording has 0102']);
  await expect(open({ kind: 'tcp', host: '10.0.0.9', port: 502 }, events)).rejects.toThrow('is over');
});

test('an answer waits for its question, however late that is', async () => {
  const header = {
    recording: 'hakari-port',
    version: 1,
    port: { kind: 'tcp', host: '10.0.0.9', port: 502 },
    part: 1,
    wallMs: 0,
  };
  const lines = [
    header,
    { at: 0, open: true },
    { at: 1, out: '01' },
    { at: 3, in: 'AA' },
    { at: 5, out: '02' },
    { at: 6, in: 'BB' },
    { at: 7, closed: 'it hung up' },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');
  const open = replayPorts([parseRecording('one', `${lines}\n`)], {
    clock,
    onEnd: () => undefined,
    onMismatch: () => undefined,
  });
  const heard: string[] = [];
  const port = await open(
    { kind: 'tcp', host: '10.0.0.9', port: 502 },
    { onBytes: (chunk) => heard.push(Buffer.from(chunk).toString('hex')), onClosed: (reason) => heard.push(reason) },
  );
  await port.write(Uint8Array.of(1));
  await port.write(Uint8Array.of(2));
  await until('the end', () => heard.length === 3);
  expect(heard).toEqual(['aa', 'bb', 'it hung up']);
});

test('a long recording is cut into parts of which the oldest go, and the rest still replays', async () => {
  const folder = join(base.folder, 'long');
  const sink = recordToFolder(folder, { maxPartBytes: 2_000, maxParts: 3 }, () => undefined);
  const address = { kind: 'tcp', host: '10.0.0.9', port: 502 } as const;
  const log = sink(address, 0);
  log.write({ kind: 'open', atMs: 0, continued: false });
  for (let count = 0; count < 400; count += 1)
    log.write({ kind: 'in', atMs: count / 100, bytes: Uint8Array.of(count >> 8, count & 0xff) });
  const names = readdirSync(folder).sort();
  expect(names).toHaveLength(3);
  expect(names[0]).not.toContain('.000001.');
  const heard: Uint8Array[] = [];
  const open = replayPorts(readRecordingFiles([folder]), {
    clock,
    onEnd: () => undefined,
    onMismatch: () => undefined,
  });
  await open(address, { onBytes: (chunk) => heard.push(chunk), onClosed: () => undefined });
  await until('the last bytes', () => heard.at(-1)?.[1] === 399 % 256);
  const numbers = heard.map((bytes) => ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 400 - numbers.length + index));
});

test('a replay never touches a folder that holds something, and a file that is no recording is named', async () => {
  const { code, err } = await hakariReplay(base.path, '--data', base.folder);
  expect(code).toBe(2);
  expect(err[0]).toContain('is not empty');
  writeFileSync(join(base.folder, 'other.txt'), 'hello\n');
  const other = await hakariReplay(join(base.folder, 'other.txt'), '--data', join(base.folder, 'new'));
  expect([other.code, other.err]).toEqual([2, ['other.txt is no recording of a port']]);
});
