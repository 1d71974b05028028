// What can be read on goods, by one name for all its spellings. CONTRACT.md, section 7.
import { readCode } from '../../../drivers/contract/epc/scannedCode.ts';

/** The GS1 key that it says, or else its text: NFKC, in capitals, several blanks as one. */
export function spellingOf(identity: string): string {
  const reading = readCode(identity);
  const capitals = reading.text.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');
  return reading.keys[0] ?? capitals.split(/\s+/u).filter(Boolean).join(' ');
}
