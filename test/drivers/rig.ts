// What driver tests share: a folder for wires, the real clock and ports, a driver kept running as the agent does it,
// and the observations it made.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { superviseDriver } from '../../agent/stations/driverSupervisor.ts';
import type { SupervisedDriver } from '../../agent/stations/driverSupervisor.ts';
import { createSystemRandom, createSystemClock } from '../../agent/runtime/systemClock.ts';
import type { Driver } from '../../drivers/contract/driver.ts';
import type { Observation, Reading, TagRead, FaultObservation } from '../../drivers/contract/observation.ts';
import type { SerialAddress } from '../../drivers/contract/port.ts';
import type { InstrumentConfig, InstrumentModel } from '../../drivers/models/instrumentModel.ts';
import { ModbusBuses, createDriver } from '../../drivers/instruments/driverFactory.ts';
import { openPort } from '../../drivers/ports/systemPorts.ts';
import { MODELS } from './vectors.ts';

export const clock = createSystemClock();

export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'hakari-drivers-'));
  readonly observations: Observation[] = [];
  readonly reasons: string[] = [];
  readonly lines = new ModbusBuses();
  readonly #running: SupervisedDriver[] = [];
  /** Called with each observation as it is made. */
  onObservation: (observation: Observation) => void = () => undefined;

  start(instrument: InstrumentConfig): Driver {
    const observe = (observation: Observation): void => {
      this.observations.push(observation);
      this.onObservation(observation);
    };
    const driver = createDriver(instrument, { clock, openPort: openPort, onObservation: observe }, this.lines);
    this.#running.push(
      superviseDriver(driver, {
        clock,
        random: createSystemRandom(),
        onDriverEnd: (reason) => this.reasons.push(reason),
        onDriverDefect: (trouble) => this.reasons.push(trouble),
      }),
    );
    return driver;
  }

  readings(instrument?: string): Reading[] {
    return this.observations.filter(
      (one): one is Reading => one.kind === 'reading' && (instrument ?? one.instrument) === one.instrument,
    );
  }

  tags(): TagRead[] {
    return this.observations.filter((one): one is TagRead => one.kind === 'tag');
  }

  faults(): FaultObservation[] {
    return this.observations.filter((one): one is FaultObservation => one.kind === 'fault');
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function model(name: string, changes: Partial<InstrumentModel> = {}): InstrumentModel {
  const found = MODELS.get(name);
  if (!found) throw new Error(`no model ${name}`);
  return { ...found, ...changes } as InstrumentModel;
}

/** A scale of 600 kg, one decimal, as most tests want it. */
export function scaleAt(
  id: string,
  given: Pick<InstrumentConfig, 'model' | 'port'> & Partial<InstrumentConfig>,
): InstrumentConfig {
  return {
    id,
    address: null,
    scale: {
      class: 'III',
      unit: 'kg',
      decimals: 1,
      ranges: [{ maxMg: 600_000_000, minMg: 4_000_000, intervalMg: 200_000 }],
    },
    region: null,
    serialNumber: null,
    ...given,
  };
}

export function serialAt(path: string, baud = 9_600): SerialAddress {
  return { kind: 'serial', path, baud, dataBits: 8, parity: 'none', stopBits: 1 };
}

/** Waits until `holds`; fails after `mostMs` with what it waited for. */
export async function until(what: string, holds: () => boolean, mostMs = 10_000): Promise<void> {
  const end = clock.monotonicMs() + mostMs;
  while (!holds()) {
    if (clock.monotonicMs() > end) throw new Error(`waited ${mostMs} ms in vain: ${what}`);
    await pause(5);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
