// The parts of a weighing note below its masses: what was weighed, with which scale, in which window, and where the
// ledger has it.
import type { ComponentChildren } from 'preact';
import type { WeighingView } from '../../core/shown/lookup.ts';
import { count, dateTime } from '../shared/format.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { addressOf } from '../shell/route.ts';
import { dayOf, inGroups, rangeOf, sinceOf, windowOf } from './note.ts';

interface FactsProps {
  weighing: WeighingView;
}

type Fact = [name: string, value: ComponentChildren];

/** A fact that is not known is said as such: an empty place would look forgotten. */
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

export function LoadFacts({ weighing }: FactsProps) {
  const { t, named } = useWords();
  const {
    package: concerned,
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
  const seen = tags.filter(({ background }) => !background);
  return (
    <Facts
      title={t('note.load')}
      facts={[
        [
          t('history.package'),
          concerned === null ? null : mark === null || mark === concerned ? concerned : `${mark} (${concerned})`,
        ],
        [t('note.bound-by'), boundBy === null ? null : named('bound-by', boundBy)],
        [t('history.lot'), lot === null ? null : <a href={addressOf('lot', lot)}>{lot}</a>],
        [t('note.goods'), commodity === null ? null : `${commodity} · ${form ?? '–'}`],
        [t('history.order'), order],
        [t('note.job'), job],
        ...(group === null ? [] : [[t('note.group'), group] satisfies Fact]),
        ...(visit === null ? [] : [[t('note.visit'), visit] satisfies Fact]),
        [t('note.purpose'), named('purpose', purpose)],
        [t('history.operator'), operator],
        [t('note.station'), station],
        [
          t('note.tags'),
          seen.length === 0
            ? t('tags.none')
            : seen.map(({ epcHex, reads }) => (
                <code key={epcHex}>{t('note.tag', { epc: inGroups(epcHex), reads })}</code>
              )),
        ],
      ]}
    />
  );
}

export function ScaleFacts({ weighing: { scale } }: FactsProps) {
  const { t, language } = useWords();
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
              {rangeOf(language, range)}
              {scale.ranges.length > 1 && index === scale.range && ` ${t('note.range-used')}`}
            </span>
          )),
        ],
        [
          t('note.verification'),
          <span class={`verdict ${scale.verified ? 'good' : 'bad'}`}>
            <Sign shape={scale.verified ? 'check' : 'cross'} />{' '}
            {t(scale.verified ? 'note.verified' : 'note.unverified')}
          </span>,
        ],
        [t('note.mark'), scale.verificationMark],
        [t('note.until'), scale.verifiedUntil === null ? null : dayOf(language, scale.verifiedUntil)],
      ]}
    />
  );
}

export function WindowFacts({ weighing: { window, blind } }: FactsProps) {
  const words = useWords();
  const { t } = words;
  return (
    <Facts
      title={t('note.window')}
      facts={[
        [t('note.window-of'), windowOf(words, window)],
        [t('note.checksum'), t(window.checksummed ? 'yes' : 'no')],
        [t('note.raw'), blind ? t('history.hidden') : <code>{inGroups(window.rawHex)}</code>],
      ]}
    />
  );
}

export function LedgerFacts({ weighing }: FactsProps) {
  const { t, named, language } = useWords();
  const { acknowledged, atWallMs, clockTrust, epoch, seq, hash, software, configHash } = weighing;
  return (
    <Facts
      title={t('note.ledger')}
      facts={[
        [t('note.id'), <code>{weighing.weighing}</code>],
        [t('history.time'), dateTime(language, atWallMs)],
        [t('note.clock'), named('clock', clockTrust)],
        [t('note.epoch'), <code>{epoch}</code>],
        [t('note.seq'), count(language, seq)],
        [t('note.hash'), <code>{inGroups(hash)}</code>],
        [
          t('headquarters'),
          <span class={`verdict ${acknowledged ? 'good' : 'warn'}`}>
            <Sign shape={acknowledged ? 'check' : 'ring'} />{' '}
            {t(acknowledged ? 'note.acknowledged' : 'note.not-acknowledged')}
          </span>,
        ],
        [t('note.software'), software],
        [t('note.config'), <code>{inGroups(configHash)}</code>],
      ]}
    />
  );
}

export function Since({ weighing: { since, findings } }: FactsProps) {
  const words = useWords();
  const { t, named } = words;
  return (
    <section class="facts-of">
      <h3>{t('note.since')}</h3>
      {since.length === 0 && <p>{t('note.since-none')}</p>}
      <ul class="since">
        {since.map((one) => {
          const { what, time } = sinceOf(words, one);
          return (
            <li key={one.seq}>
              <span>{time}</span> <strong>{what}</strong> {one.operator !== null && <span>{one.operator}</span>}
            </li>
          );
        })}
      </ul>
      {findings.length > 0 && (
        <ul class="since no-print">
          {findings.map(({ finding, code }) => (
            <li key={finding}>
              <a class="row-link" href={addressOf('case', finding)}>
                {t('note.case', { finding: named('finding', code) })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
