// The packages that are set apart, as the live lots tell them. Knows no component.
import type { PackageView, StateView } from '../../core/shown/view.ts';

export interface Apart {
  package: PackageView;
  lot: string;
  /** Open cases about it: as long as there is one, it stays apart. */
  findings: string[];
}

export function quarantinedPackages({ lots }: Pick<StateView, 'lots'>): Apart[] {
  return lots.flatMap(({ lot, packages, findings }) =>
    packages
      .filter(({ state }) => state === 'quarantined')
      .map((one) => ({ package: one, lot, findings: findings.filter((finding) => finding.package === one.package).map(({ finding }) => finding) })),
  );
}
