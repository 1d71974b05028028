// Bytes as a technician compares them with a manual: hex in pairs, and text in which each byte that cannot be printed
// has its name. Names and not Unicode's pictures of control characters (␂): hardly a tablet has a font with those.
const CONTROL_NAMES = [
  'NUL',
  'SOH',
  'STX',
  'ETX',
  'EOT',
  'ENQ',
  'ACK',
  'BEL',
  'BS',
  'HT',
  'LF',
  'VT',
  'FF',
  'CR',
  'SO',
  'SI',
  'DLE',
  'DC1',
  'DC2',
  'DC3',
  'DC4',
  'NAK',
  'SYN',
  'ETB',
  'CAN',
  'EM',
  'SUB',
  'ESC',
  'FS',
  'GS',
  'RS',
  'US',
];
const DELETE_BYTE = 0x7f;

export interface FormattedBytePart {
  text: string;
  /** Printed as it is, or the name of one byte: a control character, or hex where no table of characters is known. */
  kind: 'plain' | 'named';
}

export interface FormattedBytes {
  /** "02 53 54 0D". */
  hex: string;
  /** STX, "ST", CR. */
  parts: FormattedBytePart[];
}

export function formatBytes(hex: string): FormattedBytes {
  const pairs = hex.toUpperCase().match(/[0-9A-F]{2}/g) ?? [];
  const parts: FormattedBytePart[] = [];
  for (const pair of pairs) {
    const part = formatByte(pair);
    const last = parts.at(-1);
    if (part.kind === 'plain' && last?.kind === 'plain') last.text += part.text;
    else parts.push(part);
  }
  return { hex: pairs.join(' '), parts };
}

function formatByte(pair: string): FormattedBytePart {
  const byte = Number.parseInt(pair, 16);
  const name = CONTROL_NAMES[byte] ?? (byte === DELETE_BYTE ? 'DEL' : byte > DELETE_BYTE ? pair : null);
  return name === null ? { text: String.fromCharCode(byte), kind: 'plain' } : { text: name, kind: 'named' };
}
