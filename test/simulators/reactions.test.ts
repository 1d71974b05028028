// Faults stack: the last one added meets a frame first, and each can be taken off again.
import { expect, test } from 'vitest';
import { createRandomStream } from '../../simulators/runtime/randomStream.ts';
import { createReactionStack } from '../../simulators/wires/simulatedWire.ts';
import {
  truncateFrames,
  dropIncoming,
  flipBits,
  delayReplies,
  insertNoise,
  fragmentFrames,
} from '../../simulators/wires/wireReactions.ts';
import { stoppedClock } from './stoppedClock.ts';

const frame = Uint8Array.from([1, 2, 3, 4, 5, 6]);

test('every second frame is cut, and what is left comes in pieces', () => {
  const clock = stoppedClock();
  const reactions = createReactionStack(clock);
  const out: number[][] = [];
  const put = (bytes: Uint8Array): void => void out.push([...bytes]);
  reactions.addReaction(fragmentFrames({ pieceBytes: 4, gapMs: 5 }));
  const mend = reactions.addReaction(truncateFrames({ every: 2, keep: 3 }));
  reactions.sendOutgoing(frame, put);
  reactions.sendOutgoing(frame, put);
  clock.advance(10);
  expect(out).toEqual([
    [1, 2, 3, 4],
    [1, 2, 3],
    [5, 6],
  ]);
  mend();
  out.length = 0;
  reactions.sendOutgoing(frame, put);
  reactions.sendOutgoing(frame, put);
  clock.advance(10);
  expect(out.flat()).toHaveLength(12);
});

test('a late reply arrives after the answer to the next question', () => {
  const clock = stoppedClock();
  const reactions = createReactionStack(clock);
  const out: number[] = [];
  reactions.addReaction(delayReplies({ every: 2, delayMs: 100 }));
  for (const answer of [1, 2, 3]) reactions.sendOutgoing(Uint8Array.of(answer), (bytes) => void out.push(...bytes));
  clock.advance(100);
  expect(out).toEqual([1, 3, 2]);
});

test('noise comes before whole frames, a flipped bit changes exactly one, deafness swallows what is said to the device', () => {
  const reactions = createReactionStack(stoppedClock());
  const chance = createRandomStream('faults');
  const out: Uint8Array[] = [];
  const mend = reactions.addReaction(insertNoise(chance, { probability: 1, bytesMax: 4 }));
  reactions.sendOutgoing(frame, (bytes) => void out.push(bytes));
  expect(out).toHaveLength(2);
  expect(out[1]).toEqual(frame);
  mend();
  reactions.addReaction(flipBits(chance, { probability: 1 }));
  reactions.sendOutgoing(frame, (bytes) => void out.push(bytes));
  const changed = [...(out[2] ?? [])]
    .map((byte, index) => byte ^ (frame[index] ?? 0))
    .filter((difference) => difference !== 0);
  expect(changed).toHaveLength(1);
  expect([1, 2, 4, 8, 16, 32, 64, 128]).toContain(changed[0]);
  expect(reactions.filterIncoming(frame)).toEqual(frame);
  reactions.addReaction(dropIncoming());
  expect(reactions.filterIncoming(frame)).toBeNull();
});
