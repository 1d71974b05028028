// A lot on which nobody works now: its verdict, if there is one, and its packages on demand.
import type { LotView } from '../../core/shown/view.ts';
import { useWords } from '../shared/text.ts';
import { PackageList } from './PackageList.tsx';
import { Sign, type Shape } from '../shared/Sign.tsx';

const SHAPES: Readonly<Record<string, Shape>> = { verified: 'check', discrepant: 'hand' };
const LOOKS: Readonly<Record<string, string>> = { verified: 'good', discrepant: 'warn' };

export function LotCard({ lot }: { lot: LotView }) {
  const { t, named } = useWords();
  const { verdict } = lot;
  return (
    <details class="card lot">
      <summary>
        <span class="lot-name">
          {lot.lot} <small>{`${lot.commodity} · ${lot.form} · ${named('ownership', lot.ownership)}`}</small>
        </span>
        <span class={`verdict ${LOOKS[lot.state] ?? ''}`}>
          <Sign shape={SHAPES[lot.state] ?? 'square'} /> {named('lot', lot.state)}
        </span>
        {verdict !== null && <span class="sum">{t('verdict.net', { netKg: verdict.netKg, toleranceKg: verdict.toleranceKg, found: verdict.found, announced: lot.announced })}</span>}
      </summary>
      <PackageList lot={lot} job={null} commanding={null} />
    </details>
  );
}
