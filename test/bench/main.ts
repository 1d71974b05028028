// `npm run bench [-- NAME …]`: the performance goals, as ratios taken within one run. Prints figures and goals; judges
// nothing.
import { benchDecoding } from './decoding.ts';
import { benchDemo } from './demoRun.ts';
import { benchModbusBus } from './modbusBus.ts';
import { benchRecording } from './recording.ts';
import { benchScreen } from './screen.ts';
import type { Figure } from './figure.ts';

const BENCHES: Record<string, () => Promise<Figure[]>> = {
  recording: benchRecording,
  decoding: benchDecoding,
  modbus: benchModbusBus,
  demo: benchDemo,
  screen: benchScreen,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. Benches: ${Object.keys(BENCHES).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    process.stdout.write(`${name}\n`);
    for (const { what, value, goal } of await bench())
      process.stdout.write(`  ${what.padEnd(72)} ${value.padStart(14)}   goal ${goal}\n`);
  }
}
