// What a case waits for, whether this person can do it, and in which order cases are shown: first what this person can
// do, then what somebody else must do, last what headquarters decides; among equals, what has waited longest. Knows no
// component.
import type { Role } from '../../core/command.ts';
import type { CaseView } from '../../core/shown/lookup.ts';
import type { StateView } from '../../core/shown/view.ts';
import type { Who } from '../wire/api.ts';

/** The most urgent first. */
const STEPS = ['approve', 'lift', 'look-again', 'recount', 'headquarters', 'nobody'] as const;
export type Step = (typeof STEPS)[number];

export function nextStep(shown: CaseView): Step {
  if (shown.can.includes('lift-quarantine') && shown.askedBy !== null) return 'lift';
  if (shown.state !== 'open' && shown.state !== 'recounted') return 'nobody';
  if (shown.can.includes('approve')) return 'approve';
  if (shown.can.includes('look-again')) return 'look-again';
  if (shown.can.includes('recount')) return 'recount';
  return 'headquarters';
}

export function hasAny(who: Pick<Who, 'roles'>, roles: readonly Role[]): boolean {
  return who.roles.some((role) => roles.includes(role));
}

export const mayWork = (who: Pick<Who, 'roles'>): boolean => hasAny(who, ['operator', 'supervisor']);

/** Whoever had a hand in a case neither recounts nor approves it. */
export function hadAHand({ touched }: Pick<CaseView, 'touched'>, { operator }: Pick<Who, 'operator'>): boolean {
  return touched.includes(operator);
}

/** As far as the page can know: who is a deputy only the agent knows, so an operator may try. */
export function canDo(shown: CaseView, who: Who): boolean {
  switch (nextStep(shown)) {
    case 'approve':
    case 'look-again':
    case 'recount':
      return mayWork(who) && !hadAHand(shown, who);
    case 'lift':
      return hasAny(who, ['supervisor']) && shown.askedBy !== who.operator;
    case 'headquarters':
    case 'nobody':
      return false;
  }
}

/** Lower comes first. */
function rank(shown: CaseView, who: Who): number {
  return (canDo(shown, who) ? 0 : STEPS.length) + STEPS.indexOf(nextStep(shown));
}

export function inOrder(cases: readonly CaseView[], who: Who): CaseView[] {
  return [...cases].sort((a, b) => rank(a, who) - rank(b, who) || a.atWallMs - b.atWallMs || a.seq - b.seq);
}

/** What a scanned or typed code can name of a package: its id, its mark or its tag. */
export function packagesNamed(
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
export function casesOf(cases: readonly CaseView[], code: string, state: Pick<StateView, 'lots'>): CaseView[] {
  const wanted = code.trim();
  const ids = new Set(packagesNamed(state, wanted).map((one) => one.package));
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
export function casesKey(state: Pick<StateView, 'ledger'>): string {
  return `${state.ledger.epoch}/${state.ledger.entries}`;
}

/** The case behind a gate's alarm; undefined where it is decided or not told yet. */
export function caseOfAlarm(
  state: Pick<StateView, 'cases' | 'lots'>,
  alarm: { package: string | null; epcHex: string },
): string | undefined {
  const about = alarm.package ?? alarm.epcHex;
  const open = [...state.cases, ...state.lots.flatMap(({ findings }) => findings)];
  return open.find((finding) => finding.code === 'NOT_ORDERED' && finding.package === about)?.finding;
}
