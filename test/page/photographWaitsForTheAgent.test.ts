// The Wi-Fi is gone when somebody photographs a dented drum: the picture waits, is sent once, and in nobody else's
// name.
import { expect, test } from 'vitest';
import type { Answer } from '../../agent/screen/wire/api.ts';
import { fitted } from '../../agent/screen/cases/photoFile.ts';
import { PHOTOS_WAITING_MOST, PhotoTray } from '../../agent/screen/wire/photoTray.ts';

const declined = (code: string): Answer<never> => ({ ok: false, trouble: { code, message: '', params: {} } });
const picture = { finding: 'f-1', file: new Blob(['jpeg']), preview: 'data:,' };

class Line {
  sends: Answer<{ photo: string }>[] = [];
  attaches: Answer<unknown>[] = [];
  readonly done: string[] = [];
  #again: (() => void) | null = null;
  #ids = 0;
  readonly tray = new PhotoTray({
    send: () => {
      this.done.push('send');
      return Promise.resolve(this.sends.shift() ?? { ok: true, value: { photo: 'ab' } });
    },
    attach: (finding, photo) => {
      this.done.push(`attach ${finding} ${photo}`);
      return Promise.resolve(this.attaches.shift() ?? { ok: true, value: null });
    },
    after: (_delayMs, action) => {
      this.#again = action;
      return () => (this.#again = null);
    },
    newId: () => `photo-${(this.#ids += 1)}`,
    changed: () => undefined,
  });
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  async later(): Promise<void> {
    this.#again?.();
    await this.settle();
  }
  states(): string[] {
    return this.tray.of('f-1').map(({ state }) => state);
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
  expect(line.tray.of('f-1').map(({ state, trouble }) => [state, trouble?.code])).toEqual([
    ['declined', 'photo-malformed'],
  ]);
  line.sends.push(declined('photo-malformed'));
  line.tray.again('photo-1');
  await line.settle();
  expect(line.states()).toEqual(['declined']);
  line.tray.drop('photo-1');
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
  for (let at = 0; at < PHOTOS_WAITING_MOST; at += 1) expect(line.tray.add(picture)).toBe(true);
  expect(line.tray.add(picture)).toBe(false);
  await line.settle();
  expect(line.tray.of('f-1')).toHaveLength(PHOTOS_WAITING_MOST);
});

test('a picture keeps its shape, is never made larger, and never vanishes', () => {
  expect(fitted({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 });
  expect(fitted({ width: 600, height: 800 }, 1600)).toEqual({ width: 600, height: 800 });
  expect(fitted({ width: 1, height: 9000 }, 1600)).toEqual({ width: 1, height: 1600 });
});
