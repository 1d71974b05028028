// The lots as the room lists them: by state, what needs people first. Knows no component.
import type { LotView } from '../../../core/views/stateView.ts';

/** A disagreement waits for somebody; what is verified waits for nobody. */
const STATES = ['discrepant', 'verifying', 'arriving', 'announced', 'verified', 'closed'] as const;

export interface LotGroup {
  state: string;
  lots: LotView[];
}

export function groupLotsByState(lots: readonly LotView[]): LotGroup[] {
  const others = [...new Set(lots.map(({ state }) => state))].filter(
    (state) => !STATES.some((known) => known === state),
  );
  return [...STATES, ...others]
    .map((state) => ({ state, lots: lots.filter((lot) => lot.state === state) }))
    .filter((group) => group.lots.length > 0);
}

/**
 * The lot that a scanned or typed code names: the lot itself, or the one of a package. What is not known here may be a
 * closed lot's name.
 */
export function resolveLotByCode(lots: readonly LotView[], code: string): string {
  const wanted = code.trim();
  const tag = wanted.toUpperCase();
  const ofPackage = lots.find(({ packages }) =>
    packages.some((one) => one.package === wanted || one.mark === wanted || one.epcHex === tag),
  );
  return lots.some(({ lot }) => lot === wanted) ? wanted : (ofPackage?.lot ?? wanted);
}

export function countWeighedPackages({ packages }: LotView): number {
  return packages.filter(({ weighed }) => weighed).length;
}
