// What is known of an instrument and its last message: port, stations, bytes as hex and text, reading, counts,
// verification.
import type { InstrumentView } from '../../../core/views/stateView.ts';
import { formatCount, formatDate } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { RawBytes } from './RawBytes.tsx';
import { VERIFICATION_STATUS_ICONS, classifyVerification, formatLocalDay } from './instrumentStatus.ts';

const COUNTS = ['frames', 'bytes', 'discarded', 'checksumErrors', 'faults', 'opens'] as const;

export function InstrumentFacts({ instrument }: { instrument: InstrumentView }) {
  const { t, language } = useTranslator();
  return (
    <>
      <LastReading instrument={instrument} />
      <dl class="pairs">
        <dt>{t('instruments.port')}</dt>
        <dd>{instrument.port}</dd>
        {instrument.address !== null && (
          <>
            <dt>{t('instruments.address')}</dt>
            <dd>{instrument.address}</dd>
          </>
        )}
        <dt>{t('instruments.serial-number')}</dt>
        <dd>{instrument.serialNumber ?? t('instruments.unknown')}</dd>
        <dt>{t('instruments.stations')}</dt>
        <dd>{instrument.stations.length === 0 ? t('instruments.no-station') : instrument.stations.join(', ')}</dd>
        {instrument.verification !== null && <VerificationFact verification={instrument.verification} />}
      </dl>
      <dl class="counts">
        {COUNTS.map((name) => (
          <div key={name}>
            <dt>{t(`counts.${name}`)}</dt>
            <dd>{formatCount(language, instrument.counts[name])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Milliseconds, or the instrument's whole silence, in the largest unit that says it. */
export function useRelativeTime(): (ageMs: number) => string {
  const { language } = useTranslator();
  return (ageMs) => {
    const seconds = Math.round(ageMs / 1000);
    const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    if (seconds < 120) return format.format(-seconds, 'second');
    return seconds < 7200
      ? format.format(-Math.round(seconds / 60), 'minute')
      : format.format(-Math.round(seconds / 3600), 'hour');
  };
}

/** What the driver last made of the bytes; an older agent does not say. */
function LastReading({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslator();
  const formatAge = useRelativeTime();
  const { decoded, lastBytesHex, lastFrameAgeMs } = instrument;
  return (
    <div class="heard">
      <p class="decoded">
        <span class="hint">{t('instruments.reading')}</span>{' '}
        {decoded === null ? <strong>{t('instruments.no-reading')}</strong> : <strong lang="en">{decoded.words}</strong>}
        <small>{lastFrameAgeMs === null ? t('instruments.no-frame') : formatAge(lastFrameAgeMs)}</small>
      </p>
      <RawBytes hex={lastBytesHex} />
    </div>
  );
}

function VerificationFact({ verification }: { verification: NonNullable<InstrumentView['verification']> }) {
  const { t, language } = useTranslator();
  const status = classifyVerification(verification, formatLocalDay(new Date()));
  const { shape, tone } = VERIFICATION_STATUS_ICONS[status];
  const { mark, until } = verification;
  return (
    <>
      <dt>{t('instruments.verification')}</dt>
      <dd>
        <span class={`fact ${tone}`}>
          <Icon shape={shape} /> <strong>{t(`verification-status.${status}`)}</strong>
        </span>{' '}
        {mark !== null && <span>{t('instruments.mark-is', { mark })}</span>}{' '}
        {until !== null && (
          <span>{t('instruments.until-is', { until: formatDate(language, Date.parse(`${until}T12:00:00`)) })}</span>
        )}
      </dd>
    </>
  );
}
