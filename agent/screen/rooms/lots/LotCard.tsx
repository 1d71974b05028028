// One lot in the list: what it is, how far it has got, whether it agrees.
import { nameGoods } from '../../shared/goodsName.ts';
import type { LotView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatDate, formatKg } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator, type Translator } from '../../shared/translator.ts';
import { findProvedSince } from './provedPackages.ts';
import { countWeighedPackages } from './lotGroups.ts';

const STATE_ICONS: Readonly<Record<string, IconName>> = {
  verified: 'check',
  discrepant: 'hand',
  closed: 'bar',
  verifying: 'waves',
  arriving: 'waves',
};
const STATE_CLASSES: Readonly<Record<string, string>> = { verified: 'good', discrepant: 'warn' };

export function LotStateBadge({ state }: { state: string }) {
  const { codeText } = useTranslator();
  return (
    <span class={`verdict ${STATE_CLASSES[state] ?? ''}`}>
      <Icon shape={STATE_ICONS[state] ?? 'square'} /> {codeText('lot', state)}
    </span>
  );
}

function describeSum(lot: LotView, { t, language }: Translator): string {
  const { verdict, announced, here } = lot;
  if (verdict === null) return t('lots.counts', { weighed: countWeighedPackages(lot), announced });
  if (here?.netKg == null) return t('verdict.hidden', { found: verdict.found, announced });
  return t('verdict.net', {
    netKg: formatKg(language, here.netKg),
    toleranceKg: formatKg(language, verdict.toleranceKg),
    found: verdict.found,
    announced,
  });
}

export function LotCard({ lot }: { lot: LotView }) {
  const translator = useTranslator();
  const { t, codeText, language } = translator;
  const provedSince = findProvedSince(lot.packages);
  return (
    <article class="card lot-card" aria-labelledby={`lot-${lot.lot}`}>
      <h4 id={`lot-${lot.lot}`}>
        <a href={buildRoomHref('lot', lot.lot)}>{lot.lot}</a>{' '}
        <small>{`${nameGoods(lot, translator)} · ${codeText('ownership', lot.ownership)}`}</small>
      </h4>
      <p class="states">
        <LotStateBadge state={lot.state} />
        <span class={lot.findings.length > 0 ? 'fact warn' : 'fact'}>
          <Icon shape={lot.findings.length > 0 ? 'triangle' : 'check'} />{' '}
          {lot.findings.length > 0 ? t('lots.findings', { count: lot.findings.length }) : t('lots.agrees')}
        </span>
        {provedSince !== null && (
          <span class="fact">{t('lots.proved-since', { date: formatDate(language, provedSince) })}</span>
        )}
      </p>
      <p class="sum">{describeSum(lot, translator)}</p>
    </article>
  );
}
