// Whether a scanned or typed code names a package: by its id, its mark or its tag. Knows no component.
import { keyOfEpcHex } from '../../../drivers/contract/epc/gs1Keys.ts';
import { readCode } from '../../../drivers/contract/epc/scannedCode.ts';
import { comparableText } from '../../core/model/comparableText.ts';

interface PackageCodes {
  /** Its id; of goods that are no package of a lot, what was read on them. */
  package: string;
  /** As printed on the package; null: not known. */
  mark: string | null;
  /** The tag's EPC in upper-case hex; null or absent: none known. */
  epcHex?: string | null;
}

/** True where the code is the package's id, its mark, or the number of its tag, in whatever way it is written. */
export function hasPackageCode({ package: id, mark, epcHex }: PackageCodes, code: string): boolean {
  const { names, keys } = readCode(code);
  const texts = new Set(names.map(comparableText));
  if (id === code || names.includes(id) || (mark !== null && texts.has(comparableText(mark)))) return true;
  if (epcHex == null) return mark !== null && readCode(mark).keys.some((key) => keys.includes(key));
  const key = keyOfEpcHex(epcHex);
  return texts.has(epcHex) || (key !== null && keys.includes(key));
}
