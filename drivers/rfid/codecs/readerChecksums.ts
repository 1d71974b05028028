// The checksums of the readers' protocols. Must not know any frame.

/** What must follow the bytes to make their sum 0 modulo 256. */
export function twosComplementChecksum(bytes: Uint8Array): number {
  return -sumChecksum(bytes) & 0xff;
}

/** The sum of the bytes modulo 256. */
export function sumChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
}

/** What a byte does to a register of 16 bits, for each of the 256 bytes. */
function createCrcTable(step: (byte: number) => number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => step(byte));
}

const MCRF4XX = createCrcTable((byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) !== 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  return crc;
});

const BUYPASS = createCrcTable((byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1)
    crc = (crc & 0x8000) !== 0 ? ((crc << 1) ^ 0x8005) & 0xffff : (crc << 1) & 0xffff;
  return crc;
});

/** CRC-16/MCRF4XX: poly 1021 reflected (8408), init FFFF. Over a frame with its CRC, low byte first, it is 0. */
export function crcMcrf4xx(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (MCRF4XX[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/** CRC-16/BUYPASS: poly 8005, init 0, most significant bit first. */
export function crcBuypass(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (BUYPASS[(crc >> 8) ^ byte] ?? 0);
  return crc;
}

/**
 * ThingMagic's own: half a byte at a time with the table of poly 1021, init FFFF, but the data is shifted into the low
 * end of the register, not added to its high end. It is not CRC-16/CCITT, though the table is.
 */
export function crcThingMagic(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc = shiftNibble(crc, byte >> 4);
    crc = shiftNibble(crc, byte & 0x0f);
  }
  return crc;
}

function shiftNibble(crc: number, value: number): number {
  return (((crc << 4) | value) ^ ((crc >> 12) * 0x1021)) & 0xffff;
}
