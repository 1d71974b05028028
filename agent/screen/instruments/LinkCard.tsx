// The link to headquarters and the ledger that goes over it: is it there, why not, and how far headquarters is.
import type { LedgerView, LinkView } from '../../core/shown/view.ts';
import { count, dateTime } from '../shared/format.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';

const SHAPES: Record<LinkView['state'], { shape: Shape; mood: string }> = {
  off: { shape: 'bar', mood: 'warn' },
  connecting: { shape: 'triangle', mood: 'warn' },
  greeting: { shape: 'waves', mood: 'warn' },
  open: { shape: 'check', mood: 'good' },
  stopped: { shape: 'hand', mood: 'bad' },
};

export function LinkCard({ link, ledger }: { link: LinkView; ledger: LedgerView }) {
  const { t, language } = useWords();
  const { shape, mood } = SHAPES[link.state];
  return (
    <section class="card instrument" aria-labelledby="link-to-headquarters">
      <h3 id="link-to-headquarters">{t('link.title')}</h3>
      <p class={`health ${mood}`}>
        <Sign shape={shape} /> <strong>{t(`link.${link.state}`)}</strong>{' '}
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
                time: dateTime(language, link.lastAcknowledgedWallMs),
                seq: count(language, link.acknowledgedSeq),
              })}
        </dd>
        <dt>{t('link.waiting')}</dt>
        <dd>
          {link.waiting === 0 ? t('link.nothing-waits') : t('link.entries', { entries: count(language, link.waiting) })}
        </dd>
        <dt>{t('link.ignored')}</dt>
        <dd>
          {count(language, link.ignored)} {link.ignored > 0 && <span class="why">{t('link.ignored-means')}</span>}
        </dd>
        <dt>{t('link.ledger')}</dt>
        <dd>{t('link.entries', { entries: count(language, ledger.entries) })}</dd>
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
