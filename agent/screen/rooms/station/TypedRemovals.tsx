// What was taken out of packages here and typed, without a scale: each can be taken back by two, as a weighing can.
import type { StationView } from '../../../core/views/stateView.ts';
import { formatDateTime } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

interface TypedRemovalsProps {
  station: StationView;
  currentOperator: CurrentOperator;
  commandSender: CommandSender;
}

export function TypedRemovals({ station, currentOperator, commandSender }: TypedRemovalsProps) {
  const { t, language } = useTranslator();
  if (station.typedRemovals.length === 0) return null;
  return (
    <div class="recorded typed-removals">
      <h3>{t('typed-removals.title')}</h3>
      <ol>
        {station.typedRemovals.map(({ weighing, mark, operator, atWallMs, askedBy }) => (
          <li key={weighing} class="warn">
            <Icon shape="hand" />
            <span class="mark">{mark}</span>
            <small>
              {t('typed-removals.by', { operator: operator ?? '–', time: formatDateTime(language, atWallMs) })}
            </small>
            {askedBy !== null && <span>{t('typed-removals.asked', { operator: askedBy })}</span>}
            {askedBy !== currentOperator.operator && (
              <button
                type="button"
                class="quiet"
                disabled={commandSender.busy}
                onClick={() => void commandSender.send({ kind: 'reverse-weighing', weighing })}
              >
                {t(askedBy === null ? 'typed-removals.take-back' : 'typed-removals.confirm')}
              </button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
