// What must hold after every fault run, whatever went wrong: headquarters has each entry once and in order, everything
// that was printed or answered is among them, and the ledger proves itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { formatKilograms } from '../../drivers/contract/mass.ts';
import type { DemoOutcome } from '../../simulators/demo/demoOutcome.ts';
import { entriesAtHeadquarters, hakari, type HeldEntry, type Scene } from './scene.ts';

/** A check is only armed by its command: the check weighing that follows is the entry. */
const WRITES_NOTHING = 'start-check';

/**
 * Gives headquarters' entries. What it counts on the way does no harm: duplicates are compared and applied once; an
 * envelope that begins beyond its head, because the one before died with headquarters or the broker, is refused and
 * sent again.
 */
export async function expectEachOnce({ stage, printed, answered }: Scene, outcome: DemoOutcome): Promise<HeldEntry[]> {
  const entries = entriesAtHeadquarters(stage.folder);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_entry, index) => index + 1));
  const { ledger, headquarters } = outcome;
  expect(headquarters).toMatchObject({ applied: entries.length, headHash: ledger.headHash });
  expect(ledger).toMatchObject({
    entries: entries.length,
    acknowledged: entries.length,
    headHash: entries.at(-1)?.hash,
  });
  expect(await stage.headquarters.readReport()).toMatchObject({ rejected: 0, refused: 0 });

  for (const { seq, hash, weighing } of printed) {
    const held = entries[seq - 1];
    expect(held?.hash).toBe(hash);
    expect(held?.entry).toMatchObject({ kind: 'weighing', body: { weighing } });
  }
  expect(new Set(printed.map(({ seq }) => seq)).size).toBe(printed.length);
  const causes = new Set(entries.map(({ entry }) => entry.cause));
  const lost = answered.filter(({ id, wish }) => wish.kind !== WRITES_NOTHING && !causes.has(`command:${id}`));
  expect(lost).toEqual([]);
  expectNumbersWithoutGaps(entries);
  for (const lot of outcome.lots) {
    const judged = entries
      .flatMap(({ entry }) => (entry.kind === 'verdict' && entry.body.lot === lot.lot ? [entry.body] : []))
      .at(-1);
    const netKg = judged && formatKilograms(judged.netMg);
    // The page hides the sum of a lot that can be weighed again.
    expect(lot).toMatchObject({
      headquartersVerdict: lot.verdict,
      headquartersNetKg: netKg,
      netKg: lot.netKg === null ? null : netKg,
    });
  }
  return entries;
}

/** Every weighing has an id of its own, and the numbers of each scale run from 1 without gaps. */
function expectNumbersWithoutGaps(entries: readonly HeldEntry[]): void {
  const weighings = entries.flatMap(({ entry }) => (entry.kind === 'weighing' ? [entry.body] : []));
  expect(new Set(weighings.map(({ weighing }) => weighing)).size).toBe(weighings.length);
  const numbers = new Map<string, number[]>();
  for (const { scale, number } of weighings)
    numbers.set(scale.instrument, [...(numbers.get(scale.instrument) ?? []), number]);
  for (const [scale, seen] of numbers)
    expect({ scale, seen }).toEqual({ scale, seen: seen.map((_number, index) => index + 1) });
}

/** `hakari verify` finds nothing wrong, also against headquarters' last word. */
export async function expectProven(folder: string): Promise<void> {
  const plain = await hakari('verify', '--data', folder, '--json');
  expect(plain).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(plain.out)).toMatchObject({ ok: true });
  const { out: signed } = await hakari('acknowledgement', '--data', folder);
  const file = join(folder, 'acknowledgement.txt');
  writeFileSync(file, signed);
  const against = await hakari('verify', '--data', folder, '--against', file, '--json');
  expect(against).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(against.out)).toMatchObject({
    ok: true,
    completeness: expect.not.stringContaining('not proven') as string,
  });
}
