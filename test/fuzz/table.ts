// The page of the manual that says which wrong weights damaged frames can make a codec say, and what the capture rules
// leave of them. Written by `npm run fuzz -- --table`; the figures belong to its seed and count, and are the same on
// every machine.
import type { CaptureCount } from './capture.ts';
import { DAMAGED_ONE_IN, SAME_DAMAGE, SECOND_SCALE } from './capture.ts';
import { INDEPENDENT, PERSISTENT } from './mutate.ts';
import type { ErrorClass } from './mutate.ts';
import type { Result } from './messages.ts';

export const TABLE_PATH = 'agent/manual/wrong-weights.md';

const perMillion = (part: number, whole: number): string =>
  whole === 0 ? '–' : part === 0 ? '0' : String(Math.max(1, Math.round((part / whole) * 1e6)));

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [row(head), row(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n');
}

function before(results: readonly Result[], classes: readonly ErrorClass[]): (string | number)[][] {
  return results.map(({ outcome }) => [
    outcome.protocol,
    ...classes.map((name) => perMillion(outcome.classes[name].wrong, outcome.classes[name].frames)),
  ]);
}

function after(results: readonly Result[]): (string | number)[][] {
  return results.map(({ outcome, captures }) => {
    const all = INDEPENDENT.flatMap((name) => captures[name] ?? []);
    const sum = (of: (count: CaptureCount) => number): number => all.reduce((total, count) => total + of(count), 0);
    return [
      outcome.protocol,
      sum(({ damaged }) => damaged),
      sum(({ loads }) => loads),
      sum(({ captured }) => captured),
      sum(({ wrong }) => wrong),
      sum(({ again }) => again),
    ];
  });
}

function persistent(results: readonly Result[]): (string | number)[][] {
  return results.map(({ outcome, captures }) => [
    outcome.protocol,
    ...([PERSISTENT, SAME_DAMAGE, SECOND_SCALE] as const).flatMap((name) => {
      const count = captures[name];
      return [count?.captured ?? 0, count?.wrong ?? 0, count?.again ?? 0];
    }),
  ]);
}

const byName = (a: Result, b: Result): number => (a.outcome.protocol < b.outcome.protocol ? -1 : 1);

export function tablePage(
  results: readonly Result[],
  { seed, frames, loads }: { seed: number; frames: number; loads: number },
): string {
  const scales = results.filter(({ outcome }) => outcome.kind === 'scale').sort(byName);
  const readers = results
    .filter(({ outcome }) => outcome.kind === 'reader' && Object.values(outcome.classes).some(({ said }) => said > 0))
    .sort(byName);
  const classes = [...INDEPENDENT, PERSISTENT] as const;
  return `# Wrong weights from damaged frames

<!-- Written by \`npm run fuzz -- --table\`; do not edit. Seed ${seed}, ${frames} damaged frames a codec, ${loads} loads a codec and error class. -->

A serial line can change, lose, repeat and invent bytes. A frame with a checksum usually shows it; many scales send none, so that
\`ST,GS,+00123.4kg\` may arrive as \`ST,GS,+00173.4kg\` and nothing in it is wrong. This page counts how often that happens by codec and
by kind of error, and what is left of it once a weight must also pass the rules of capture. Codecs are those built in, and the models that describe their
frames in their own file. The fuzzer makes every frame with encoders that share no code with the codecs, damages it, and compares
what comes out with what was sent.

## Before the capture rules: one frame alone

Readings with a weight that was not sent, **for each million damaged frames**. A reading here has passed the codec and the
driver: unit and decimals are those of the site file, overload and motion are no weight. This is what the display on the screen
may flash for a moment; nothing is recorded from one frame.

${table(['codec', ...classes], before(scales, classes))}

*Frames spliced*: the beginning of one frame runs into the rest of another, from another weight. *Bit stuck*: one bit of the line
always reads 0, or always 1, in every frame. A codec without wrong weights in a column may also have refused every frame of it.

## After the capture rules: what would be recorded

The same errors through codec, driver and the core's rule of capture: zero, then a load, 20 frames a second, **one frame in
${DAMAGED_ONE_IN} damaged**. A weight is captured only if it stood for a second within one interval, was called stable by the scale,
lies on the grid of the scale, and came three times alike without another between; a frame under a CRC (Modbus) may come once. A
sum of seven or eight bits is checked, and still does not stand for two more frames: with it alone this table was not empty. A load
is a new one only after half a second of zero without another weight between.

${table(['codec', 'damaged frames', 'loads', 'captured', 'wrong', 'twice'], after(scales))}

Errors that are **independent from frame to frame** (all kinds together) leave no wrong weight and no load that is counted twice: to
be recorded, the same wrong value would have to come again and again while the true one stays away. Codecs that are never captured
belong to protocols that do not say whether the load stands still.

## After the capture rules: errors that stay

No rule about single frames can see an error that is the same in every frame: it looks like a standing load. Three of them, each from
the moment on when zero was seen, which is the worst; for each codec ${loads} loads of each. *Bit stuck*: one bit of every byte always
reads 0, or 1. Most codecs never give a wrong weight then, because between the constant characters of a frame every bit has both
values, and the frame is refused. *Same damage*: the same one to three bits of the frame are wrong every time, as if a character came always
wrong. *Second scale*: one at zero on the same line, whose frames run into this one's in every second frame.

${table(['codec', ...['bit stuck', 'same damage', 'second scale'].flatMap((name) => [`${name}: captured`, 'wrong', 'twice'])], persistent(scales))}

What guards against these: a protocol with a CRC, or with a sum over bytes; a parity bit on the line; the check weight with which the
working day begins; the comparison of every package with what was announced; the scale's own display, which staff see. Scales that
share a line must have addresses, and be polled.

## Tags

EPCs that no tag had, for each million damaged frames, after the frame's own checksum and, where the reader gives it, the tag's.
Tags alone change no stock; a wrong EPC is an unknown one, which the screen says. LLRP runs over TCP, whose checksum is
the transport's: the figures are what it would do on a line without one.

${table(['codec', ...classes], before(readers, classes))}
`;
}
