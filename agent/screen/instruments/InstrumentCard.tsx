// One instrument: how it is, what it says, and what a technician can do with it – one thing at a time.
import { useState } from 'preact/hooks';
import type { InstrumentView } from '../../core/shown/view.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { InstrumentFacts } from './InstrumentFacts.tsx';
import { HEALTH_SIGNS, healthOf, troubleParts } from './health.ts';
import { InstrumentForm } from './InstrumentForm.tsx';
import { Removal } from './Removal.tsx';
import { TestRead } from './TestRead.tsx';
import { Verification } from './Verification.tsx';

interface InstrumentCardProps {
  instrument: InstrumentView;
  /** Where it stands in the site file. */
  index: number;
  mayChange: boolean;
  refresh: () => void;
}

type Doing = 'verify' | 'change' | 'remove' | null;

export function InstrumentCard({ instrument, index, mayChange, refresh }: InstrumentCardProps) {
  const { t } = useWords();
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
          <TestRead instrument={id} />
        </div>
      )}
      {doing === 'verify' && instrument.verification !== null && (
        <Verification instrument={id} verification={instrument.verification} done={done} cancel={end} />
      )}
      {doing === 'change' && <InstrumentForm change={id} index={index} done={done} cancel={end} />}
      {doing === 'remove' && <Removal instrument={instrument} done={done} cancel={end} />}
    </section>
  );
}

function HealthLine({ instrument }: { instrument: InstrumentView }) {
  const { t, named } = useWords();
  const health = healthOf(instrument);
  const { shape, mood } = HEALTH_SIGNS[health];
  const { code, detail } = troubleParts(instrument.trouble);
  return (
    <p class={`health ${mood}`}>
      <Sign shape={shape} /> <strong>{t(`health.${health}`)}</strong>
      {instrument.trouble !== '' && (
        <span class="why">
          {code !== '' && named('fault', code)} {detail !== '' && <small lang="en">{detail}</small>}
        </span>
      )}
    </p>
  );
}
