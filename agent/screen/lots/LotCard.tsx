// One lot in the list: what it is, how far it has got, whether it agrees.
import type { LotView } from '../../core/shown/view.ts';
import { addressOf } from '../shell/route.ts';
import { kg } from '../shared/format.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { useWords, type Words } from '../shared/text.ts';
import { weighedOf } from './lotList.ts';

const SHAPES: Readonly<Record<string, Shape>> = {
  verified: 'check',
  discrepant: 'hand',
  closed: 'bar',
  verifying: 'waves',
  arriving: 'waves',
};
const LOOKS: Readonly<Record<string, string>> = { verified: 'good', discrepant: 'warn' };

export function LotState({ state }: { state: string }) {
  const { named } = useWords();
  return (
    <span class={`verdict ${LOOKS[state] ?? ''}`}>
      <Sign shape={SHAPES[state] ?? 'square'} /> {named('lot', state)}
    </span>
  );
}

function sum(lot: LotView, { t, language }: Words): string {
  const { verdict, announced } = lot;
  if (verdict === null) return t('lots.counts', { weighed: weighedOf(lot), announced });
  if (verdict.netKg === null) return t('verdict.hidden', { found: verdict.found, announced });
  return t('verdict.net', {
    netKg: kg(language, verdict.netKg),
    toleranceKg: kg(language, verdict.toleranceKg),
    found: verdict.found,
    announced,
  });
}

export function LotCard({ lot }: { lot: LotView }) {
  const words = useWords();
  const { t, named } = words;
  return (
    <article class="card lot-card" aria-labelledby={`lot-${lot.lot}`}>
      <h4 id={`lot-${lot.lot}`}>
        <a href={addressOf('lot', lot.lot)}>{lot.lot}</a>{' '}
        <small>{`${lot.commodity} · ${lot.form} · ${named('ownership', lot.ownership)}`}</small>
      </h4>
      <p class="states">
        <LotState state={lot.state} />
        <span class={lot.findings.length > 0 ? 'fact warn' : 'fact'}>
          <Sign shape={lot.findings.length > 0 ? 'triangle' : 'check'} />{' '}
          {lot.findings.length > 0 ? t('lots.findings', { count: lot.findings.length }) : t('lots.agrees')}
        </span>
      </p>
      <p class="sum">{sum(lot, words)}</p>
    </article>
  );
}
