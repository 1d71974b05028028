// The faults real lines have, one reaction each; a test stacks the ones it wants on a wire. Must not know what a frame
// means.
import type { RandomStream } from '../runtime/randomStream.ts';
import type { OutgoingFrame, WireReaction } from './simulatedWire.ts';

/** The device says nothing; what it hears it still hears. */
export function dropOutgoing(): WireReaction {
  return { name: 'silence', outgoing: () => [] };
}

/** The device hears nothing: the receiving wire is broken. */
export function dropIncoming(): WireReaction {
  return { name: 'deafness', incoming: () => null };
}

/** Every `every`-th frame loses everything after its first `keep` bytes. */
export function truncateFrames(options: { every: number; keep: number }): WireReaction {
  let count = 0;
  return {
    name: 'cut frames',
    outgoing: (frame) => {
      count += 1;
      return count % options.every === 0 ? [{ ...frame, bytes: frame.bytes.subarray(0, options.keep) }] : [frame];
    },
  };
}

/** Frames arrive in small pieces, each its own chunk, `gapMs` apart. */
export function fragmentFrames(options: { pieceBytes: number; gapMs: number }): WireReaction {
  return {
    name: 'split frames',
    outgoing: (frame) => {
      const pieces: OutgoingFrame[] = [];
      for (let from = 0; from < frame.bytes.length; from += options.pieceBytes) {
        const piece = frame.bytes.subarray(from, from + options.pieceBytes);
        pieces.push({ bytes: piece, delayMs: frame.delayMs + pieces.length * options.gapMs });
      }
      return pieces;
    },
  };
}

/** Before a frame, with this probability, up to `bytesMax` bytes of noise. */
export function insertNoise(chance: RandomStream, options: { probability: number; bytesMax: number }): WireReaction {
  return {
    name: 'noise',
    outgoing: (frame) => {
      if (!chance.isTrue(options.probability)) return [frame];
      const length = 1 + Math.floor(chance.fraction() * options.bytesMax);
      const bytes = Uint8Array.from({ length }, () => Math.floor(chance.fraction() * 256));
      return [{ bytes, delayMs: frame.delayMs }, frame];
    },
  };
}

/** With this probability one bit of a frame is turned over. */
export function flipBits(chance: RandomStream, options: { probability: number }): WireReaction {
  return {
    name: 'flipped bits',
    outgoing: (frame) => {
      if (frame.bytes.length === 0 || !chance.isTrue(options.probability)) return [frame];
      const bytes = Uint8Array.from(frame.bytes);
      const at = Math.floor(chance.fraction() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(chance.fraction() * 8));
      return [{ ...frame, bytes }];
    },
  };
}

/** Every `every`-th frame comes `delayMs` late: an answer to a question that nobody waits for any more. */
export function delayReplies(options: { every: number; delayMs: number }): WireReaction {
  let count = 0;
  return {
    name: 'late reply',
    outgoing: (frame) => {
      count += 1;
      return [count % options.every === 0 ? { ...frame, delayMs: frame.delayMs + options.delayMs } : frame];
    },
  };
}

/** So many frames come in one chunk, as a busy USB adapter gives them. */
export function mergeFrames(options: { frames: number }): WireReaction {
  let held: OutgoingFrame[] = [];
  return {
    name: 'joined frames',
    outgoing: (frame) => {
      held.push(frame);
      if (held.length < options.frames) return [];
      const bytes = Uint8Array.from(held.flatMap((each) => [...each.bytes]));
      held = [];
      return [{ bytes, delayMs: frame.delayMs }];
    },
  };
}

/**
 * In every `every`-th frame one bit of the byte `fromEnd` bytes before its end is turned over: where its checksum
 * stands.
 */
export function corruptChecksums(options: { every: number; fromEnd: number }): WireReaction {
  let count = 0;
  return {
    name: 'wrong checksum',
    outgoing: (frame) => {
      count += 1;
      const at = frame.bytes.length - options.fromEnd;
      if (count % options.every !== 0 || at < 0) return [frame];
      const bytes = Uint8Array.from(frame.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ 0x01;
      return [{ ...frame, bytes }];
    },
  };
}
