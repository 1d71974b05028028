// An `OpenPort` around another one that records the bytes of both directions with their times. Neither instrument nor
// driver is affected; a recording that cannot be written ends, and the port works on. Must not know any protocol.
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { OpenPort, Port, PortAddress, PortEvents } from '../contract/port.ts';
import type { RecordedPortEvent } from './portRecording.ts';

/** Where a port's events are written. `wallMs` is the wall clock of time 0. */
export type RecordingSink = (address: PortAddress, wallMs: number) => { write(event: RecordedPortEvent): void };

/** An `OpenPort` that opens ports by another one and writes their events to a sink. */
export function recordPorts(openPort: OpenPort, { clock, sink }: { clock: Clock; sink: RecordingSink }): OpenPort {
  let origin: { monotonicMs: number; wallMs: number } | null = null;
  return async (address, events) => {
    origin ??= { monotonicMs: clock.monotonicMs(), wallMs: clock.timestamp().wallMs };
    const { monotonicMs, wallMs } = origin;
    const log = sink(address, wallMs);
    const nowMs = (): number => clock.monotonicMs() - monotonicMs;
    return openRecordedPort(openPort, { address, events }, { nowMs, write: (event) => log.write(event) });
  };
}

interface RecordingLog {
  nowMs(): number;
  write(event: RecordedPortEvent): void;
}

async function openRecordedPort(
  openPort: OpenPort,
  { address, events }: { address: PortAddress; events: PortEvents },
  log: RecordingLog,
): Promise<Port> {
  let isClosing = false;
  // Bytes may come before the opening has resolved; the recording says "open" before the first of them.
  let hasWrittenOpen = false;
  const writeOpenOnce = (): void => {
    if (!hasWrittenOpen) log.write({ kind: 'open', atMs: log.nowMs(), continued: false });
    hasWrittenOpen = true;
  };
  try {
    const port = await openPort(address, {
      onBytes: (chunk) => {
        writeOpenOnce();
        log.write({ kind: 'in', atMs: log.nowMs(), bytes: new Uint8Array(chunk) });
        events.onBytes(chunk);
      },
      onClosed: (reason) => {
        writeOpenOnce();
        if (!isClosing) log.write({ kind: 'closed', atMs: log.nowMs(), reason });
        events.onClosed(reason);
      },
    });
    writeOpenOnce();
    return {
      write: (bytes) => {
        log.write({ kind: 'out', atMs: log.nowMs(), bytes: new Uint8Array(bytes) });
        return port.write(bytes);
      },
      close: () => {
        if (!isClosing) log.write({ kind: 'close', atMs: log.nowMs() });
        isClosing = true;
        return port.close();
      },
    };
  } catch (error) {
    log.write({ kind: 'refused', atMs: log.nowMs(), reason: errorText(error) });
    throw error;
  }
}
