// The instruments of the base and the link to headquarters. A technician changes; a supervisor looks.
import { useState } from 'preact/hooks';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { readInstruments } from '../../wire/agentClient.ts';
import '../../style/instruments.css';
import { InstrumentCard } from './InstrumentCard.tsx';
import { InstrumentForm } from './InstrumentForm.tsx';
import { LinkCard } from './LinkCard.tsx';
import type { RoomProps } from '../../frame/route.ts';
import { usePolledQuery } from '../../shared/requestHooks.ts';

const POLL_INTERVAL_MS = 2000;

export function InstrumentsRoom({ state, currentOperator }: RoomProps) {
  const { t } = useTranslator();
  const { value, error, refetch } = usePolledQuery(readInstruments, POLL_INTERVAL_MS);
  const [isAdding, setIsAdding] = useState(false);
  const mayChange = currentOperator.roles.includes('technician');
  const instruments = value?.instruments ?? [];
  return (
    <div class="instruments">
      <h2>{t('instruments.title')}</h2>
      <LinkCard link={state.link} ledger={state.ledger} />
      {error !== null && <ErrorMessage error={error} />}
      {value === null && error === null && <p class="waiting">{t('loading')}</p>}
      {!mayChange && <p class="hint">{t('instruments.read-only')}</p>}
      {mayChange && !isAdding && (
        <p>
          <button type="button" onClick={() => setIsAdding(true)}>
            {t('instruments.add')}
          </button>
        </p>
      )}
      {isAdding && (
        <section class="card" aria-label={t('instruments.add')}>
          <h3>{t('instruments.add')}</h3>
          <InstrumentForm
            instrumentId={null}
            index={instruments.length}
            onDone={() => {
              setIsAdding(false);
              refetch();
            }}
            onCancel={() => setIsAdding(false)}
          />
        </section>
      )}
      <ul class="instrument-list">
        {instruments.map((instrument, index) => (
          <li key={instrument.instrument}>
            <InstrumentCard instrument={instrument} index={index} mayChange={mayChange} onChanged={refetch} />
          </li>
        ))}
      </ul>
    </div>
  );
}
