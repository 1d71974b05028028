// The instruments of the base and the link to headquarters. A technician changes; a supervisor looks.
import { useState } from 'preact/hooks';
import type { RoomProps } from '../shell/roomProps.ts';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { readInstruments } from '../wire/api.ts';
import '../style/instruments.css';
import { InstrumentCard } from './InstrumentCard.tsx';
import { InstrumentForm } from './InstrumentForm.tsx';
import { LinkCard } from './LinkCard.tsx';
import { usePolled } from './polled.ts';

const EVERY_MS = 2000;

export function Instruments({ state, who }: RoomProps) {
  const { t } = useWords();
  const { value, trouble, refresh } = usePolled(readInstruments, EVERY_MS);
  const [adding, setAdding] = useState(false);
  const mayChange = who.roles.includes('technician');
  const instruments = value?.instruments ?? [];
  return (
    <div class="instruments">
      <h2>{t('instruments.title')}</h2>
      <LinkCard link={state.link} ledger={state.ledger} />
      {trouble !== null && <TroubleText trouble={trouble} />}
      {value === null && trouble === null && <p class="waiting">{t('loading')}</p>}
      {!mayChange && <p class="hint">{t('instruments.read-only')}</p>}
      {mayChange && !adding && (
        <p>
          <button type="button" onClick={() => setAdding(true)}>
            {t('instruments.add')}
          </button>
        </p>
      )}
      {adding && (
        <section class="card" aria-label={t('instruments.add')}>
          <h3>{t('instruments.add')}</h3>
          <InstrumentForm
            change={null}
            index={instruments.length}
            done={() => {
              setAdding(false);
              refresh();
            }}
            cancel={() => setAdding(false)}
          />
        </section>
      )}
      <ul class="instrument-list">
        {instruments.map((instrument, index) => (
          <li key={instrument.instrument}>
            <InstrumentCard instrument={instrument} index={index} mayChange={mayChange} refresh={refresh} />
          </li>
        ))}
      </ul>
    </div>
  );
}
