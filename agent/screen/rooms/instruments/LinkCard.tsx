// The link to headquarters and the ledger that goes over it: is it there, why not, and how far headquarters is.
import type { LedgerView, LinkView } from '../../../core/views/stateView.ts';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';

const LINK_ICONS: Record<LinkView['state'], { shape: IconName; tone: string }> = {
  off: { shape: 'bar', tone: 'warn' },
  connecting: { shape: 'triangle', tone: 'warn' },
  greeting: { shape: 'waves', tone: 'warn' },
  open: { shape: 'check', tone: 'good' },
  stopped: { shape: 'hand', tone: 'bad' },
};

export function LinkCard({ link, ledger }: { link: LinkView; ledger: LedgerView }) {
  const { t, language } = useTranslator();
  const { shape, tone } = LINK_ICONS[link.state];
  return (
    <section class="card instrument" aria-labelledby="link-to-headquarters">
      <h3 id="link-to-headquarters">{t('link.title')}</h3>
      <p class={`health ${tone}`}>
        <Icon shape={shape} /> <strong>{t(`link.${link.state}`)}</strong>{' '}
        <span class="why">{t(`link.${link.state}-means`)}</span>
      </p>
      {link.trouble !== '' && (
        <p class="why">
          {t('link.why')} <span lang="en">{link.trouble}</span>
        </p>
      )}
      <dl class="pairs">
        <dt>{t('link.acknowledged')}</dt>
        <dd>
          {link.lastAcknowledgedWallMs === null
            ? t('link.never')
            : t('link.acknowledged-at', {
                time: formatDateTime(language, link.lastAcknowledgedWallMs),
                seq: formatCount(language, link.acknowledgedSeq),
              })}
        </dd>
        <dt>{t('link.waiting')}</dt>
        <dd>
          {link.waiting === 0
            ? t('link.nothing-waits')
            : t('link.entries', { entries: formatCount(language, link.waiting) })}
        </dd>
        <dt>{t('link.ignored')}</dt>
        <dd>
          {formatCount(language, link.ignored)} {link.ignored > 0 && <span class="why">{t('link.ignored-means')}</span>}
        </dd>
        <dt>{t('link.ledger')}</dt>
        <dd>{t('link.entries', { entries: formatCount(language, ledger.entries) })}</dd>
        <dt>{t('link.epoch')}</dt>
        <dd>
          <code>{ledger.epoch}</code>
        </dd>
        <dt>{t('link.head')}</dt>
        <dd>
          <code>{ledger.headHash}</code>
        </dd>
      </dl>
    </section>
  );
}
