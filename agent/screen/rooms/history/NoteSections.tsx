// The parts of a weighing note below its masses: what was weighed, with which scale, in which window, and where the
// ledger has it.
import { nameGoods } from '../../shared/goodsName.ts';
import type { ComponentChildren } from 'preact';
import type { WeighingView } from '../../../core/views/lookupViews.ts';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { buildRoomHref } from '../../frame/route.ts';
import {
  formatIsoDay,
  groupHexDigits,
  formatWeighingRange,
  describeLaterEvent,
  formatCaptureWindow,
} from './noteFormat.ts';

interface WeighingSectionProps {
  weighing: WeighingView;
}

type Fact = [name: string, value: ComponentChildren];

/** An unknown fact is shown as a dash. */
function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  return (
    <section class="facts-of">
      <h3>{title}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function LoadSection({ weighing }: WeighingSectionProps) {
  const { t, codeText } = useTranslator();
  const {
    package: packageId,
    mark,
    boundBy,
    lot,
    commodity,
    form,
    order,
    job,
    group,
    visit,
    purpose,
    operator,
    station,
    tags,
  } = weighing;
  const seenTags = tags.filter(({ background }) => !background);
  return (
    <Facts
      title={t('note.load')}
      facts={[
        [
          t('history.package'),
          packageId === null ? null : mark === null || mark === packageId ? packageId : `${mark} (${packageId})`,
        ],
        [t('note.bound-by'), boundBy === null ? null : codeText('bound-by', boundBy)],
        [t('history.lot'), lot === null ? null : <a href={buildRoomHref('lot', lot)}>{lot}</a>],
        [t('note.goods'), commodity === null ? null : nameGoods({ commodity, form: form ?? '–' }, { codeText })],
        [t('history.order'), order],
        [t('note.job'), job],
        ...(group === null ? [] : [[t('note.group'), group] satisfies Fact]),
        ...(visit === null ? [] : [[t('note.visit'), visit] satisfies Fact]),
        [t('note.purpose'), codeText('purpose', purpose)],
        [t('history.operator'), operator],
        [t('note.station'), station],
        [
          t('note.tags'),
          seenTags.length === 0
            ? t('tags.none')
            : seenTags.map(({ epcHex, reads }) => (
                <code key={epcHex}>{t('note.tag', { epc: groupHexDigits(epcHex), reads })}</code>
              )),
        ],
      ]}
    />
  );
}

export function ScaleSection({ weighing: { scale } }: WeighingSectionProps) {
  const { t, language } = useTranslator();
  return (
    <Facts
      title={t('note.scale')}
      facts={[
        [t('history.instrument'), scale.instrument],
        [t('note.model'), scale.model],
        [t('note.serial'), scale.serialNumber],
        [t('note.class'), scale.class],
        [
          t('note.range'),
          scale.ranges.map((range, index) => (
            <span key={index} class="one-range">
              {formatWeighingRange(language, range)}
              {scale.ranges.length > 1 && index === scale.range && ` ${t('note.range-used')}`}
            </span>
          )),
        ],
        [
          t('note.verification'),
          <span class={`verdict ${scale.verified ? 'good' : 'bad'}`}>
            <Icon shape={scale.verified ? 'check' : 'cross'} />{' '}
            {t(scale.verified ? 'note.verified' : 'note.unverified')}
          </span>,
        ],
        [t('note.mark'), scale.verificationMark],
        [t('note.until'), scale.verifiedUntil === null ? null : formatIsoDay(language, scale.verifiedUntil)],
      ]}
    />
  );
}

export function CaptureWindowSection({ weighing: { window, blind } }: WeighingSectionProps) {
  const translator = useTranslator();
  const { t } = translator;
  return (
    <Facts
      title={t('note.window')}
      facts={[
        [t('note.window-of'), formatCaptureWindow(translator, window)],
        [t('note.checksum'), t(window.checksummed ? 'yes' : 'no')],
        [t('note.raw'), blind ? t('history.hidden') : <code>{groupHexDigits(window.rawHex)}</code>],
      ]}
    />
  );
}

export function LedgerSection({ weighing }: WeighingSectionProps) {
  const { t, codeText, language } = useTranslator();
  const { acknowledged, atWallMs, clockTrust, epoch, seq, hash, software, configHash } = weighing;
  return (
    <Facts
      title={t('note.ledger')}
      facts={[
        [t('note.id'), <code>{weighing.weighing}</code>],
        [t('history.time'), formatDateTime(language, atWallMs)],
        [t('note.clock'), codeText('clock', clockTrust)],
        [t('note.epoch'), <code>{epoch}</code>],
        [t('note.seq'), formatCount(language, seq)],
        [t('note.hash'), <code>{groupHexDigits(hash)}</code>],
        [
          t('headquarters'),
          <span class={`verdict ${acknowledged ? 'good' : 'warn'}`}>
            <Icon shape={acknowledged ? 'check' : 'ring'} />{' '}
            {t(acknowledged ? 'note.acknowledged' : 'note.not-acknowledged')}
          </span>,
        ],
        [t('note.software'), software],
        [t('note.config'), <code>{groupHexDigits(configHash)}</code>],
      ]}
    />
  );
}

export function LaterEventsSection({ weighing: { since, findings } }: WeighingSectionProps) {
  const translator = useTranslator();
  const { t, codeText } = translator;
  return (
    <section class="facts-of">
      <h3>{t('note.later-events')}</h3>
      {since.length === 0 && <p>{t('note.later-events-none')}</p>}
      <ul class="since">
        {since.map((event) => {
          const { text, time } = describeLaterEvent(translator, event);
          return (
            <li key={event.seq}>
              <span>{time}</span> <strong>{text}</strong> {event.operator !== null && <span>{event.operator}</span>}
            </li>
          );
        })}
      </ul>
      {findings.length > 0 && (
        <ul class="since no-print">
          {findings.map(({ finding, code }) => (
            <li key={finding}>
              <a class="row-link" href={buildRoomHref('case', finding)}>
                {t('note.case', { finding: codeText('finding', code) })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
