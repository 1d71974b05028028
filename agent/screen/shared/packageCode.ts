// Whether a scanned or typed code names a package: by its id, its mark or its tag. Knows no component.
import { comparableText } from '../../core/model/comparableText.ts';

interface PackageCodes {
  /** Its id; of goods that are no package of a lot, what was read on them. */
  package: string;
  /** As printed on the package; null: not known. */
  mark: string | null;
  /** The tag's EPC in upper-case hex; null or absent: none known. */
  epcHex?: string | null;
}

/** True where the code is the package's id, its mark, or the EPC of its tag, in whatever case and width. */
export function hasPackageCode({ package: id, mark, epcHex }: PackageCodes, code: string): boolean {
  const comparable = comparableText(code);
  return id === code || (mark !== null && comparableText(mark) === comparable) || epcHex === comparable;
}
