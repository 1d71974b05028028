// An `OpenPort` around another one that writes down what passes, both ways, with its time. The instrument and the
// driver notice nothing; a recording that cannot be written ends, and the port works on. Knows no protocol.
import { errorText } from '../contract/errorText.ts';
import type { Clock } from '../contract/clock.ts';
import type { OpenPort, Port, PortAddress, PortEvents } from '../contract/port.ts';
import type { RecordedPortEvent } from './portRecording.ts';

/** Where a port's events go. `wallMs` is the wall clock of time 0. */
export type RecordingSink = (address: PortAddress, wallMs: number) => { write(event: RecordedPortEvent): void };

export function recordPorts(open: OpenPort, { clock, sink }: { clock: Clock; sink: RecordingSink }): OpenPort {
  let origin: { monotonicMs: number; wallMs: number } | null = null;
  return async (address, events) => {
    origin ??= { monotonicMs: clock.monotonicMs(), wallMs: clock.timestamp().wallMs };
    const { monotonicMs, wallMs } = origin;
    const log = sink(address, wallMs);
    const nowMs = (): number => clock.monotonicMs() - monotonicMs;
    return openRecordedPort(open, { address, events }, { nowMs, write: (event) => log.write(event) });
  };
}

interface RecordingLog {
  nowMs(): number;
  write(event: RecordedPortEvent): void;
}

async function openRecordedPort(
  open: OpenPort,
  { address, events }: { address: PortAddress; events: PortEvents },
  log: RecordingLog,
): Promise<Port> {
  let closing = false;
  // Bytes may come before the opening has resolved; the recording says "open" before the first of them.
  let said = false;
  const sayOpen = (): void => {
    if (!said) log.write({ kind: 'open', atMs: log.nowMs(), continued: false });
    said = true;
  };
  try {
    const port = await open(address, {
      onBytes: (chunk) => {
        sayOpen();
        log.write({ kind: 'in', atMs: log.nowMs(), bytes: new Uint8Array(chunk) });
        events.onBytes(chunk);
      },
      onClosed: (reason) => {
        sayOpen();
        if (!closing) log.write({ kind: 'closed', atMs: log.nowMs(), reason });
        events.onClosed(reason);
      },
    });
    sayOpen();
    return {
      write: (bytes) => {
        log.write({ kind: 'out', atMs: log.nowMs(), bytes: new Uint8Array(bytes) });
        return port.write(bytes);
      },
      close: () => {
        if (!closing) log.write({ kind: 'close', atMs: log.nowMs() });
        closing = true;
        return port.close();
      },
    };
  } catch (error) {
    log.write({ kind: 'refused', atMs: log.nowMs(), reason: errorText(error) });
    throw error;
  }
}
