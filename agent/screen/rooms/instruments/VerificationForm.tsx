// The mark of a scale's verification and until when it holds, as written on its plate.
import { FormButtons } from '../../shared/FormButtons.tsx';
import type { InstrumentId } from '../../../../drivers/contract/siteIds.ts';
import { useState } from 'preact/hooks';
import type { InstrumentView } from '../../../core/views/stateView.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { saveVerification } from '../../wire/agentClient.ts';
import { DateField, TextField } from './FormFields.tsx';
import { useMutation } from '../../shared/requestHooks.ts';

interface VerificationFormProps {
  instrument: InstrumentId;
  verification: NonNullable<InstrumentView['verification']>;
  onDone: () => void;
  onCancel: () => void;
}

export function VerificationForm({ instrument, verification, onDone, onCancel }: VerificationFormProps) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const [mark, setMark] = useState(verification.mark ?? '');
  const [until, setUntil] = useState(verification.until ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await mutation.run(() =>
      saveVerification(instrument, {
        mark: mark.trim() === '' ? null : mark.trim(),
        until: until === '' ? null : until,
      }),
    );
    if (answer?.ok) onDone();
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
        onChange={setMark}
        maxCharacters={60}
      />
      <DateField
        id={`${instrument}-until`}
        label={t('verification.until')}
        hint={t('verification.until-hint')}
        value={until}
        onChange={setUntil}
      />
      {mutation.error !== null && <ErrorMessage error={mutation.error} />}
      <FormButtons label={t('instruments.save')} disabled={mutation.busy} onCancel={onCancel} />
    </form>
  );
}
