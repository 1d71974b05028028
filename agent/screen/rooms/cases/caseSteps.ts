// What a case waits for, whether this person can do it, and in which order cases are shown: first what this person can
// do, then what somebody else must do, last what headquarters decides; among equals, what has waited longest. Knows no
// component.
import type { LotId, OperatorId, PackageId } from '../../../core/model/ids.ts';
import type { Role } from '../../../core/model/roles.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import type { CaseView } from '../../../core/views/lookupViews.ts';
import type { StateView } from '../../../core/views/stateView.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { hasPackageCode } from '../../shared/packageCode.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

/** The most urgent first. */
const STEPS = ['approve', 'lift', 'look-again', 'recount', 'photograph', 'headquarters', 'nobody'] as const;
export type CaseStep = (typeof STEPS)[number];

export function findNextCaseStep(caseView: CaseView): CaseStep {
  if (caseView.can.includes('lift-quarantine') && caseView.askedBy !== null) return 'lift';
  if (caseView.state !== 'open' && caseView.state !== 'recounted') return 'nobody';
  if (caseView.can.includes('approve')) return 'approve';
  if (caseView.can.includes('look-again')) return 'look-again';
  if (caseView.can.includes('recount')) return 'recount';
  // Nothing else is asked of it.
  if (caseView.code === 'PHOTO_MISSING' && caseView.can.includes('photo')) return 'photograph';
  return 'headquarters';
}

/** Only where the scale could settle it, the tablet's own station first: nobody walks to one that is too coarse. */
export function listRecountStations<S extends { station: string }>(
  { stations }: { stations: readonly S[] },
  { recountAt }: Pick<CaseView, 'recountAt'>,
  tabletStation: string | null,
): S[] {
  return stations
    .filter(({ station }) => recountAt.some((id) => id === station))
    .sort((a, b) => Number(b.station === tabletStation) - Number(a.station === tabletStation));
}

export function hasAnyRole(currentOperator: Pick<CurrentOperator, 'roles'>, roles: readonly Role[]): boolean {
  return currentOperator.roles.some((role) => roles.includes(role));
}

export const mayWorkOnCases = (currentOperator: Pick<CurrentOperator, 'roles'>): boolean =>
  hasAnyRole(currentOperator, ['operator', 'supervisor']);

/** Whoever touched a case neither recounts nor approves it. */
export function hasTouchedCase(
  { touched }: Pick<CaseView, 'touched'>,
  { operator }: Pick<CurrentOperator, 'operator'>,
): boolean {
  return touched.includes(operator);
}

/** As far as the page knows: only the agent knows deputies, so an operator may try. */
export function canTakeNextStep(caseView: CaseView, currentOperator: CurrentOperator): boolean {
  switch (findNextCaseStep(caseView)) {
    case 'approve':
    case 'look-again':
    case 'recount':
      return mayWorkOnCases(currentOperator) && !hasTouchedCase(caseView, currentOperator);
    case 'photograph':
      return mayWorkOnCases(currentOperator);
    case 'lift':
      return hasAnyRole(currentOperator, ['supervisor']) && caseView.askedBy !== currentOperator.operator;
    case 'headquarters':
    case 'nobody':
      return false;
  }
}

/** Lower comes first. */
function rank(caseView: CaseView, currentOperator: CurrentOperator): number {
  return (canTakeNextStep(caseView, currentOperator) ? 0 : STEPS.length) + STEPS.indexOf(findNextCaseStep(caseView));
}

export function sortCasesByUrgency(cases: readonly CaseView[], currentOperator: CurrentOperator): CaseView[] {
  return [...cases].sort(
    (a, b) => rank(a, currentOperator) - rank(b, currentOperator) || a.atWallMs - b.atWallMs || a.seq - b.seq,
  );
}

/** What a scanned or typed code can name of a package: its id, its mark or its tag. */
export function matchPackagesByCode(
  state: Pick<StateView, 'lots'>,
  code: string,
): { package: PackageId; mark: string; lot: LotId }[] {
  const trimmed = code.trim();
  return state.lots.flatMap(({ lot, packages }) =>
    packages
      .filter((packageView) => hasPackageCode(packageView, trimmed))
      .map(({ package: id, mark }) => ({ package: id, mark, lot })),
  );
}

/** Also goods that are no package of a lot: what was read on them is their name. */
export function filterCasesByCode(
  cases: readonly CaseView[],
  code: string,
  state: Pick<StateView, 'lots'>,
): CaseView[] {
  const trimmed = code.trim();
  const ids = new Set<string>(matchPackagesByCode(state, trimmed).map(({ package: id }) => id));
  return cases.filter(
    ({ package: id, mark }) =>
      id !== null &&
      (ids.has(id) || hasPackageCode({ package: id, mark }, trimmed) || id.toUpperCase() === trimmed.toUpperCase()),
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
  nameOf: (operator: OperatorId) => string;
}
