// Packages by how long ago they last proved to be here. Knows no component.
import type { PackageView } from '../../../core/views/stateView.ts';

type Proved = Pick<PackageView, 'proved'>;

/** What was proved longest ago first, what is not here or nothing proves last. */
export function sortByProof<P extends Proved>(packages: readonly P[]): P[] {
  const time = ({ proved }: Proved): number => proved?.wallMs ?? Infinity;
  return [...packages].sort((a, b) => (time(a) === time(b) ? 0 : time(a) - time(b)));
}

/** Since when each package that is here proved to be: the oldest of the last proofs; null: none is here. */
export function findProvedSince(packages: readonly Proved[]): number | null {
  return sortByProof(packages)[0]?.proved?.wallMs ?? null;
}
