// The mark of a scale's verification and until when it holds, as written on its plate.
import { useState } from 'preact/hooks';
import type { InstrumentView } from '../../core/shown/view.ts';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { keepVerification } from '../wire/api.ts';
import { DateField, Field } from './Field.tsx';
import { useCalling } from './polled.ts';

interface VerificationProps {
  instrument: string;
  verification: NonNullable<InstrumentView['verification']>;
  done: () => void;
  cancel: () => void;
}

export function Verification({ instrument, verification, done, cancel }: VerificationProps) {
  const { t } = useWords();
  const calling = useCalling();
  const [mark, setMark] = useState(verification.mark ?? '');
  const [until, setUntil] = useState(verification.until ?? '');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const answer = await calling.run(() =>
      keepVerification(instrument, {
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
      <Field
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
      {calling.trouble !== null && <TroubleText trouble={calling.trouble} />}
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
