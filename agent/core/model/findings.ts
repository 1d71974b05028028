// Reasons of a disagreement: every finding that the base can raise, with its texts in both languages. The page shows
// `name`, `means` and `action`; the manual's page of codes prints the English ones. Free of libraries, so that the page
// can take it.
import { CONDITION_FINDINGS } from './conditionFindings.ts';
import { EVIDENCE_FINDINGS } from './evidenceFindings.ts';

/** Every finding by its code. */
export const FINDINGS = { ...EVIDENCE_FINDINGS, ...CONDITION_FINDINGS } as const;

/** Code of a finding, as entries and the contract name it. */
export type FindingCode = keyof typeof FINDINGS;
/** All codes, in the order of the tables; at least one, as the schema of a code asks. */
export const FINDING_CODES = Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]];

/** What a person may report by looking. */
export type ReportedCode = {
  [C in FindingCode]: (typeof FINDINGS)[C]['reportable'] extends true ? C : never;
}[FindingCode];
/** The codes that a person may choose from. */
export const REPORTED_CODES = FINDING_CODES.filter((code): code is ReportedCode => FINDINGS[code].reportable) as [
  ReportedCode,
  ...ReportedCode[],
];
