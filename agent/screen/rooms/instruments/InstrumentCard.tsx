// One instrument: how it is, what it says, and what a technician can do with it – one thing at a time.
import { useState } from 'preact/hooks';
import type { InstrumentView } from '../../../core/views/stateView.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { InstrumentFacts } from './InstrumentFacts.tsx';
import { INSTRUMENT_STATUS_ICONS, classifyInstrument, parseFaultText } from './instrumentStatus.ts';
import { InstrumentForm } from './InstrumentForm.tsx';
import { InstrumentRemoval } from './InstrumentRemoval.tsx';
import { TestReadPanel } from './TestReadPanel.tsx';
import { VerificationForm } from './VerificationForm.tsx';

interface InstrumentCardProps {
  instrument: InstrumentView;
  /** Where it stands in the site file. */
  index: number;
  mayChange: boolean;
  onChanged: () => void;
}

type FormName = 'verify' | 'change' | 'remove' | null;

export function InstrumentCard({ instrument, index, mayChange, onChanged }: InstrumentCardProps) {
  const { t } = useTranslator();
  const [openForm, setOpenForm] = useState<FormName>(null);
  const id = instrument.instrument;
  const closeForm = (): void => setOpenForm(null);
  const finish = (): void => {
    setOpenForm(null);
    onChanged();
  };
  return (
    <section class="card instrument" aria-labelledby={`instrument-${id}`}>
      <h3 id={`instrument-${id}`}>
        {id} <small>{instrument.model}</small>
      </h3>
      <StatusLine instrument={instrument} />
      <InstrumentFacts instrument={instrument} />
      {mayChange && openForm === null && (
        <div class="choices">
          {instrument.verification !== null && (
            <button type="button" onClick={() => setOpenForm('verify')}>
              {t('instruments.verify')}
            </button>
          )}
          <button type="button" onClick={() => setOpenForm('change')}>
            {t('instruments.change')}
          </button>
          <button type="button" class="quiet" onClick={() => setOpenForm('remove')}>
            {t('instruments.remove')}
          </button>
          <TestReadPanel instrument={id} />
        </div>
      )}
      {openForm === 'verify' && instrument.verification !== null && (
        <VerificationForm instrument={id} verification={instrument.verification} onDone={finish} onCancel={closeForm} />
      )}
      {openForm === 'change' && <InstrumentForm instrumentId={id} index={index} onDone={finish} onCancel={closeForm} />}
      {openForm === 'remove' && <InstrumentRemoval instrument={instrument} onDone={finish} onCancel={closeForm} />}
    </section>
  );
}

function StatusLine({ instrument }: { instrument: InstrumentView }) {
  const { t, codeText } = useTranslator();
  const status = classifyInstrument(instrument);
  const { shape, tone } = INSTRUMENT_STATUS_ICONS[status];
  const { code, detail } = parseFaultText(instrument.trouble);
  return (
    <p class={`health ${tone}`}>
      <Icon shape={shape} /> <strong>{t(`instrument-status.${status}`)}</strong>
      {instrument.trouble !== '' && (
        <span class="why">
          {code !== '' && codeText('fault', code)} {detail !== '' && <small lang="en">{detail}</small>}
        </span>
      )}
    </p>
  );
}
