// What can be read on goods, by one name for all its spellings. CONTRACT.md, section 7.
import { readCode } from '../../../drivers/contract/epc/scannedCode.ts';

/** NFKC, in capitals, several blanks as one, without what nobody sees; empty: nothing is written. */
export function readSpelling(written: string): string {
  const capitals = written.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');
  const seen = capitals.replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return seen
    .split(/[\s\u2800]+/u)
    .filter(Boolean)
    .join(' ');
}

/** The GS1 key that it says, or else its text as texts are compared. */
export function spellingOf(identity: string): string {
  const reading = readCode(identity);
  return reading.keys[0] ?? readSpelling(reading.text);
}
