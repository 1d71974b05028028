// Listens to a port under one setting after the other and judges what came. It never writes a byte: an instrument that
// is spoken to wrongly may print, zero itself or radiate. One that answers only when it is asked stays unheard, and is
// told so.
import type { Clock } from '../contract/clock.ts';
import type { OpenPort, PortAddress, SerialAddress } from '../contract/port.ts';
import { judgeBytes, type Candidate, type CandidateCodec } from './candidates.ts';

/** The commonest first: most scales are found with the first few. */
const BAUDS = [9_600, 2_400, 4_800, 19_200, 38_400, 57_600, 115_200, 1_200] as const;
const FRAMES: readonly Pick<SerialAddress, 'dataBits' | 'parity' | 'stopBits'>[] = [
  { dataBits: 8, parity: 'none', stopBits: 1 },
  { dataBits: 7, parity: 'even', stopBits: 1 },
  { dataBits: 7, parity: 'odd', stopBits: 1 },
];
/** So sure that further settings need not be tried; the best that a protocol without checksum can reach is 90. */
const SURE_PERCENT = 85;
const HEARD_MOST = 65_536;
/** Silence under the first settings is silence under every other: bytes come at any speed, only wrong ones. */
const SILENT_TRIES = 3;

export interface Heard {
  port: PortAddress;
  bytes: number;
  candidates: Candidate[];
  /** Empty, or why it could not be listened to. */
  trouble: string;
}

export interface ListenSettings {
  clock: Clock;
  open: OpenPort;
  codecs: readonly CandidateCodec[];
  /** Altogether. */
  seconds: number;
  stop: AbortSignal;
  /** After each setting. */
  heard(heard: Heard): void;
}

/** Every setting of a serial path, or the one of a TCP port. */
export function settingsOf(place: { serial: string } | { host: string; port: number }): PortAddress[] {
  if (!('serial' in place)) return [{ kind: 'tcp', ...place }];
  return BAUDS.flatMap((baud) =>
    FRAMES.map((frame): PortAddress => ({ kind: 'serial', path: place.serial, baud, ...frame })),
  );
}

/** The best first. */
export async function listen(ports: readonly PortAddress[], settings: ListenSettings): Promise<Heard[]> {
  const all: Heard[] = [];
  const eachMs = (settings.seconds * 1_000) / ports.length;
  for (const port of ports) {
    if (settings.stop.aborted) break;
    const heard = await listenOnce(port, eachMs, settings);
    settings.heard(heard);
    all.push(heard);
    if (heard.trouble !== '' || (heard.candidates[0]?.surePercent ?? 0) >= SURE_PERCENT) break;
    if (all.length === SILENT_TRIES && all.every(({ bytes }) => bytes === 0)) break;
  }
  return all.sort((a, b) => (b.candidates[0]?.surePercent ?? 0) - (a.candidates[0]?.surePercent ?? 0));
}

async function listenOnce(
  address: PortAddress,
  forMs: number,
  { clock, open, codecs, stop }: ListenSettings,
): Promise<Heard> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let closed = '';
  try {
    const port = await open(address, {
      bytes: (chunk) => {
        if (length < HEARD_MOST) chunks.push(new Uint8Array(chunk));
        length += chunk.length;
      },
      closed: (reason) => {
        closed = reason;
      },
    });
    await pause(forMs, { clock, stop });
    if (closed === '') await port.close();
    else return { port: address, bytes: length, candidates: [], trouble: `the port closed: ${closed}` };
  } catch (error) {
    return { port: address, bytes: 0, candidates: [], trouble: error instanceof Error ? error.message : String(error) };
  }
  return { port: address, bytes: length, candidates: judgeBytes(Buffer.concat(chunks), codecs), trouble: '' };
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
