// What is said before a vehicle drives onto the bridge: who is aboard, whether it is empty, what stays on it. Nothing is
// chosen beforehand: an answer that nobody gave is none.
import { WORDS_MAX } from '../../../core/model/comparableText.ts';
import { limitInput } from '../../shared/limitInput.ts';
import { useState } from 'preact/hooks';
import type { VisitView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import type { CommandSender } from '../../wire/commandSender.ts';

type Answer = '' | 'yes' | 'no';

interface PassFormProps {
  visit: VisitView;
  commandSender: CommandSender;
  isNext: boolean;
}

export function PassForm({ visit, commandSender, isNext }: PassFormProps) {
  const { t } = useTranslator();
  const [driverAboard, setDriverAboard] = useState<Answer>('');
  const [empty, setEmpty] = useState<Answer>('');
  const [dunnage, setDunnage] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = { driverAboard: driverAboard === 'yes', empty: empty === 'yes', dunnage: dunnage.trim() || null };
    if (!(await commandSender.send({ kind: 'announce-pass', visit: visit.visit, axlesOn: true, ...said }))) return;
    setDriverAboard('');
    setEmpty('');
  };
  return (
    <form
      class="sign-in"
      aria-label={t('visit.pass', { plates: visit.plates })}
      onSubmit={(event) => void submit(event)}
    >
      <AnswerField
        question="pass.driver"
        yes="pass.driver.in"
        no="pass.driver.out"
        value={driverAboard}
        onChange={setDriverAboard}
      />
      <AnswerField question="pass.empty" yes="pass.empty.yes" no="pass.empty.no" value={empty} onChange={setEmpty} />
      <label>
        {t('pass.dunnage')}
        <input
          type="text"
          value={dunnage}
          onInput={(event) => setDunnage(limitInput(event.currentTarget, WORDS_MAX.dunnage))}
        />
      </label>
      <button
        type="submit"
        class={isNext ? 'main' : ''}
        disabled={commandSender.busy || driverAboard === '' || empty === ''}
      >
        {t('visit.pass', { plates: visit.plates })}
      </button>
    </form>
  );
}

type AnswerText =
  'pass.driver' | 'pass.driver.in' | 'pass.driver.out' | 'pass.empty' | 'pass.empty.yes' | 'pass.empty.no';

interface AnswerFieldProps {
  question: AnswerText;
  yes: AnswerText;
  no: AnswerText;
  value: Answer;
  onChange: (answer: Answer) => void;
}

function AnswerField({ question, yes, no, value, onChange }: AnswerFieldProps) {
  const { t } = useTranslator();
  return (
    <label>
      {t(question)}
      <select required value={value} onChange={(event) => onChange(event.currentTarget.value as Answer)}>
        <option value="">{t('pass.choose')}</option>
        <option value="yes">{t(yes)}</option>
        <option value="no">{t(no)}</option>
      </select>
    </label>
  );
}
