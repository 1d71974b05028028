// While the date is in doubt: what the base's clock says, and the button by which two persons confirm it.
import type { Role } from '../../core/model/roles.ts';
import type { DateView } from '../../core/views/stateView.ts';
import { CommandErrorMessage } from '../shared/ErrorMessage.tsx';
import { formatDateTime } from '../shared/format.ts';
import { Icon } from '../shared/Icon.tsx';
import { useTranslator } from '../shared/translator.ts';
import type { CurrentOperator } from '../wire/agentClient.ts';
import { useCommandSender } from '../wire/commandSender.ts';

/** As the command's declaration has them. */
const CONFIRMING_ROLES: readonly Role[] = ['operator', 'supervisor', 'technician'];

export function DateConfirmation({ date, currentOperator }: { date: DateView; currentOperator: CurrentOperator }) {
  const { t, language } = useTranslator();
  const commandSender = useCommandSender();
  const { roles, operator } = currentOperator;
  if (date.doubt === null || !CONFIRMING_ROLES.some((role) => roles.includes(role))) return null;
  const isSecondAwaited = date.askedBy === operator;
  return (
    <section class="alarm mild" aria-label={t('date.confirm')}>
      <Icon shape="hand" />
      <span>
        {t('date.compare', { time: formatDateTime(language, date.wallMs) })}{' '}
        {isSecondAwaited ? t('date.second') : date.askedBy !== null && t('date.asked', { name: date.askedBy })}
      </span>
      <CommandErrorMessage commandSender={commandSender} />
      {!isSecondAwaited && (
        <button
          type="button"
          disabled={commandSender.busy}
          onClick={() => void commandSender.send({ kind: 'confirm-date', wallMs: date.wallMs })}
        >
          {t('date.confirm')}
        </button>
      )}
    </section>
  );
}
