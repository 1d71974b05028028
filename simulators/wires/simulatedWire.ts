// The far end of a wire, whatever it is made of: a device that speaks, reactions that spoil what it says, and a plug
// that can be pulled. Reactions stack: the last one added meets a frame first. Must not know protocols, ptys or
// sockets.
import type { Clock } from '../../drivers/contract/clock.ts';

/** A frame on its way out. `delayMs`: how late it reaches the wire. */
export interface OutgoingFrame {
  bytes: Uint8Array;
  delayMs: number;
}

/** What happens to frames of this wire. Leaving a member out leaves that direction alone. */
export interface WireReaction {
  readonly name: string;
  /** One frame of the device → what really goes out: nothing, a part, several, late. */
  outgoing?(frame: OutgoingFrame): OutgoingFrame[];
  /** A chunk from the agent → what the device really hears; null: nothing. */
  incoming?(bytes: Uint8Array): Uint8Array | null;
}

/** One conversation of a device with whoever is at the other end. */
export interface DeviceConnection {
  receive(bytes: Uint8Array): void;
  close(): void;
}

/** A device: for each conversation, how to answer. `send` gives one whole frame. */
export type SimulatedDevice = (send: (frame: Uint8Array) => void) => DeviceConnection;

/**
 * A wire with its plug. `unplug` takes the connection away as a pulled cable does; `replug` brings it back at the same
 * place.
 */
export interface SimulatedWire {
  addReaction: (reaction: WireReaction) => () => void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  close(): Promise<void>;
}

/** The stack of reactions of one wire. */
export interface ReactionStack {
  addReaction: (reaction: WireReaction) => () => void;
  /** Sends through the stack; frames that come out late are put on the wire later. */
  sendOutgoing(frame: Uint8Array, write: (bytes: Uint8Array) => void): void;
  filterIncoming(bytes: Uint8Array): Uint8Array | null;
}

const REACTIONS_MAX = 16;
/** Frames on their way late; more are lost, as on a jammed line. */
const LATE_MAX = 256;

export function createReactionStack(clock: Clock): ReactionStack {
  let reactions: readonly WireReaction[] = [];
  let late = 0;
  return {
    addReaction: (reaction) => {
      if (reactions.length >= REACTIONS_MAX) throw new RangeError('too many reactions on one wire');
      reactions = [reaction, ...reactions];
      return () => {
        reactions = reactions.filter((each) => each !== reaction);
      };
    },
    sendOutgoing: (frame, write) => {
      let frames: OutgoingFrame[] = [{ bytes: frame, delayMs: 0 }];
      for (const reaction of reactions) frames = frames.flatMap((each) => reaction.outgoing?.(each) ?? [each]);
      for (const each of frames) {
        if (each.delayMs <= 0) write(each.bytes);
        else if (late < LATE_MAX) {
          late += 1;
          clock.after(each.delayMs, () => {
            late -= 1;
            write(each.bytes);
          });
        }
      }
    },
    filterIncoming: (bytes) =>
      reactions.reduce<Uint8Array | null>(
        (received, reaction) => (received && reaction.incoming ? reaction.incoming(received) : received),
        bytes,
      ),
  };
}
