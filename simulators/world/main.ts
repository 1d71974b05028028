// The physical world as a process of its own: reads a scenario file, opens the wires, writes where they are, and then
// obeys commands on standard input until that closes. When whoever started it is gone, it goes too.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { repeatEvery, createSimulatorClock } from '../runtime/simulatorClock.ts';
import type { ProcessIo } from '../runtime/processIo.ts';
import { createWorldCommands } from './worldCommands.ts';
import { openInstrumentWires } from './instrumentWires.ts';
import { parseWorldScenario } from './worldScenario.ts';
import { createWorld } from './world.ts';

const USAGE = 'hakari world --scenario FILE --wires FILE --dir DIR';
const DISPLAY_PERIOD_MS = 50;

interface WorldOptions {
  scenario: string;
  wires: string;
  dir: string;
}

function parseWorldOptions(args: readonly string[]): WorldOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: { scenario: { type: 'string' }, wires: { type: 'string' }, dir: { type: 'string' } },
    strict: true,
  });
  const { scenario, wires, dir } = values;
  if (scenario === undefined || wires === undefined || dir === undefined) return null;
  return { scenario, wires: resolve(wires), dir: resolve(dir) };
}

/** Whoever waits for the file must never read half of it. */
async function writeFileAtomically(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

/** Runs until standard input ends or `io.stop` fires. Exit code 0; 2 for wrong arguments. */
export async function runWorld(args: readonly string[], io: ProcessIo): Promise<number> {
  const options = parseWorldOptions(args);
  if (!options) {
    io.err(USAGE);
    return 2;
  }
  const clock = createSimulatorClock();
  const scenario = parseWorldScenario(await readFile(options.scenario, 'utf8'));
  const world = createWorld(scenario, clock.monotonicMs());
  const instruments = await openInstrumentWires(world, scenario, options.dir, clock);
  // Displays change whether or not anybody reads them.
  const stopDisplays = repeatEvery(clock, DISPLAY_PERIOD_MS, () => {
    for (const dock of world.docks) dock.indicator.advanceTo(clock.monotonicMs());
  });
  const command = createWorldCommands({ world, wires: instruments.wires, clock, seed: scenario.seed });
  await writeFileAtomically(options.wires, `${JSON.stringify(instruments.addresses, null, 2)}\n`);
  io.out(JSON.stringify({ ready: true }));

  const lines = createInterface({ input: io.stdin });
  io.stop.addEventListener('abort', () => lines.close(), { once: true });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    void command(line).then(
      (answer) => io.out(JSON.stringify(answer)),
      (error: unknown) => io.err(`not a command: ${String(error)}`),
    );
  });
  if (!io.stop.aborted) await new Promise<void>((resolveClosed) => lines.once('close', resolveClosed));
  stopDisplays();
  await instruments.close();
  return 0;
}
