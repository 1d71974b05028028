// The verdict on a lot in words and numbers: what was found, what it weighs, the tolerance term by term, what is only
// derived.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ArithmeticView, LotView } from '../../core/shown/view.ts';
import { addressOf } from '../shell/route.ts';
import { kg } from '../shared/format.ts';
import { Sign } from '../shared/Sign.tsx';
import { isWithin, sumKg } from '../shared/sums.ts';
import { useWords } from '../shared/text.ts';

type Verdict = NonNullable<LotView['verdict']>;

export function LotVerdict({ lot, rests }: { lot: LotView; rests: ComponentChildren }) {
  const { t, named } = useWords();
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
        <Sign shape={good ? 'check' : 'hand'} /> {named('verdict', verdict.verdict)}
      </p>
      <p>{named('lot.verdict', verdict.verdict)}</p>
      <p>{t('lot.found', { found: verdict.found, announced: lot.announced })}</p>
      <Figures verdict={verdict} />
      {verdict.driftWarning ? (
        <p class="warn">
          <Sign shape="triangle" /> <a href={addressOf('drift')}>{t('lot.drift')}</a>
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
            <Sign shape="square" /> <span>{t('lot.arithmetic-hidden')}</span>
          </p>
        )
      )}
    </section>
  );
}

function Figures({ verdict }: { verdict: Verdict }) {
  const { t, language } = useWords();
  const weight = (mass: string | null): string => (mass === null ? t('lot.weight-hidden') : `${kg(language, mass)} kg`);
  const rows = [
    { text: t('lot.gross'), value: weight(verdict.grossKg) },
    { text: t('lot.net'), value: weight(verdict.netKg) },
    { text: t('lot.tolerance'), value: `± ${kg(language, verdict.toleranceKg)} kg` },
    { text: t('lot.rss'), value: `± ${kg(language, verdict.rssKg)} kg` },
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
  const { t, language } = useWords();
  return (
    <div class="derived">
      <h4>
        <Sign shape="square" /> {t('lot.derived')}
      </h4>
      <p class="hint">{t('lot.derived-why')}</p>
      <dl>
        <dt>{t('lot.dry')}</dt>
        <dd class="kg">{kg(language, dryKg)} kg</dd>
        <dt>{t('lot.contained')}</dt>
        <dd class="kg">{kg(language, containedKg)} kg</dd>
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
  const { t, named, language } = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN_AT_FIRST);
  const sums = {
    differenceKg: sumKg(rows.map((row) => row.differenceKg)),
    toleranceKg: sumKg(rows.map((row) => row.toleranceKg)),
  };
  const said = { difference: kg(language, sums.differenceKg), tolerance: kg(language, sums.toleranceKg) };
  const markOf = (id: string): string => lot.packages.find((one) => one.package === id)?.mark ?? id;
  return (
    <details>
      <summary>{t('lot.arithmetic')}</summary>
      <p>{t(isWithin(sums) ? 'lot.sum-agrees' : 'lot.sum-differs', said)}</p>
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
                    {kg(language, row[term])}
                  </td>
                ))}
                <td>{named('case.basis', row.basis)}</td>
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
