// The verdict on a lot: packages found, masses, the tolerance term by term, and derived masses.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ArithmeticView, LotView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { isWithinTolerance, sumKg } from '../../shared/massSums.ts';
import { useTranslator } from '../../shared/translator.ts';

type Verdict = NonNullable<LotView['verdict']>;

export function LotVerdictSection({ lot, findingLinks }: { lot: LotView; findingLinks: ComponentChildren }) {
  const { t, codeText } = useTranslator();
  const { verdict, here } = lot;
  if (verdict === null) {
    return (
      <section class="card">
        <h3>{t('lot.verdict-title')}</h3>
        <p>{t('lot.verdict-none')}</p>
      </section>
    );
  }
  const isVerified = verdict.verdict === 'verified';
  return (
    <section class="card lot-verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">{t('lot.verdict-title')}</h3>
      <p class={isVerified ? 'good result' : 'warn result'}>
        <Icon shape={isVerified ? 'check' : 'hand'} /> {codeText('verdict', verdict.verdict)}
      </p>
      <p>{codeText('lot.verdict', verdict.verdict)}</p>
      <DeliveredParts verdict={verdict} />
      {verdict.identitiesRead < verdict.found && (
        <p class="warn">
          <Icon shape="triangle" /> {t('lot.identity-counted')}
        </p>
      )}
      {verdict.weighedByNobody > 0 && (
        <p class="warn">
          <Icon shape="triangle" /> {t('lot.weighed-by-nobody', { count: verdict.weighedByNobody })}
        </p>
      )}
      <Figures verdict={verdict} here={here} />
      {verdict.driftWarning ? (
        <p class="warn">
          <Icon shape="triangle" /> <a href={buildRoomHref('drift')}>{t('lot.drift')}</a>
        </p>
      ) : (
        isVerified && <p>{t('lot.drift-none')}</p>
      )}
      {isVerified && <VerifiedParts verdict={verdict} />}
      {here?.derived && <DerivedMasses {...here.derived} />}
      {verdict.findings.length > 0 && <h4>{t('lot.verdict-findings')}</h4>}
      {verdict.findings.length > 0 && findingLinks}
      {verdict.arithmetic.length > 0 ? (
        <ArithmeticTable lot={lot} rows={verdict.arithmetic} />
      ) : (
        verdict.found > 0 && (
          <p class="hidden-weights">
            <Icon shape="square" /> <span>{t('lot.arithmetic-hidden')}</span>
          </p>
        )
      )}
    </section>
  );
}

function Figures({ verdict, here }: { verdict: Verdict; here: LotView['here'] }) {
  const { t, language } = useTranslator();
  const formatMass = (mass: string | null): string =>
    mass === null ? t('lot.weight-hidden') : `${formatKg(language, mass)} kg`;
  const rows = [
    ...(here ? [{ text: t('lot.here', { count: here.packages }), value: formatMass(here.netKg) }] : []),
    { text: t('lot.gross'), value: formatMass(verdict.grossKg) },
    { text: t('lot.net'), value: formatMass(verdict.netKg) },
    {
      text: t('lot.net-limit'),
      value: verdict.netLimitKg === null ? t('lot.net-unproven') : `± ${formatKg(language, verdict.netLimitKg)} kg`,
    },
    { text: t('lot.tolerance'), value: `± ${formatKg(language, verdict.toleranceKg)} kg` },
    { text: t('lot.drift-bound'), value: `± ${formatKg(language, verdict.driftBoundKg)} kg` },
  ];
  return (
    <table class="figures">
      <caption>{t('case.quantities')}</caption>
      <tbody>
        {rows.map(({ text, value }) => (
          <tr key={text}>
            <th scope="row">{text}</th>
            <td class="kg">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The announced, divided: what was found, and by name what was not. */
function DeliveredParts({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslator();
  const { found, missing, toCome, ended } = verdict;
  const parts = { missing, 'to-come': toCome, ended } as const;
  return (
    <>
      <p>{t('lot.found', { found, announced: found + missing.length + toCome.length })}</p>
      {(['missing', 'to-come', 'ended'] as const).map(
        (part) =>
          parts[part].length > 0 && (
            <p key={part}>{t(`lot.part.${part}`, { count: parts[part].length, marks: joinMarks(parts[part]) })}</p>
          ),
      )}
    </>
  );
}

/** So many marks fit on a page; the number before them says of how many. */
const MAX_LISTED_MARKS = 20;
const joinMarks = (marks: readonly string[]): string =>
  marks.length > MAX_LISTED_MARKS ? `${marks.slice(0, MAX_LISTED_MARKS).join(', ')} …` : marks.join(', ');

/** What "verified" is said of, and of what it is not. */
function VerifiedParts({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslator();
  const { found, identitiesRead } = verdict;
  return (
    <ul class="verified-parts">
      <li>{t(verdict.verifiedMass === 'net' ? 'lot.verified-net' : 'lot.verified-gross')}</li>
      <li>
        {identitiesRead === found
          ? t('lot.verified-read')
          : t('lot.verified-counted', { counted: found - identitiesRead, found })}
      </li>
      <li>{t(verdict.contents === 'certified' ? 'lot.contents-certified' : 'lot.contents-unstated')}</li>
    </ul>
  );
}

function DerivedMasses({ dryKg, containedKg }: { dryKg: string; containedKg: string }) {
  const { t, language } = useTranslator();
  return (
    <div class="derived">
      <h4>
        <Icon shape="square" /> {t('lot.derived')}
      </h4>
      <p class="hint">{t('lot.derived-why')}</p>
      <dl>
        <dt>{t('lot.dry')}</dt>
        <dd class="kg">{formatKg(language, dryKg)} kg</dd>
        <dt>{t('lot.contained')}</dt>
        <dd class="kg">{formatKg(language, containedKg)} kg</dd>
      </dl>
    </div>
  );
}

/** More rows at once make a tablet slow. */
const SHOWN_AT_FIRST = 50;
const TERMS = [
  'declaredKg',
  'measuredKg',
  'differenceKg',
  'scaleBoundKg',
  'roundingKg',
  'otherLimitKg',
  'otherRoundingKg',
  'toleranceKg',
] as const;
const TERM_TEXTS = {
  declaredKg: 'arithmetic.expected',
  measuredKg: 'arithmetic.measured',
  differenceKg: 'arithmetic.difference',
  scaleBoundKg: 'arithmetic.scale',
  roundingKg: 'arithmetic.rounding',
  otherLimitKg: 'arithmetic.other',
  otherRoundingKg: 'arithmetic.other-rounding',
  toleranceKg: 'arithmetic.tolerance',
} as const;

function ArithmeticTable({ lot, rows }: { lot: LotView; rows: readonly ArithmeticView[] }) {
  const { t, codeText, language } = useTranslator();
  const [showsAll, setShowsAll] = useState(false);
  const visibleRows = showsAll ? rows : rows.slice(0, SHOWN_AT_FIRST);
  const sums = {
    differenceKg: sumKg(rows.map((row) => row.differenceKg)),
    toleranceKg: sumKg(rows.map((row) => row.toleranceKg)),
  };
  const sumTexts = {
    difference: formatKg(language, sums.differenceKg),
    tolerance: formatKg(language, sums.toleranceKg),
  };
  const findMark = (id: string): string => lot.packages.find((packageView) => packageView.package === id)?.mark ?? id;
  return (
    <details>
      <summary>{t('lot.arithmetic')}</summary>
      <p>{t(isWithinTolerance(sums) ? 'lot.sum-agrees' : 'lot.sum-differs', sumTexts)}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('lot.arithmetic')}>
        <table class="figures terms">
          <thead>
            <tr>
              <th scope="col">{t('lot.packages-of')}</th>
              {TERMS.map((term) => (
                <th key={term} scope="col">
                  {t(TERM_TEXTS[term])}
                </th>
              ))}
              <th scope="col">{t('case.basis')}</th>
            </tr>
          </thead>
          <tbody>
            {visibleRows.map((row) => (
              <tr key={row.packages.join(' ')}>
                <th scope="row">{row.packages.map(findMark).join(', ')}</th>
                {TERMS.map((term) => (
                  <td key={term} class="kg">
                    {formatKg(language, row[term])}
                  </td>
                ))}
                <td>{codeText('case.basis', row.basis)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {visibleRows.length < rows.length && (
        <button type="button" class="quiet" onClick={() => setShowsAll(true)}>
          {t('lot.show-all', { count: rows.length })}
        </button>
      )}
    </details>
  );
}
