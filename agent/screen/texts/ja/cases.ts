// Japanese texts of cases, evidence and lots.
import type { cases as keys } from '../en/cases.ts';

export const cases: Record<keyof typeof keys, string> = {
  'cases.title': '不一致',
};
