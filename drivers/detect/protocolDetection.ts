// Listens to a port under one setting after the other and judges what came. It never writes a byte: an instrument that
// is spoken to wrongly may print, zero itself or radiate. One that answers only when it is asked stays unheard, and is
// told so.
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { OpenPort, PortAddress, SerialAddress } from '../contract/port.ts';
import { rankProtocols, type ProtocolCandidate, type ProtocolCodec } from './protocolCandidates.ts';

/** The commonest first: most scales are found with the first few. */
const BAUDS = [9_600, 2_400, 4_800, 19_200, 38_400, 57_600, 115_200, 1_200] as const;
const CHARACTER_FORMATS: readonly Pick<SerialAddress, 'dataBits' | 'parity' | 'stopBits'>[] = [
  { dataBits: 8, parity: 'none', stopBits: 1 },
  { dataBits: 7, parity: 'even', stopBits: 1 },
  { dataBits: 7, parity: 'odd', stopBits: 1 },
];
/** So sure that further settings need not be tried; the best that a protocol without checksum can reach is 90. */
const ENOUGH_CONFIDENCE_PERCENT = 85;
const MAX_COLLECTED_BYTES = 65_536;
/** Silence under the first settings is silence under every other: bytes come at any speed, only wrong ones. */
const MAX_SILENT_PORT_SETTINGS = 3;

export interface PortDetection {
  port: PortAddress;
  bytes: number;
  candidates: ProtocolCandidate[];
  /** Empty, or why it could not be listened to. */
  error: string;
}

export interface DetectionOptions {
  clock: Clock;
  openPort: OpenPort;
  codecs: readonly ProtocolCodec[];
  /** Altogether. */
  totalSeconds: number;
  stop: AbortSignal;
  /** After each setting. */
  onPortTried(heard: PortDetection): void;
}

/** Every setting of a serial path, or the one of a TCP port. */
export function listPortSettings(place: { serial: string } | { host: string; port: number }): PortAddress[] {
  if (!('serial' in place)) return [{ kind: 'tcp', ...place }];
  return BAUDS.flatMap((baud) =>
    CHARACTER_FORMATS.map((frame): PortAddress => ({ kind: 'serial', path: place.serial, baud, ...frame })),
  );
}

/** The best first. */
export async function detectProtocol(
  ports: readonly PortAddress[],
  settings: DetectionOptions,
): Promise<PortDetection[]> {
  const all: PortDetection[] = [];
  const eachMs = (settings.totalSeconds * 1_000) / ports.length;
  for (const port of ports) {
    if (settings.stop.aborted) break;
    const heard = await listenToPort(port, eachMs, settings);
    settings.onPortTried(heard);
    all.push(heard);
    if (heard.error !== '' || (heard.candidates[0]?.surePercent ?? 0) >= ENOUGH_CONFIDENCE_PERCENT) break;
    if (all.length === MAX_SILENT_PORT_SETTINGS && all.every(({ bytes }) => bytes === 0)) break;
  }
  return all.sort((a, b) => (b.candidates[0]?.surePercent ?? 0) - (a.candidates[0]?.surePercent ?? 0));
}

async function listenToPort(
  address: PortAddress,
  forMs: number,
  { clock, openPort, codecs, stop }: DetectionOptions,
): Promise<PortDetection> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let closed = '';
  try {
    const port = await openPort(address, {
      onBytes: (chunk) => {
        if (length < MAX_COLLECTED_BYTES) chunks.push(new Uint8Array(chunk));
        length += chunk.length;
      },
      onClosed: (reason) => {
        closed = reason;
      },
    });
    await pause(forMs, { clock, stop });
    if (closed === '') await port.close();
    else return { port: address, bytes: length, candidates: [], error: `the port closed: ${closed}` };
  } catch (error) {
    return { port: address, bytes: 0, candidates: [], error: errorText(error) };
  }
  return { port: address, bytes: length, candidates: rankProtocols(Buffer.concat(chunks), codecs), error: '' };
}

function pause(ms: number, { clock, stop }: { clock: Clock; stop: AbortSignal }): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      stop.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    stop.addEventListener('abort', done);
  });
}
