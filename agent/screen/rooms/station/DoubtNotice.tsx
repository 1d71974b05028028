// Weighings that a failed check made doubtful, and a scale that has passed one since: two persons may say that it was
// right all the time.
import { useState } from 'preact/hooks';
import type { StationView } from '../../../core/views/stateView.ts';
import type { CommandBody } from '../../../core/model/command.ts';
import { useTranslator } from '../../shared/translator.ts';
import { SecondPersonDialog } from '../../frame/SecondPersonDialog.tsx';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

interface DoubtNoticeProps {
  station: StationView;
  currentOperator: CurrentOperator;
  commandSender: CommandSender;
}

export function DoubtNotice({ station, currentOperator, commandSender }: DoubtNoticeProps) {
  const { t } = useTranslator();
  const [asksSecond, setAsksSecond] = useState(false);
  const { doubt } = station;
  if (doubt === null) return null;
  const { weighings, askedBy } = doubt;
  const body: CommandBody = { kind: 'lift-doubt', station: station.station };
  const mayAct = askedBy !== currentOperator.operator;
  return (
    <div class="foreign">
      <p class="hint">{t('doubt.what', { weighings })}</p>
      {mayAct && (
        <button type="button" disabled={commandSender.busy} onClick={() => void commandSender.send(body)}>
          {t(askedBy === null ? 'doubt.ask' : 'doubt.confirm')}
        </button>
      )}
      {askedBy !== null && (
        <button type="button" onClick={() => setAsksSecond(true)}>
          {t('doubt.second')}
        </button>
      )}
      {asksSecond && (
        <SecondPersonDialog
          body={body}
          title={t('doubt.title')}
          onDone={() => setAsksSecond(false)}
          onCancel={() => setAsksSecond(false)}
        />
      )}
    </div>
  );
}
