// The checksum of RTU frames. Must not know any frame.

/**
 * CRC-16/MODBUS: polynomial 8005h reflected, initial value FFFFh. Over a whole RTU frame, its own CRC included, it is
 * 0.
 *
 * @see MODBUS over Serial Line V1.02, section 2.5.1.2 and appendix B
 */
export function modbusCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) !== 0 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
