// The Wi-Fi is gone when somebody photographs a dented drum: the picture waits, is sent once, and in nobody else's
// name.
import { expect, test } from 'vitest';
import { fitWithin } from '../../agent/screen/rooms/cases/photoCompression.ts';
import { MAX_QUEUED_PHOTOS, PhotoQueue } from '../../agent/screen/wire/photoQueue.ts';
import type { RequestResult } from '../../agent/screen/shared/requestResult.ts';

const declined = (code: string): RequestResult<never> => ({ ok: false, error: { code, message: '', params: {} } });
const picture = { finding: 'f-1', file: new Blob(['jpeg']), preview: 'data:,' };

class Line {
  sends: RequestResult<{ photo: string }>[] = [];
  attaches: RequestResult<unknown>[] = [];
  readonly done: string[] = [];
  #again: (() => void) | null = null;
  #ids = 0;
  readonly tray = new PhotoQueue({
    upload: () => {
      this.done.push('send');
      return Promise.resolve(this.sends.shift() ?? { ok: true, value: { photo: 'ab' } });
    },
    attach: (finding, photo) => {
      this.done.push(`attach ${finding} ${photo}`);
      return Promise.resolve(this.attaches.shift() ?? { ok: true, value: null });
    },
    schedule: (_delayMs, action) => {
      this.#again = action;
      return () => (this.#again = null);
    },
    createId: () => `photo-${(this.#ids += 1)}`,
    onChange: () => undefined,
  });
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  async later(): Promise<void> {
    this.#again?.();
    await this.settle();
  }
  states(): string[] {
    return this.tray.photosOfFinding('f-1').map(({ state }) => state);
  }
}

test('it is sent, bound to its case, and forgotten', async () => {
  const line = new Line();
  line.tray.setOperator('aiko');
  expect(line.tray.add(picture)).toBe(true);
  await line.settle();
  expect(line.done).toEqual(['send', 'attach f-1 ab']);
  expect(line.tray.isEmpty).toBe(true);
});

test('without an answer it waits and is sent by itself', async () => {
  const line = new Line();
  line.sends.push(declined('unreachable'), declined('unreachable'));
  line.tray.setOperator('aiko');
  line.tray.add(picture);
  await line.settle();
  expect(line.states()).toEqual(['waiting']);
  await line.later();
  expect(line.states()).toEqual(['waiting']);
  await line.later();
  expect(line.tray.isEmpty).toBe(true);
  expect(line.done).toEqual(['send', 'send', 'send', 'attach f-1 ab']);
});

test('what was attached although its answer was lost is no failure', async () => {
  const line = new Line();
  line.attaches.push(declined('photo-attached'));
  line.tray.setOperator('aiko');
  line.tray.add(picture);
  await line.settle();
  expect(line.tray.isEmpty).toBe(true);
});

test('a declined one says why, does not hold up the next, and can be sent again or thrown away', async () => {
  const line = new Line();
  line.sends.push(declined('photo-malformed'));
  line.tray.setOperator('aiko');
  line.tray.add(picture);
  line.tray.add(picture);
  await line.settle();
  expect(line.tray.photosOfFinding('f-1').map(({ state, error }) => [state, error?.code])).toEqual([
    ['declined', 'photo-malformed'],
  ]);
  line.sends.push(declined('photo-malformed'));
  line.tray.retry('photo-1');
  await line.settle();
  expect(line.states()).toEqual(['declined']);
  line.tray.discard('photo-1');
  expect(line.tray.isEmpty).toBe(true);
});

test('another person at the tablet neither sees nor sends it; its own person does', async () => {
  const line = new Line();
  line.sends.push(declined('not-signed-in'));
  line.tray.setOperator('aiko');
  line.tray.add(picture);
  await line.settle();
  line.tray.setOperator('ben');
  await line.later();
  expect(line.done).toEqual(['send']);
  expect(line.states()).toEqual([]);
  line.tray.setOperator('aiko');
  await line.settle();
  expect(line.tray.isEmpty).toBe(true);
});

test('nobody signed in, or too many waiting: it is not taken, and that is said', async () => {
  const line = new Line();
  expect(line.tray.add(picture)).toBe(false);
  line.tray.setOperator('aiko');
  line.sends = Array.from({ length: 50 }, () => declined('unreachable'));
  for (let at = 0; at < MAX_QUEUED_PHOTOS; at += 1) expect(line.tray.add(picture)).toBe(true);
  expect(line.tray.add(picture)).toBe(false);
  await line.settle();
  expect(line.tray.photosOfFinding('f-1')).toHaveLength(MAX_QUEUED_PHOTOS);
});

test('a picture keeps its shape, is never made larger, and never vanishes', () => {
  expect(fitWithin({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitWithin({ width: 600, height: 800 }, 1600)).toEqual({ width: 600, height: 800 });
  expect(fitWithin({ width: 1, height: 9000 }, 1600)).toEqual({ width: 1, height: 1600 });
});
