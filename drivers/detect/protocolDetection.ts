// Listens to a port under one setting after the other and ranks the protocols that fit. It never writes a byte: a wrong
// command may make an instrument print, zero itself or radiate. An instrument that sends only on request is not found.
// Must not know any protocol.
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

/** What was received under one setting of a port. */
export interface PortDetection {
  port: PortAddress;
  bytes: number;
  candidates: ProtocolCandidate[];
  /** Why the port could not be opened or closed early; empty: neither. */
  error: string;
}

/** How a detection runs. */
export interface DetectionOptions {
  clock: Clock;
  openPort: OpenPort;
  codecs: readonly ProtocolCodec[];
  /** Shared equally among the settings. */
  totalSeconds: number;
  stop: AbortSignal;
  /** Called after each setting. */
  onPortTried(detection: PortDetection): void;
}

/** Every setting of a serial path, or the one of a TCP port. */
export function listPortSettings(port: { serial: string } | { host: string; port: number }): PortAddress[] {
  if (!('serial' in port)) return [{ kind: 'tcp', ...port }];
  return BAUDS.flatMap((baud) =>
    CHARACTER_FORMATS.map((frame): PortAddress => ({ kind: 'serial', path: port.serial, baud, ...frame })),
  );
}

/** Tries the settings one after the other until one is certain enough; the results, the most probable first. */
export async function detectProtocol(
  ports: readonly PortAddress[],
  settings: DetectionOptions,
): Promise<PortDetection[]> {
  const detections: PortDetection[] = [];
  const listenMs = (settings.totalSeconds * 1_000) / ports.length;
  for (const port of ports) {
    if (settings.stop.aborted) break;
    const detection = await listenToPort(port, listenMs, settings);
    settings.onPortTried(detection);
    detections.push(detection);
    if (detection.error !== '' || (detection.candidates[0]?.surePercent ?? 0) >= ENOUGH_CONFIDENCE_PERCENT) break;
    if (detections.length === MAX_SILENT_PORT_SETTINGS && detections.every(({ bytes }) => bytes === 0)) break;
  }
  return detections.sort((a, b) => (b.candidates[0]?.surePercent ?? 0) - (a.candidates[0]?.surePercent ?? 0));
}

async function listenToPort(
  address: PortAddress,
  listenMs: number,
  { clock, openPort, codecs, stop }: DetectionOptions,
): Promise<PortDetection> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let closeReason = '';
  try {
    const port = await openPort(address, {
      onBytes: (chunk) => {
        if (length < MAX_COLLECTED_BYTES) chunks.push(new Uint8Array(chunk));
        length += chunk.length;
      },
      onClosed: (reason) => {
        closeReason = reason;
      },
    });
    await pause(listenMs, { clock, stop });
    if (closeReason === '') await port.close();
    else return { port: address, bytes: length, candidates: [], error: `the port closed: ${closeReason}` };
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
