// Counting, blind: scan what is seen; of what nobody has seen, a person says that they looked in vain or cannot reach
// it.
import type { StateView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CodeField } from '../../shared/CodeField.tsx';

interface CountWorkProps {
  stocktake: string;
  state: StateView;
  commanding: CommandSender;
}

/** A list that nobody scrolls through with gloves on; the rest shows as the first are dealt with. */
const SHOWN = 30;

export function StocktakeCountPanel({ stocktake, state, commanding }: CountWorkProps) {
  const { t } = useTranslator();
  const count = state.stocktakes.find((one) => one.stocktake === stocktake);
  if (count === undefined) return null;
  const { send, busy } = commanding;
  const say = (packageId: string, how: 'absent' | 'inferred'): void =>
    void send({ kind: 'count', stocktake, codes: [packageId], how });
  return (
    <div class="count-work">
      <CodeField
        key="count"
        label={t('count.label')}
        button={t('count.do')}
        busy={busy}
        autoFocus
        take={(code) => send({ kind: 'count', stocktake, codes: [code], how: 'typed' })}
      />
      <h4>{t('count.to-find', { count: count.toFind.length })}</h4>
      <ul>
        {count.toFind.slice(0, SHOWN).map((one) => (
          <li key={one.package}>
            <span class="lot-name">
              {one.mark} <small>{one.area ?? ''}</small>
            </span>
            <button type="button" disabled={busy} onClick={() => say(one.package, 'absent')}>
              {t('count.absent')}
            </button>
            <button type="button" disabled={busy} onClick={() => say(one.package, 'inferred')}>
              {t('count.unreachable')}
            </button>
          </li>
        ))}
      </ul>
      {count.toWeigh.length > 0 && (
        <p class="hint">{t('count.to-weigh', { marks: count.toWeigh.map(({ mark }) => mark).join(', ') })}</p>
      )}
    </div>
  );
}
