// The lots as the room lists them: by state, what needs people first. Knows no component.
import type { LotView } from '../../../core/views/stateView.ts';
import { hasPackageCode } from '../../shared/packageCode.ts';

/** The order of the groups: a discrepant lot waits for a person, a verified one does not. */
const STATE_ORDER = ['discrepant', 'verifying', 'arriving', 'announced', 'verified', 'closed'] as const;

export interface LotGroup {
  state: string;
  lots: LotView[];
}

export function groupLotsByState(lots: readonly LotView[]): LotGroup[] {
  const otherStates = [...new Set(lots.map(({ state }) => state))].filter(
    (state) => !STATE_ORDER.some((listed) => listed === state),
  );
  return [...STATE_ORDER, ...otherStates]
    .map((state) => ({ state, lots: lots.filter((lot) => lot.state === state) }))
    .filter((group) => group.lots.length > 0);
}

/**
 * The lot that a scanned or typed code names: the lot itself, or the one of a package. What is not known here may be a
 * closed lot's name.
 */
export function resolveLotByCode(lots: readonly LotView[], code: string): string {
  const trimmed = code.trim();
  const ofPackage = lots.find(({ packages }) => packages.some((packageView) => hasPackageCode(packageView, trimmed)));
  return lots.some(({ lot }) => lot === trimmed) ? trimmed : (ofPackage?.lot ?? trimmed);
}

export function countWeighedPackages({ packages }: LotView): number {
  return packages.filter(({ weighed }) => weighed).length;
}
