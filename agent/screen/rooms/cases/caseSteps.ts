// What a case waits for, whether this person can do it, and in which order cases are shown: first what this person can
// do, then what somebody else must do, last what headquarters decides; among equals, what has waited longest. Knows no
// component.
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import type { StateView } from '../../../core/views/stateView.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

/** The most urgent first. */
const STEPS = ['approve', 'lift', 'look-again', 'recount', 'headquarters', 'nobody'] as const;
export type CaseStep = (typeof STEPS)[number];

export function findNextCaseStep(shown: CaseView): CaseStep {
  if (shown.can.includes('lift-quarantine') && shown.askedBy !== null) return 'lift';
  if (shown.state !== 'open' && shown.state !== 'recounted') return 'nobody';
  if (shown.can.includes('approve')) return 'approve';
  if (shown.can.includes('look-again')) return 'look-again';
  if (shown.can.includes('recount')) return 'recount';
  return 'headquarters';
}

export function hasAnyRole(who: Pick<CurrentOperator, 'roles'>, roles: readonly Role[]): boolean {
  return who.roles.some((role) => roles.includes(role));
}

export const mayWorkOnCases = (who: Pick<CurrentOperator, 'roles'>): boolean =>
  hasAnyRole(who, ['operator', 'supervisor']);

/** Whoever had a hand in a case neither recounts nor approves it. */
export function hasTouchedCase(
  { touched }: Pick<CaseView, 'touched'>,
  { operator }: Pick<CurrentOperator, 'operator'>,
): boolean {
  return touched.includes(operator);
}

/** As far as the page can know: who is a deputy only the agent knows, so an operator may try. */
export function canTakeNextStep(shown: CaseView, who: CurrentOperator): boolean {
  switch (findNextCaseStep(shown)) {
    case 'approve':
    case 'look-again':
    case 'recount':
      return mayWorkOnCases(who) && !hasTouchedCase(shown, who);
    case 'lift':
      return hasAnyRole(who, ['supervisor']) && shown.askedBy !== who.operator;
    case 'headquarters':
    case 'nobody':
      return false;
  }
}

/** Lower comes first. */
function rank(shown: CaseView, who: CurrentOperator): number {
  return (canTakeNextStep(shown, who) ? 0 : STEPS.length) + STEPS.indexOf(findNextCaseStep(shown));
}

export function sortCasesByUrgency(cases: readonly CaseView[], who: CurrentOperator): CaseView[] {
  return [...cases].sort((a, b) => rank(a, who) - rank(b, who) || a.atWallMs - b.atWallMs || a.seq - b.seq);
}

/** What a scanned or typed code can name of a package: its id, its mark or its tag. */
export function matchPackagesByCode(
  state: Pick<StateView, 'lots'>,
  code: string,
): { package: string; mark: string; lot: string }[] {
  const wanted = code.trim();
  const tag = wanted.toUpperCase();
  return state.lots.flatMap(({ lot, packages }) =>
    packages
      .filter((one) => one.package === wanted || one.mark === wanted || one.epcHex === tag)
      .map((one) => ({ package: one.package, mark: one.mark, lot })),
  );
}

/** Also goods that are no package of a lot: what was read on them is their name. */
export function filterCasesByCode(
  cases: readonly CaseView[],
  code: string,
  state: Pick<StateView, 'lots'>,
): CaseView[] {
  const wanted = code.trim();
  const ids = new Set(matchPackagesByCode(state, wanted).map((one) => one.package));
  return cases.filter(
    (one) =>
      one.package !== null &&
      (ids.has(one.package) ||
        one.package === wanted ||
        one.mark === wanted ||
        one.package.toUpperCase() === wanted.toUpperCase()),
  );
}

/** Changes when a case may have: a finding came, went or was checked again, or anything else was recorded. */
export function buildCasesQueryKey(state: Pick<StateView, 'ledger'>): string {
  return `${state.ledger.epoch}/${state.ledger.entries}`;
}

export interface CaseActionProps {
  caseView: CaseView;
  currentOperator: CurrentOperator;
  commandSender: CommandSender;
  /** Sends it and asks for the case anew. */
  perform: (body: CommandBody) => Promise<boolean>;
  /** Opens the place where a second person gives badge and PIN. */
  askSecondPerson: (body: CommandBody, title: string) => void;
  nameOf: (operator: string) => string;
}
