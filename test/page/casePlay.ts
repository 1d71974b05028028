// Cases and lots as the agent tells them, for tests of what the page makes of them.
import type { CaseView } from '../../agent/core/views/lookupViews.ts';
import type { LotView, PackageView } from '../../agent/core/views/stateView.ts';
import type { CurrentOperator } from '../../agent/screen/wire/agentClient.ts';

export const caseOf = (change: Partial<CaseView>): CaseView => ({
  finding: 'f-1',
  code: 'WEIGHT_LOW',
  lot: 'LOT-1',
  package: 'P-1',
  state: 'open',
  recounts: 0,
  mark: 'NK-1',
  seq: 1,
  atWallMs: 1000,
  note: null,
  touched: [],
  weighing: 'w-1',
  recount: null,
  blind: true,
  quantities: [],
  arithmetic: null,
  tags: [],
  photos: [],
  quarantined: false,
  askedBy: null,
  can: [],
  recountAt: [],
  notAlone: [],
  escalated: null,
  decision: null,
  ...change,
});

export const who = (operator: string, ...roles: CurrentOperator['roles']): CurrentOperator => ({
  operator,
  name: operator,
  roles,
  language: null,
});

export const packageOf = (change: Partial<PackageView>): PackageView => ({
  package: 'P-1',
  mark: 'NK-1',
  area: null,
  epcHex: null,
  state: 'stored',
  held: false,
  weighed: true,
  proved: null,
  ...change,
});

export const lotOf = (change: Partial<LotView>): LotView => ({
  lot: 'LOT-1',
  order: 'o-1',
  commodity: 'Ni',
  form: 'nickel-metal',
  ownership: 'national',
  state: 'verified',
  announced: 1,
  packages: [packageOf({})],
  findings: [],
  verdict: null,
  here: null,
  ...change,
});
