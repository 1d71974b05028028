// Counting, blind: scan what is seen; of what nobody has seen, a person says that they looked in vain or cannot reach
// it. What was said in this round is listed, and each person takes back their own words.
import type { CountSayingView, StateView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CodeField } from '../../shared/CodeField.tsx';

interface StocktakeCountPanelProps {
  stocktake: string;
  state: StateView;
  /** Who is signed in; null: nobody. */
  operator: string | null;
  commandSender: CommandSender;
}

/** Gloved hands do not scroll: the rest shows as the first are dealt with. */
const MAX_LISTED_PACKAGES = 30;

export function StocktakeCountPanel({ stocktake, state, operator, commandSender }: StocktakeCountPanelProps) {
  const { t } = useTranslator();
  const stocktakeView = state.stocktakes.find((candidate) => candidate.stocktake === stocktake);
  if (stocktakeView === undefined) return null;
  const { send, busy } = commandSender;
  const declare = (packageId: string, method: 'absent' | 'inferred'): void =>
    void send({ kind: 'count', stocktake, codes: [packageId], how: method });
  const withdrawWord = (code: string): void => void send({ kind: 'count', stocktake, codes: [code], how: 'withdrawn' });
  const sayings = { operator, busy, onWithdraw: withdrawWord };
  return (
    <div class="count-work">
      <CodeField
        key="count"
        label={t('count.label')}
        button={t('count.do')}
        busy={busy}
        focusOnMount
        onCode={(code) => send({ kind: 'count', stocktake, codes: [code], how: 'typed' })}
      />
      <h4>{t('count.to-find', { count: stocktakeView.toFind.length })}</h4>
      <ul>
        {stocktakeView.toFind.slice(0, MAX_LISTED_PACKAGES).map((packageView) => (
          <li key={packageView.package}>
            <span class="lot-name">
              {packageView.mark} <small>{packageView.area ?? ''}</small>
            </span>
            <button type="button" disabled={busy} onClick={() => declare(packageView.package, 'absent')}>
              {t('count.absent')}
            </button>
            <button type="button" disabled={busy} onClick={() => declare(packageView.package, 'inferred')}>
              {t('count.unreachable')}
            </button>
          </li>
        ))}
      </ul>
      <SayingList title={t('count.said', { count: stocktakeView.saidInAll })} list={stocktakeView.said} {...sayings} />
      <SayingList
        title={t('count.besides', { count: stocktakeView.besides.length })}
        list={stocktakeView.besides}
        {...sayings}
      />
      {stocktakeView.toWeigh.length > 0 && (
        <p class="hint">{t('count.to-weigh', { marks: stocktakeView.toWeigh.map(({ mark }) => mark).join(', ') })}</p>
      )}
    </div>
  );
}

interface SayingListProps {
  title: string;
  list: readonly CountSayingView[];
  operator: string | null;
  busy: boolean;
  onWithdraw: (code: string) => void;
}

/** What was said, without what is still to be said; nothing while the list is empty. */
function SayingList({ title, list, operator, busy, onWithdraw }: SayingListProps) {
  const { t } = useTranslator();
  if (list.length === 0) return null;
  return (
    <details class="count-said">
      <summary>{title}</summary>
      <ul>
        {list.map(({ code, mark, area, standing, by }) => (
          <li key={code}>
            <span class="lot-name">
              {mark} <small>{area ?? ''}</small> {t(`count.standing.${standing}`)}
            </span>
            {by.some((person) => person === operator) && (
              <button type="button" disabled={busy} onClick={() => onWithdraw(code)}>
                {t('count.take-back')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
