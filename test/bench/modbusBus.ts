// A real pty as a Modbus RTU line of 19 200 baud: how much of what the wire can carry three slaves get, and how much of
// that they keep beside a dead fourth. The far end takes the time that the bytes would take; a pty itself has no speed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installationPath } from '../../agent/commands/siteFileInput.ts';
import { createSystemClock } from '../../agent/runtime/systemClock.ts';
import { parseModelFile } from '../../config/modelFiles.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import type { InstrumentConfig, ModbusScaleModel } from '../../drivers/models/instrumentModel.ts';
import { ModbusBuses, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import type { SimulatedDevice } from '../../simulators/wires/simulatedWire.ts';
import { appendModbusCrc } from '../../simulators/wires/modbusSlave.ts';
import { openSerialWire } from '../../simulators/wires/serialWire.ts';
import type { Figure } from './figure.ts';

const BAUD = 19_200;
/** 8N1: start, eight, stop. */
const BITS_A_BYTE = 10;
/** Modbus over serial line 2.5.1.1: frames lie 3.5 characters apart. */
const GAP_CHARACTERS = 3.5;
const REQUEST_BYTES = 8;
/** Status and two weights of the Laumas table: five registers. */
const REGISTERS = 5;
const REPLY_BYTES = 5 + 2 * REGISTERS;
const RUN_MS = 20_000;
const DEAD = 3;

export async function benchModbusBus(): Promise<Figure[]> {
  const exchangeMs = ((REQUEST_BYTES + REPLY_BYTES + 2 * GAP_CHARACTERS) * BITS_A_BYTE * 1_000) / BAUD;
  const ceiling = RUN_MS / exchangeMs;
  // Two lines at the same time, so that a slow moment of the machine hits both.
  const [alone, beside] = await Promise.all([run([1, 2, 4]), run([1, 2, DEAD, 4])]);
  return [
    {
      what: `three slaves alone, share of the wire's ceiling at ${BAUD} baud`,
      value: `${((100 * alone) / ceiling).toFixed(1)} %`,
      goal: '≥ 95 %',
    },
    {
      what: 'the same three beside a dead one, share of their rate alone',
      value: `${((100 * beside) / alone).toFixed(1)} %`,
      goal: '≥ 90 %',
    },
  ];
}

/** How many answers the living slaves gave. */
async function run(units: readonly number[]): Promise<number> {
  const clock = createSystemClock();
  const folder = mkdtempSync(join(tmpdir(), 'hakari-bench-'));
  const link = join(folder, 'line');
  const wire = await openSerialWire({ link, device: slowSlaves(clock), clock });
  const abort = new AbortController();
  let answers = 0;
  const lines = new ModbusBuses();
  const observe = ({ kind }: { kind: string }): void => void (answers += kind === 'reading' ? 1 : 0);
  const running = units.map((unit) => {
    const driver = createDriver(scaleAt(unit, link), { clock, openPort: openPort, onObservation: observe }, lines);
    return driver.run(abort.signal);
  });
  await new Promise<void>((resolve) => void clock.after(RUN_MS, resolve));
  const counted = answers;
  abort.abort();
  await Promise.all(running);
  await wire.close();
  rmSync(folder, { recursive: true });
  return counted;
}

function scaleAt(unit: number, path: string): InstrumentConfig {
  const outcome = parseModelFile(
    'laumas-tlb.yaml',
    readFileSync(join(installationPath('config/models'), 'laumas-tlb.yaml'), 'utf8'),
  );
  if (outcome.kind === 'faulty') throw new Error('config/models/laumas-tlb.yaml has faults');
  const model: ModbusScaleModel = { ...(outcome.model as ModbusScaleModel), poll: { intervalMs: 1, timeoutMs: 300 } };
  const scale = {
    class: 'III' as const,
    unit: 'kg' as const,
    decimals: 1,
    ranges: [{ maxMg: 600_000_000, minMg: 4_000_000, intervalMg: 200_000 }],
  };
  const port = {
    kind: 'serial' as const,
    path,
    baud: BAUD,
    dataBits: 8 as const,
    parity: 'none' as const,
    stopBits: 1 as const,
  };
  return { id: String(unit), model, port, address: String(unit), scale, region: null, serialNumber: null };
}

/** Answers after the time that request, gap and reply take on the wire; a dead one never. */
function slowSlaves(clock: Clock): SimulatedDevice {
  const busyMs = ((REQUEST_BYTES + GAP_CHARACTERS + REPLY_BYTES) * BITS_A_BYTE * 1_000) / BAUD;
  const reply = (unit: number): Uint8Array =>
    appendModbusCrc([unit, 3, 2 * REGISTERS, 8, 0, 0, 0, 4, 210, 0, 0, 4, 210]);
  return (send) => ({
    receive: (bytes) => {
      const unit = bytes[0] ?? 0;
      // A shorter read only finds out whether an old answer is still owed.
      if (unit !== DEAD && bytes[5] === REGISTERS) at(clock, clock.monotonicMs() + busyMs, () => send(reply(unit)));
    },
    close: () => undefined,
  });
}

/** Timers are a millisecond coarse, a twelfth of an exchange: the rest is waited out turn by turn. */
function at(clock: Clock, dueMs: number, action: () => void): void {
  const leftMs = dueMs - clock.monotonicMs();
  if (leftMs <= 0) action();
  else if (leftMs > 2) clock.after(leftMs - 2, () => at(clock, dueMs, action));
  else setImmediate(() => at(clock, dueMs, action));
}
