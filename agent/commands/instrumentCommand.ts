// `hakari instrument test`: opens one instrument of the site file as the agent would, waits for its first reading or
// tag, and prints it with its raw bytes, or tells why none came. Refuses while the agent runs: the port is the agent's.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Codec, DecodedFrame } from '../../drivers/contract/codec.ts';
import type { Observation } from '../../drivers/contract/observation.ts';
import { formatPortAddress } from '../../drivers/contract/port.ts';
import type { OpenPort } from '../../drivers/contract/port.ts';
import type { InstrumentConfig } from '../../drivers/models/instrumentModel.ts';
import { findInstrumentErrors, ModbusBuses, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { createModbusRtuCodec } from '../../drivers/modbus/modbusRtuCodec.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { READER_CODECS } from '../../drivers/rfid/readerCodecs.ts';
import { findScaleCodec } from '../../drivers/scale/textScaleCodec.ts';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import { lockDataFolder } from '../ledger/folderLock.ts';
import { LedgerOpenError } from '../ledger/storageErrors.ts';
import { createSystemClock } from '../runtime/systemClock.ts';
import { parseArgumentsOrPrintUsage, printUsageError } from './usageError.ts';
import type { CliIo, ExitCode } from './cliCommand.ts';
import { readSiteFileOrPrintErrors } from './siteFileInput.ts';

const USAGE =
  'hakari instrument test ID --site FILE [--data DIR] [--seconds N] [--json]     N seconds at most, 10 by default';
const DEFAULT_SECONDS = 10;
const MAX_TRAFFIC_BYTES = 256;

/** Exit code: 0 it gave a reading or a tag, 1 it did not, 2 wrong call, or the agent holds the port. */
export async function runInstrumentCommand(args: string[], io: CliIo): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const call = parseArgumentsOrPrintUsage(USAGE, io, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { site: text, data: text, seconds: text, json: { type: 'boolean' } },
    }),
  );
  if (!call) return 2;
  const [action, id, ...more] = call.positionals;
  const { site: file, data, json } = call.values;
  if (action !== 'test' || id === undefined || more.length > 0) return printUsageError(USAGE, io, 'say: test ID');
  if (file === undefined) return printUsageError(USAGE, io, '--site is missing');
  const seconds = Number(call.values.seconds ?? DEFAULT_SECONDS);
  if (!(seconds > 0 && seconds <= 600)) return printUsageError(USAGE, io, '--seconds is a number up to 600');
  const read = readSiteFileOrPrintErrors(file, data, io);
  if (!read) return 2;
  const config = read.site.instruments.find((instrument) => instrument.id === id);
  if (config === undefined)
    return printUsageError(
      USAGE,
      io,
      `the site file has no instrument ${id}; it has ${read.site.instruments.map((instrument) => instrument.id).join(', ')}`,
    );
  const [configError] = findInstrumentErrors(config);
  if (configError !== undefined) return printUsageError(USAGE, io, configError);
  const unlock = lockFolderIfFree(read.site.data);
  if (unlock === null) {
    io.err(
      `The agent of this base is running and holds ${formatPortAddress(config.port)}. Its readings are on the page and under /api/instruments; stop the agent to test by hand.`,
    );
    return 2;
  }
  try {
    const result = await testInstrument(config, seconds * 1_000, io.stop);
    for (const line of json === true ? [JSON.stringify(result)] : describeInstrumentTest(result)) io.out(line);
    return result.observation === null ? 1 : 0;
  } finally {
    unlock();
  }
}

/** The function that frees the folder; null: an agent holds it. While the command holds it, no agent can start. */
function lockFolderIfFree(folder: string): (() => void) | null {
  if (!existsSync(folder)) return () => undefined;
  try {
    return lockDataFolder(folder);
  } catch (error) {
    if (error instanceof LedgerOpenError) return null;
    throw error;
  }
}

interface InstrumentTestResult {
  instrument: string;
  port: string;
  /** A reading or a tag; null: none came in time. */
  observation: Record<string, unknown> | null;
  /** Its decoded frame; null where no codec decodes the driver's frames. */
  message: Record<string, unknown> | null;
  rawHex: string;
  rawText: string;
  /** The last 256 bytes received and sent, upper-case hex. */
  receivedHex: string;
  sentHex: string;
  /** Why none came, or the last fault before one did. */
  error: string;
}

async function testInstrument(
  config: InstrumentConfig,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<InstrumentTestResult> {
  const clock = createSystemClock();
  const end = new AbortController();
  const traffic = { received: new Uint8Array(), sent: new Uint8Array() };
  let firstObservation: Exclude<Observation, { kind: 'fault' }> | null = null;
  let lastFault = '';
  const onObservation = (next: Observation): void => {
    if (next.kind === 'fault') lastFault = `${next.fault}: ${next.detail}`;
    else firstObservation ??= next;
    if (firstObservation !== null) end.abort();
  };
  const driver = createDriver(config, { clock, openPort: recordTraffic(traffic), onObservation }, new ModbusBuses());
  const cancel = clock.after(timeoutMs, () => end.abort());
  stop.addEventListener('abort', () => end.abort());
  await driver.run(end.signal);
  cancel();
  // Assigned by a callback, which the compiler does not see.
  const observation = firstObservation as Exclude<Observation, { kind: 'fault' }> | null;
  const raw = observation?.raw ?? new Uint8Array();
  return {
    instrument: config.id,
    port: formatPortAddress(config.port),
    observation: observation === null ? null : observationToJson(observation),
    message: decodeMessage(config, raw),
    rawHex: formatHex(raw),
    rawText: formatPrintable(raw),
    receivedHex: formatHex(traffic.received),
    sentHex: formatHex(traffic.sent),
    error: lastFault === '' && observation === null ? `nothing within ${timeoutMs / 1_000} s` : lastFault,
  };
}

function recordTraffic(traffic: { received: Uint8Array; sent: Uint8Array }): OpenPort {
  const appendBytes = (before: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Buffer.concat([before, bytes]).subarray(-MAX_TRAFFIC_BYTES));
  return async (address, events) => {
    const port = await openPort(address, {
      onBytes: (chunk) => {
        traffic.received = appendBytes(traffic.received, chunk);
        events.onBytes(chunk);
      },
      onClosed: (reason) => events.onClosed(reason),
    });
    return {
      write: (bytes) => {
        traffic.sent = appendBytes(traffic.sent, bytes);
        return port.write(bytes);
      },
      close: () => port.close(),
    };
  };
}

function observationToJson({ raw, ...rest }: Exclude<Observation, { kind: 'fault' }>): Record<string, unknown> {
  return {
    ...rest,
    rawBytes: raw.length,
    ...(rest.kind === 'reading' ? { massKg: formatKilograms(rest.massMg) } : {}),
  };
}

function findInstrumentCodec({ model, scale }: InstrumentConfig): Codec | null {
  switch (model.kind) {
    case 'text-scale':
      return findScaleCodec(model, 'with-a-frame');
    case 'reader':
      return READER_CODECS[model.protocol] ?? null;
    // A Modbus driver's raw bytes are RTU frames, over TCP too.
    case 'modbus-scale':
      return createModbusRtuCodec({ model, decimals: scale?.decimals ?? null });
    case 'modbus-reader':
      return createModbusRtuCodec(null);
  }
}

function decodeMessage(config: InstrumentConfig, raw: Uint8Array): Record<string, unknown> | null {
  const codec = findInstrumentCodec(config);
  if (codec === null) return null;
  const { state, frames } = codec.decode(codec.initialState('device'), raw);
  const allFrames: DecodedFrame[] = [...frames, ...codec.flush(state).frames];
  return allFrames[0]?.message ?? null;
}

function describeInstrumentTest({
  instrument: id,
  port,
  observation,
  message,
  rawHex,
  rawText,
  receivedHex,
  sentHex,
  error,
}: InstrumentTestResult): string[] {
  if (observation === null)
    return [
      `${id} on ${port}: no reading. ${error}`,
      `received: ${receivedHex === '' ? 'nothing' : receivedHex}`,
      `sent: ${sentHex === '' ? 'nothing' : sentHex}`,
    ];
  return [
    `${id} on ${port}: ${JSON.stringify(observation)}`,
    `raw: ${rawHex}  ${rawText}`,
    ...(message === null ? [] : [`message: ${JSON.stringify(message)}`]),
    `sent: ${sentHex === '' ? 'nothing' : sentHex}`,
    ...(error === '' ? [] : [`before it: ${error}`]),
  ];
}

function formatHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function formatPrintable(bytes: Uint8Array): string {
  return JSON.stringify(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/[^\x20-\x7e\r\n]/g, '.'),
  );
}
