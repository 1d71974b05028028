// Recordings on the disk: one file a port, cut into parts of bounded size of which the oldest go; and the way back. A
// failing disk ends the recording of that port and nothing else. Knows no port and no clock.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { portName } from '../contract/port.ts';
import type { PortAddress } from '../contract/port.ts';
import type { RecordingSink } from './record.ts';
import { eventLine, headerLine, readRecording, RecordingError } from './recording.ts';
import type { RecordedEvent, RecordingPart } from './recording.ts';

export interface RecordingBounds {
  /** Of one part. */
  partBytes: number;
  /** Parts kept of one port; the oldest are removed. */
  parts: number;
}

/** A day of a streaming scale is about 150 MB as text; this keeps its last hours. */
export const FOLDER_BOUNDS: RecordingBounds = { partBytes: 16 * 1024 * 1024, parts: 4 };
const SUFFIX = '.jsonl';

/** Files of `folder`, one series a port. `ended` says why a recording stopped early. */
export function recordIntoFolder(
  folder: string,
  bounds: RecordingBounds,
  ended: (reason: string) => void,
): RecordingSink {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const series = new Map<string, Series>();
  return (address, wallMs) => {
    const name = fileName(address);
    const found =
      series.get(name) ??
      new Series({
        address,
        wallMs,
        bounds,
        ended,
        path: (part) => join(folder, `${name}.${String(part).padStart(6, '0')}${SUFFIX}`),
      });
    series.set(name, found);
    return found;
  };
}

/** One file for one port; it ends when it is full. */
export function recordIntoFile(path: string, mostBytes: number, ended: (reason: string) => void): RecordingSink {
  let only: Series | null = null;
  return (address, wallMs) =>
    (only ??= new Series({ address, wallMs, bounds: { partBytes: mostBytes, parts: 0 }, ended, path: () => path }));
}

interface SeriesSettings {
  address: PortAddress;
  wallMs: number;
  /** `parts` 0: a single part, never replaced. */
  bounds: RecordingBounds;
  ended: (reason: string) => void;
  path: (part: number) => string;
}

class Series {
  readonly #settings: SeriesSettings;
  #file: number | null = null;
  #part = 0;
  #bytes = 0;
  #open = false;
  #over = false;

  constructor(settings: SeriesSettings) {
    this.#settings = settings;
  }

  write(event: RecordedEvent): void {
    if (this.#over) return;
    try {
      this.#append(event);
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #append(event: RecordedEvent): void {
    const line = eventLine(event);
    const { partBytes, parts } = this.#settings.bounds;
    if (this.#file === null || this.#bytes + line.length > partBytes) {
      if (parts === 0 && this.#part > 0) {
        this.#end(`the recording has reached ${partBytes} bytes`);
        return;
      }
      this.#nextPart(event.atMs);
    }
    this.#put(line);
    if (event.kind === 'open') this.#open = true;
    if (event.kind === 'closed' || event.kind === 'close') this.#open = false;
  }

  #nextPart(atMs: number): void {
    const { address, wallMs, bounds, path } = this.#settings;
    if (this.#file !== null) closeSync(this.#file);
    this.#part += 1;
    this.#bytes = 0;
    this.#file = openSync(path(this.#part), 'wx', 0o600);
    if (bounds.parts > 0 && this.#part > bounds.parts) rmSync(path(this.#part - bounds.parts), { force: true });
    this.#put(headerLine(address, this.#part, wallMs));
    if (this.#open) this.#put(eventLine({ kind: 'open', atMs, continued: true }));
  }

  #put(line: string): void {
    if (this.#file === null) return;
    // ASCII: hex, numbers and escaped reasons; a reason in another script only makes the count a little low.
    writeSync(this.#file, line);
    this.#bytes += line.length;
  }

  #end(reason: string): void {
    this.#over = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#settings.ended(`${portName(this.#settings.address)}: ${reason}`);
  }
}

/** Readable, and one file a port whatever characters its path has. */
function fileName(address: PortAddress): string {
  const place = address.kind === 'tcp' ? `${address.host}:${address.port}` : address.path;
  const readable = place
    .replace(/[^0-9A-Za-z.-]+/g, '_')
    .replace(/^_+/, '')
    .slice(-80);
  return `${readable}-${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
}

const FILE_BYTES = 256 * 1024 * 1024;

/** Files, and every recording in folders among them. Throws a RecordingError that names what is wrong. */
export function readRecordings(paths: readonly string[]): RecordingPart[] {
  try {
    const files = paths.flatMap((path) => (statSync(path).isDirectory() ? recordingsIn(path) : [path]));
    if (files.length === 0) throw new RecordingError(`there is no recording in ${paths.join(', ')}`);
    return files.map(readFile);
  } catch (error) {
    if (error instanceof Error && 'code' in error && !(error instanceof RecordingError))
      throw new RecordingError(error.message);
    throw error;
  }
}

function recordingsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

function readFile(path: string): RecordingPart {
  if (statSync(path).size > FILE_BYTES) throw new RecordingError(`${path} is larger than ${FILE_BYTES} bytes`);
  return readRecording(basename(path), readFileSync(path, 'utf8'));
}
