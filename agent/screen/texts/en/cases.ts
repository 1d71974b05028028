// English texts of cases, evidence and lots.
export const cases = {
  'cases.title': 'Cases',
} as const;
