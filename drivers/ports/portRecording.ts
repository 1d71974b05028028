// A recording of one port: every byte of both directions and every opening and ending with its time, as JSON lines.
// Formats and parses lines. Must not know any file, port or clock.
import type { PortAddress } from '../contract/port.ts';

/** Version of the line format. */
export const RECORDING_VERSION = 1;

/** The first line of a recording. */
export interface RecordingHeader {
  recording: 'hakari-port';
  version: number;
  port: PortAddress;
  /** Counted from 1: a long recording is cut into several files. */
  part: number;
  /** Wall clock of time 0. */
  wallMs: number;
}

/** What happened on a port. `atMs` is monotonic, from the first opening of the recording's first port. */
export type RecordedPortEvent =
  /** `continued`: the port was open already when this part began. */
  | { kind: 'open'; atMs: number; continued: boolean }
  | { kind: 'refused'; atMs: number; reason: string }
  | { kind: 'in' | 'out'; atMs: number; bytes: Uint8Array }
  /** The port ended by itself. */
  | { kind: 'closed'; atMs: number; reason: string }
  /** This side closed it. */
  | { kind: 'close'; atMs: number };

/** One file of a recording. */
export interface RecordingPart {
  header: RecordingHeader;
  events: RecordedPortEvent[];
}

/** A file is no recording, or cannot be read; the message names file and line. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** The first line of a part, with its line feed. */
export function formatRecordingHeader(port: PortAddress, part: number, wallMs: number): string {
  const header: RecordingHeader = { recording: 'hakari-port', version: RECORDING_VERSION, port, part, wallMs };
  return `${JSON.stringify(header)}\n`;
}

/** One event as a line, with its line feed; times have microseconds. */
export function formatRecordedEvent(event: RecordedPortEvent): string {
  const at = Math.round(event.atMs * 1_000) / 1_000;
  switch (event.kind) {
    case 'in':
    case 'out':
      return `${JSON.stringify({ at, [event.kind]: Buffer.from(event.bytes).toString('hex').toUpperCase() })}\n`;
    case 'open':
      return `${JSON.stringify({ at, open: true, ...(event.continued ? { continued: true } : {}) })}\n`;
    case 'refused':
    case 'closed':
      return `${JSON.stringify({ at, [event.kind]: event.reason })}\n`;
    case 'close':
      return `${JSON.stringify({ at, close: true })}\n`;
  }
}

/**
 * The header and events of a file. A last line that a power cut left half written is dropped.
 *
 * @throws {RecordingError} when a line is no line of a recording
 */
export function parseRecording(name: string, text: string): RecordingPart {
  const lines = text.split('\n');
  const last = lines.pop();
  if (last !== '' && lines.length === 0) throw new RecordingError(`${name} is no recording`);
  const header = parseRecordingHeader(name, lines[0] ?? '');
  const events = lines.slice(1).map((line, index) => parseRecordedEvent(line, `${name}:${index + 2}`));
  return { header, events };
}

function parseRecordingHeader(name: string, line: string): RecordingHeader {
  const value = parseJsonObject(line);
  const port = value?.['port'];
  if (value?.['recording'] !== 'hakari-port' || !isPortAddress(port))
    throw new RecordingError(`${name} is no recording of a port`);
  if (value['version'] !== RECORDING_VERSION)
    throw new RecordingError(
      `${name} is a recording of version ${String(value['version'])}; this program reads ${RECORDING_VERSION}`,
    );
  return {
    recording: 'hakari-port',
    version: RECORDING_VERSION,
    port,
    part: Number(value['part'] ?? 1),
    wallMs: Number(value['wallMs'] ?? 0),
  };
}

function parseRecordedEvent(line: string, location: string): RecordedPortEvent {
  const value = parseJsonObject(line) ?? {};
  const atMs = value['at'];
  if (typeof atMs !== 'number') throw new RecordingError(`${location} has no time`);
  for (const kind of ['in', 'out'] as const) {
    const digits = value[kind];
    if (typeof digits === 'string' && /^(?:[0-9A-F]{2})*$/.test(digits))
      return { kind, atMs, bytes: new Uint8Array(Buffer.from(digits, 'hex')) };
  }
  if (value['open'] === true) return { kind: 'open', atMs, continued: value['continued'] === true };
  for (const kind of ['refused', 'closed'] as const) {
    const reason = value[kind];
    if (typeof reason === 'string') return { kind, atMs, reason };
  }
  if (value['close'] === true) return { kind: 'close', atMs };
  throw new RecordingError(`${location} is no event of a recording`);
}

function parseJsonObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isPortAddress(value: unknown): value is PortAddress {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'serial') return 'path' in value && typeof value.path === 'string';
  return (
    value.kind === 'tcp' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'port' in value &&
    typeof value.port === 'number'
  );
}
