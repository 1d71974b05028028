// Counting, blind: scan what is seen; of what nobody has seen, a person says that they looked in vain or cannot reach
// it.
import type { StateView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CodeField } from '../../shared/CodeField.tsx';

interface StocktakeCountPanelProps {
  stocktake: string;
  state: StateView;
  commandSender: CommandSender;
}

/** Gloved hands do not scroll: the rest shows as the first are dealt with. */
const MAX_LISTED_PACKAGES = 30;

export function StocktakeCountPanel({ stocktake, state, commandSender }: StocktakeCountPanelProps) {
  const { t } = useTranslator();
  const stocktakeView = state.stocktakes.find((candidate) => candidate.stocktake === stocktake);
  if (stocktakeView === undefined) return null;
  const { send, busy } = commandSender;
  const declare = (packageId: string, method: 'absent' | 'inferred'): void =>
    void send({ kind: 'count', stocktake, codes: [packageId], how: method });
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
      {stocktakeView.toWeigh.length > 0 && (
        <p class="hint">{t('count.to-weigh', { marks: stocktakeView.toWeigh.map(({ mark }) => mark).join(', ') })}</p>
      )}
    </div>
  );
}
