// Cuts a reader's commands out of what the agent sends, where a length field says how long each is. A byte that begins
// none is skipped. Must not know any protocol.

const HELD_BYTES_MAX = 4_096;

/** Length of the command that the bytes begin with; null: more bytes are needed to know; 0: none begins here. */
export type FrameLengthReader = (bytes: readonly number[]) => number | null;

export function createCommandFramer(
  lengthOf: FrameLengthReader,
  onFrame: (frame: number[]) => void,
): (bytes: Uint8Array) => void {
  let held: number[] = [];
  return (bytes) => {
    held = [...held, ...bytes].slice(-HELD_BYTES_MAX);
    while (held.length > 0) {
      const length = lengthOf(held);
      if (length === null || length > held.length) return;
      if (length > 0) onFrame(held.slice(0, length));
      held = held.slice(Math.max(1, length));
    }
  };
}

export const byteListFromHex = (hex: string): number[] => [...Buffer.from(hex, 'hex')];

/** Protocol control word of a plain tag: the EPC's length in words in the top five bits. */
export const protocolControlWord = (epc: readonly number[]): number[] => [(epc.length / 2) << 3, 0];

/** What must follow the bytes to make their sum a multiple of 256. */
export const complementOfSum = (bytes: readonly number[]): number =>
  (0x100 - (bytes.reduce((total, byte) => total + byte, 0) & 0xff)) & 0xff;
