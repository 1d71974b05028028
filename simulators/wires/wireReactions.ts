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
      for (let start = 0; start < frame.bytes.length; start += options.pieceBytes) {
        const piece = frame.bytes.subarray(start, start + options.pieceBytes);
        pieces.push({ bytes: piece, delayMs: frame.delayMs + pieces.length * options.gapMs });
      }
      return pieces;
    },
  };
}

/** Before a frame, with this probability, up to `bytesMax` bytes of noise. */
export function insertNoise(random: RandomStream, options: { probability: number; bytesMax: number }): WireReaction {
  return {
    name: 'noise',
    outgoing: (frame) => {
      if (!random.isTrue(options.probability)) return [frame];
      const length = 1 + Math.floor(random.fraction() * options.bytesMax);
      const bytes = Uint8Array.from({ length }, () => Math.floor(random.fraction() * 256));
      return [{ bytes, delayMs: frame.delayMs }, frame];
    },
  };
}

/** With this probability one bit of a frame is turned over. */
export function flipBits(random: RandomStream, options: { probability: number }): WireReaction {
  return {
    name: 'flipped bits',
    outgoing: (frame) => {
      if (frame.bytes.length === 0 || !random.isTrue(options.probability)) return [frame];
      const bytes = Uint8Array.from(frame.bytes);
      const index = Math.floor(random.fraction() * bytes.length);
      bytes[index] = (bytes[index] ?? 0) ^ (1 << Math.floor(random.fraction() * 8));
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
  let heldFrames: OutgoingFrame[] = [];
  return {
    name: 'joined frames',
    outgoing: (frame) => {
      heldFrames.push(frame);
      if (heldFrames.length < options.frames) return [];
      const bytes = Uint8Array.from(heldFrames.flatMap((heldFrame) => [...heldFrame.bytes]));
      heldFrames = [];
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
      const index = frame.bytes.length - options.fromEnd;
      if (count % options.every !== 0 || index < 0) return [frame];
      const bytes = Uint8Array.from(frame.bytes);
      bytes[index] = (bytes[index] ?? 0) ^ 0x01;
      return [{ ...frame, bytes }];
    },
  };
}
