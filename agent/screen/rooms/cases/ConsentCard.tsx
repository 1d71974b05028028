// A consent to a removal that stands: who may take how much out of which package, and until when. Whoever gave it takes it
// back.
import type { ConsentView } from '../../../core/views/requestView.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { formatDateTime, formatKg } from '../../shared/format.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import { useCommandSender } from '../../wire/commandSender.ts';
import type { OperatorNames } from './operatorNames.ts';

interface ConsentCardProps {
  consent: ConsentView;
  currentOperator: CurrentOperator;
  nameOf: OperatorNames['nameOf'];
}

export function ConsentCard({ consent, currentOperator, nameOf }: ConsentCardProps) {
  const { t, language } = useTranslator();
  const commandSender = useCommandSender();
  const { package: subject, mark, operator, taker, mostKg, untilWallMs } = consent;
  return (
    <>
      <h3>
        <Icon shape="hand" /> {t('consent.what', { mark: mark ?? subject })}
      </h3>
      <p>{t('consent.who', { taker: nameOf(taker), kg: formatKg(language, mostKg) })}</p>
      <p>{t('consent.until', { operator: nameOf(operator), time: formatDateTime(language, untilWallMs) })}</p>
      <CommandErrorMessage commandSender={commandSender} />
      {operator === currentOperator.operator && (
        <div class="choices">
          <button
            type="button"
            class="quiet"
            disabled={commandSender.busy}
            onClick={() => void commandSender.send({ kind: 'withdraw-request', act: 'remove', subject })}
          >
            {t('consent.withdraw')}
          </button>
        </div>
      )}
    </>
  );
}
