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
  refresh: () => void;
}

type Doing = 'verify' | 'change' | 'remove' | null;

export function InstrumentCard({ instrument, index, mayChange, refresh }: InstrumentCardProps) {
  const { t } = useTranslator();
  const [doing, setDoing] = useState<Doing>(null);
  const id = instrument.instrument;
  const end = (): void => setDoing(null);
  const done = (): void => {
    setDoing(null);
    refresh();
  };
  return (
    <section class="card instrument" aria-labelledby={`instrument-${id}`}>
      <h3 id={`instrument-${id}`}>
        {id} <small>{instrument.model}</small>
      </h3>
      <HealthLine instrument={instrument} />
      <InstrumentFacts instrument={instrument} />
      {mayChange && doing === null && (
        <div class="choices">
          {instrument.verification !== null && (
            <button type="button" onClick={() => setDoing('verify')}>
              {t('instruments.verify')}
            </button>
          )}
          <button type="button" onClick={() => setDoing('change')}>
            {t('instruments.change')}
          </button>
          <button type="button" class="quiet" onClick={() => setDoing('remove')}>
            {t('instruments.remove')}
          </button>
          <TestReadPanel instrument={id} />
        </div>
      )}
      {doing === 'verify' && instrument.verification !== null && (
        <VerificationForm instrument={id} verification={instrument.verification} done={done} cancel={end} />
      )}
      {doing === 'change' && <InstrumentForm change={id} index={index} done={done} cancel={end} />}
      {doing === 'remove' && <InstrumentRemoval instrument={instrument} done={done} cancel={end} />}
    </section>
  );
}

function HealthLine({ instrument }: { instrument: InstrumentView }) {
  const { t, codeText } = useTranslator();
  const health = classifyInstrument(instrument);
  const { shape, mood } = INSTRUMENT_STATUS_ICONS[health];
  const { code, detail } = parseFaultText(instrument.trouble);
  return (
    <p class={`health ${mood}`}>
      <Icon shape={shape} /> <strong>{t(`health.${health}`)}</strong>
      {instrument.trouble !== '' && (
        <span class="why">
          {code !== '' && codeText('fault', code)} {detail !== '' && <small lang="en">{detail}</small>}
        </span>
      )}
    </p>
  );
}
