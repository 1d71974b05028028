// The CRC that a Gen2 tag stores beside its EPC, and the EPC's length by the PC word. Must not know any reader.
//
// @see EPC Gen2 air interface (ISO/IEC 18000-63), StoredCRC and StoredPC

/** CRC-16/GENIBUS over PC and EPC: polynomial 1021h, initial value FFFFh, inverted. */
export function storedCrc(pcAndEpc: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of pcAndEpc) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc ^ 0xffff;
}

/** Words of 16 bits in the EPC: bits 15 to 11 of the PC. Not every EPC has 96 bits. */
export function epcWordCount(pc: number): number {
  return pc >> 11;
}

/** A tag's EPC memory; all texts are upper-case hexadecimal. */
export interface EpcBank {
  pc: string;
  /** Words of 16 bits in the EPC. */
  words: number;
  epc: string;
  storedCrc: string;
  algorithm: 'CRC-16/GENIBUS';
  /** Present if the bytes ended with a CRC. */
  crcOk?: boolean;
}

/** Reads PC and EPC, perhaps with the stored CRC behind them. Null if the length does not fit the PC. */
export function decodeEpcBank(bytes: Uint8Array): EpcBank | null {
  if (bytes.length < 2) return null;
  const buffer = Buffer.from(bytes);
  const pc = buffer.readUInt16BE(0);
  const words = epcWordCount(pc);
  const end = 2 + 2 * words;
  if (bytes.length !== end && bytes.length !== end + 2) return null;
  const crc = storedCrc(buffer.subarray(0, end));
  return {
    pc: bytesToHex(buffer.subarray(0, 2)),
    words,
    epc: bytesToHex(buffer.subarray(2, end)),
    storedCrc: crc.toString(16).toUpperCase().padStart(4, '0'),
    algorithm: 'CRC-16/GENIBUS',
    ...(bytes.length === end ? {} : { crcOk: buffer.readUInt16BE(end) === crc }),
  };
}

/** Bytes as upper-case hexadecimal. */
export function bytesToHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
