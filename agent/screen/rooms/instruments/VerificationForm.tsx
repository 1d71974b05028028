// The mark of a scale's verification and until when it holds, as written on its plate.
import { useState } from 'preact/hooks';
import type { InstrumentView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { saveVerification } from '../../wire/agentClient.ts';
import { DateField, TextField } from './FormFields.tsx';
import { useMutation } from '../../shared/requestHooks.ts';

interface VerificationProps {
  instrument: string;
  verification: NonNullable<InstrumentView['verification']>;
  done: () => void;
  cancel: () => void;
}

export function VerificationForm({ instrument, verification, done, cancel }: VerificationProps) {
  const { t } = useTranslator();
  const calling = useMutation();
  const [mark, setMark] = useState(verification.mark ?? '');
  const [until, setUntil] = useState(verification.until ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await calling.run(() =>
      saveVerification(instrument, {
        mark: mark.trim() === '' ? null : mark.trim(),
        until: until === '' ? null : until,
      }),
    );
    if (answer?.ok) done();
  };
  return (
    <form class="fields" onSubmit={(event) => void submit(event)}>
      <h4>{t('instruments.verification')}</h4>
      <p class="hint">{t('verification.why')}</p>
      <TextField
        id={`${instrument}-mark`}
        label={t('verification.mark')}
        hint={t('verification.mark-hint')}
        value={mark}
        change={setMark}
        most={60}
      />
      <DateField
        id={`${instrument}-until`}
        label={t('verification.until')}
        hint={t('verification.until-hint')}
        value={until}
        change={setUntil}
      />
      {calling.error !== null && <ErrorMessage trouble={calling.error} />}
      <div class="choices">
        <button type="submit" class="main" disabled={calling.busy}>
          {t('instruments.save')}
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
