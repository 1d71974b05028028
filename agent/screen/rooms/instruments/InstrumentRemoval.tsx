// Taking an instrument out of the site file: asked once more, because the line goes quiet at once.
import { useEffect, useRef } from 'preact/hooks';
import type { InstrumentView } from '../../../core/views/stateView.ts';
import { Icon } from '../../shared/Icon.tsx';
import { useTranslator } from '../../shared/translator.ts';
import { removeInstrument } from '../../wire/agentClient.ts';
import { SiteFileErrorList } from './SiteFileErrorList.tsx';
import { useMutation } from '../../shared/requestHooks.ts';

export function InstrumentRemoval({
  instrument,
  onDone,
  onCancel,
}: {
  instrument: InstrumentView;
  onDone: () => void;
  onCancel: () => void;
}) {
  const { t } = useTranslator();
  const mutation = useMutation();
  const keepButtonRef = useRef<HTMLButtonElement>(null);
  useEffect(() => keepButtonRef.current?.focus(), []);
  const id = instrument.instrument;
  const remove = async (): Promise<void> => {
    const answer = await mutation.run(() => removeInstrument(id));
    if (answer?.ok) onDone();
  };
  return (
    <div class="fields" role="group" aria-label={t('instruments.remove')}>
      <p class="health bad">
        <Icon shape="hand" /> <strong>{t('removal.sure', { instrument: id })}</strong>
      </p>
      <p class="hint">
        {instrument.stations.length > 0
          ? t('removal.in-use', { stations: instrument.stations.join(', ') })
          : t('removal.kept')}
      </p>
      {mutation.error !== null && (
        <SiteFileErrorList error={mutation.error} siteFileErrors={mutation.error.faults ?? []} />
      )}
      <div class="choices">
        <button type="button" disabled={mutation.busy} onClick={() => void remove()}>
          {t('removal.do')}
        </button>
        <button ref={keepButtonRef} type="button" class="quiet" onClick={onCancel}>
          {t('removal.stay')}
        </button>
      </div>
    </div>
  );
}
