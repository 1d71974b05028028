// An LLRP driver against the reader of llrpReader.ts, over a real TCP connection.
import { afterEach } from 'vitest';
import type { Observation, TagRead, FaultObservation } from '../../../drivers/contract/observation.ts';
import type { DriverHealth } from '../../../drivers/contract/driver.ts';
import { openPort } from '../../../drivers/ports/systemPorts.ts';
import { createLlrpReader } from '../../../drivers/rfid/llrp/llrpReader.ts';
import { clock } from '../rig.ts';
import { LlrpReader, attempt } from './llrpReader.ts';
import type { Reaction } from './llrpReader.ts';

export interface Bench {
  reader: LlrpReader;
  /** Resolves with the reason when the session has ended. */
  ended: Promise<string>;
  stop: () => void;
  health: () => DriverHealth;
  tags: () => TagRead[];
  faults: () => FaultObservation[];
}

const open: Bench[] = [];

afterEach(async () => {
  for (const bench of open.splice(0)) {
    bench.stop();
    await bench.ended;
    await bench.reader.end();
  }
});

export async function bench({
  greeting = attempt(0),
  react,
  keepaliveMs = 5_000,
  region = 'JP',
}: { greeting?: Buffer | null; react?: Reaction; keepaliveMs?: number; region?: string } = {}): Promise<Bench> {
  const reader = new LlrpReader(greeting, react);
  const port = await reader.listen();
  const observations: Observation[] = [];
  const over = new AbortController();
  const driver = createLlrpReader(
    { instrument: 'portal', port: { kind: 'tcp', host: '127.0.0.1', port }, keepaliveMs, region },
    { clock, openPort: openPort, onObservation: (one) => observations.push(one) },
  );
  const made: Bench = {
    reader,
    ended: driver.run(over.signal),
    stop: () => over.abort(),
    health: () => driver.health(),
    tags: () => observations.filter((one) => one.kind === 'tag'),
    faults: () => observations.filter((one) => one.kind === 'fault'),
  };
  open.push(made);
  return made;
}
