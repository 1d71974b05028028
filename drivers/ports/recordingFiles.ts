// Recordings on disk, written and read: one file a port, cut into parts of bounded size of which the oldest are
// removed. A failing disk ends the recording of that port and nothing else. Must not know any port or clock.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { errorText } from '../contract/errorText.ts';
import { formatPortAddress } from '../contract/port.ts';
import type { PortAddress } from '../contract/port.ts';
import type { RecordingSink } from './portRecorder.ts';
import { formatRecordedEvent, formatRecordingHeader, parseRecording, RecordingError } from './portRecording.ts';
import type { RecordedPortEvent, RecordingPart } from './portRecording.ts';

/** Sizes of a recording. */
export interface RecordingLimits {
  /** Bytes of one part. */
  maxPartBytes: number;
  /** Parts kept of one port; the oldest are removed. */
  maxParts: number;
}

/** A day of a streaming scale is about 150 MB as text; this keeps its last hours. */
export const RECORDING_FOLDER_LIMITS: RecordingLimits = { maxPartBytes: 16 * 1024 * 1024, maxParts: 4 };
const SUFFIX = '.jsonl';

/** A sink that writes to files of `folder`, one series a port. `onEnd` is called when a recording ends early. */
export function recordToFolder(
  folder: string,
  limits: RecordingLimits,
  onEnd: (reason: string) => void,
): RecordingSink {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const series = new Map<string, RecordingSeries>();
  return (address, wallMs) => {
    const name = recordingFileName(address);
    const portSeries =
      series.get(name) ??
      new RecordingSeries({
        address,
        wallMs,
        limits,
        onEnd,
        path: (part) => join(folder, `${name}.${String(part).padStart(6, '0')}${SUFFIX}`),
      });
    series.set(name, portSeries);
    return portSeries;
  };
}

/** A sink that writes one port to one file, which ends when it is full. `onEnd` is called with the reason. */
export function recordToFile(path: string, maxBytes: number, onEnd: (reason: string) => void): RecordingSink {
  let series: RecordingSeries | null = null;
  return (address, wallMs) =>
    (series ??= new RecordingSeries({
      address,
      wallMs,
      limits: { maxPartBytes: maxBytes, maxParts: 0 },
      onEnd,
      path: () => path,
    }));
}

interface RecordingSeriesSettings {
  address: PortAddress;
  wallMs: number;
  /** `maxParts` 0: a single part, never replaced. */
  limits: RecordingLimits;
  onEnd: (reason: string) => void;
  path: (part: number) => string;
}

class RecordingSeries {
  readonly #settings: RecordingSeriesSettings;
  #file: number | null = null;
  #part = 0;
  #bytes = 0;
  #open = false;
  #ended = false;

  constructor(settings: RecordingSeriesSettings) {
    this.#settings = settings;
  }

  write(event: RecordedPortEvent): void {
    if (this.#ended) return;
    try {
      this.#append(event);
    } catch (error) {
      this.#end(errorText(error));
    }
  }

  #append(event: RecordedPortEvent): void {
    const line = formatRecordedEvent(event);
    const { maxPartBytes, maxParts } = this.#settings.limits;
    if (this.#file === null || this.#bytes + line.length > maxPartBytes) {
      if (maxParts === 0 && this.#part > 0) {
        this.#end(`the recording has reached ${maxPartBytes} bytes`);
        return;
      }
      this.#nextPart(event.atMs);
    }
    this.#writeLine(line);
    if (event.kind === 'open') this.#open = true;
    if (event.kind === 'closed' || event.kind === 'close') this.#open = false;
  }

  #nextPart(atMs: number): void {
    const { address, wallMs, limits, path } = this.#settings;
    if (this.#file !== null) closeSync(this.#file);
    this.#part += 1;
    this.#bytes = 0;
    this.#file = openSync(path(this.#part), 'wx', 0o600);
    if (limits.maxParts > 0 && this.#part > limits.maxParts)
      rmSync(path(this.#part - limits.maxParts), { force: true });
    this.#writeLine(formatRecordingHeader(address, this.#part, wallMs));
    if (this.#open) this.#writeLine(formatRecordedEvent({ kind: 'open', atMs, continued: true }));
  }

  #writeLine(line: string): void {
    if (this.#file === null) return;
    // ASCII: hex, numbers and escaped reasons; a reason in another script only makes the count a little low.
    writeSync(this.#file, line);
    this.#bytes += line.length;
  }

  #end(reason: string): void {
    this.#ended = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#settings.onEnd(`${formatPortAddress(this.#settings.address)}: ${reason}`);
  }
}

/** Readable, and one file a port whatever characters its path has. */
function recordingFileName(address: PortAddress): string {
  const addressText = address.kind === 'tcp' ? `${address.host}:${address.port}` : address.path;
  const readable = addressText
    .replace(/[^0-9A-Za-z.-]+/g, '_')
    .replace(/^_+/, '')
    .slice(-80);
  return `${readable}-${createHash('sha256').update(addressText).digest('hex').slice(0, 8)}`;
}

const MAX_RECORDING_FILE_BYTES = 256 * 1024 * 1024;

/**
 * Reads files, and every recording in folders among them.
 *
 * @throws {RecordingError} when a path cannot be read, is too large or is no recording, or there is none
 */
export function readRecordingFiles(paths: readonly string[]): RecordingPart[] {
  try {
    const files = paths.flatMap((path) => (statSync(path).isDirectory() ? listRecordings(path) : [path]));
    if (files.length === 0) throw new RecordingError(`there is no recording in ${paths.join(', ')}`);
    return files.map(readRecordingFile);
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof RecordingError))
      throw new RecordingError(error.message);
    throw error;
  }
}

function listRecordings(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

function readRecordingFile(path: string): RecordingPart {
  if (statSync(path).size > MAX_RECORDING_FILE_BYTES)
    throw new RecordingError(`${path} is larger than ${MAX_RECORDING_FILE_BYTES} bytes`);
  return parseRecording(basename(path), readFileSync(path, 'utf8'));
}
