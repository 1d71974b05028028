// The texts of findings on the page, made from the core's table of findings.
import { FINDINGS, FINDING_CODES, type FindingCode } from '../../core/model/findings.ts';

export type FindingTextKey = `finding.${FindingCode}` | `case.what.${FindingCode}` | `case.do.${FindingCode}`;

/** Name, meaning and what to do of every finding, by the page's keys. */
export function findingTexts(language: 'en' | 'ja'): Record<FindingTextKey, string> {
  const texts = FINDING_CODES.flatMap((code) => {
    const { name, means, action } = FINDINGS[code];
    return [
      [`finding.${code}`, name[language]],
      [`case.what.${code}`, means[language]],
      [`case.do.${code}`, action[language]],
    ] as const;
  });
  return Object.fromEntries(texts) as Record<FindingTextKey, string>;
}
