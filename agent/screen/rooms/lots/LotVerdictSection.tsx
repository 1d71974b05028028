// The verdict on a lot in words and numbers: what was found, what it weighs, the tolerance term by term, what is only
// derived.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ArithmeticView, LotView } from '../../../core/views/stateView.ts';
import { buildRoomHref } from '../../frame/route.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { isWithinTolerance, sumKg } from '../../shared/massSums.ts';
import { useTranslator } from '../../shared/translator.ts';

type Verdict = NonNullable<LotView['verdict']>;

export function LotVerdictSection({ lot, rests }: { lot: LotView; rests: ComponentChildren }) {
  const { t, codeText } = useTranslator();
  const { verdict } = lot;
  if (verdict === null) {
    return (
      <section class="card">
        <h3>{t('lot.verdict-title')}</h3>
        <p>{t('lot.verdict-none')}</p>
      </section>
    );
  }
  const good = verdict.verdict === 'verified';
  return (
    <section class="card lot-verdict" aria-labelledby="verdict-title">
      <h3 id="verdict-title">{t('lot.verdict-title')}</h3>
      <p class={good ? 'good judged' : 'warn judged'}>
        <Icon shape={good ? 'check' : 'hand'} /> {codeText('verdict', verdict.verdict)}
      </p>
      <p>{codeText('lot.verdict', verdict.verdict)}</p>
      <p>{t('lot.found', { found: verdict.found, announced: lot.announced })}</p>
      <Figures verdict={verdict} />
      {verdict.driftWarning ? (
        <p class="warn">
          <Icon shape="triangle" /> <a href={buildRoomHref('drift')}>{t('lot.drift')}</a>
        </p>
      ) : (
        good && <p>{t('lot.rss-ok')}</p>
      )}
      {verdict.derived !== null && <Derived {...verdict.derived} />}
      {verdict.findings.length > 0 && <h4>{t('lot.rests-on')}</h4>}
      {verdict.findings.length > 0 && rests}
      {verdict.arithmetic.length > 0 ? (
        <Rows lot={lot} rows={verdict.arithmetic} />
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

function Figures({ verdict }: { verdict: Verdict }) {
  const { t, language } = useTranslator();
  const weight = (mass: string | null): string =>
    mass === null ? t('lot.weight-hidden') : `${formatKg(language, mass)} kg`;
  const rows = [
    { text: t('lot.gross'), value: weight(verdict.grossKg) },
    { text: t('lot.net'), value: weight(verdict.netKg) },
    { text: t('lot.tolerance'), value: `± ${formatKg(language, verdict.toleranceKg)} kg` },
    { text: t('lot.rss'), value: `± ${formatKg(language, verdict.rssKg)} kg` },
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

function Derived({ dryKg, containedKg }: { dryKg: string; containedKg: string }) {
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

function Rows({ lot, rows }: { lot: LotView; rows: readonly ArithmeticView[] }) {
  const { t, codeText, language } = useTranslator();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN_AT_FIRST);
  const sums = {
    differenceKg: sumKg(rows.map((row) => row.differenceKg)),
    toleranceKg: sumKg(rows.map((row) => row.toleranceKg)),
  };
  const said = { difference: formatKg(language, sums.differenceKg), tolerance: formatKg(language, sums.toleranceKg) };
  const markOf = (id: string): string => lot.packages.find((one) => one.package === id)?.mark ?? id;
  return (
    <details>
      <summary>{t('lot.arithmetic')}</summary>
      <p>{t(isWithinTolerance(sums) ? 'lot.sum-agrees' : 'lot.sum-differs', said)}</p>
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
            {shown.map((row) => (
              <tr key={row.packages.join(' ')}>
                <th scope="row">{row.packages.map(markOf).join(', ')}</th>
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
      {shown.length < rows.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {t('lot.show-all', { count: rows.length })}
        </button>
      )}
    </details>
  );
}
