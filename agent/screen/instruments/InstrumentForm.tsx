// Adding an instrument, or changing one: first the model, then only what that kind of instrument needs.
import { useEffect, useState } from 'preact/hooks';
import type { ModelView } from '../../core/shown/lookup.ts';
import { useLoaded } from '../shared/loaded.ts';
import { useWords } from '../shared/text.ts';
import { TroubleText } from '../shared/TroubleLine.tsx';
import { addInstrument, changeInstrument, readInstrumentEntry, readModels, type Answer } from '../wire/api.ts';
import { draftOf, entryOf, placeFaults, shownFields, type Draft } from './draft.ts';
import { FaultList } from './FaultList.tsx';
import { Choice, Field } from './Field.tsx';
import type { Editing } from './editing.ts';
import { useCalling } from './polled.ts';
import { PortFields } from './PortFields.tsx';
import { ScaleFields } from './ScaleFields.tsx';

interface InstrumentFormProps {
  /** The one to change; null: a new one. */
  change: string | null;
  /** Where it stands, or will, in the site file. */
  index: number;
  done: () => void;
  cancel: () => void;
}

const NEW: Answer<{ instrument: Record<string, unknown> }> = { ok: true, value: { instrument: {} } };

export function InstrumentForm({ change, index, done, cancel }: InstrumentFormProps) {
  const { t } = useWords();
  const models = useLoaded(readModels, 'models');
  const entry = useLoaded(() => (change === null ? Promise.resolve(NEW) : readInstrumentEntry(change)), change ?? '');
  const trouble = models.trouble ?? entry.trouble;
  if (trouble !== null)
    return (
      <div class="fields">
        <TroubleText trouble={trouble} />
        <button type="button" class="quiet" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    );
  if (models.value === null || entry.value === null) return <p class="hint">{t('loading')}</p>;
  return (
    <Fields
      first={draftOf(entry.value.instrument)}
      models={models.value.models}
      change={change}
      index={index}
      done={done}
      cancel={cancel}
    />
  );
}

interface FieldsProps extends InstrumentFormProps {
  first: Draft;
  models: ModelView[];
}

function Fields({ first, models, change, index, done, cancel }: FieldsProps) {
  const { t } = useWords();
  const calling = useCalling();
  const [draft, setDraft] = useState(first);
  const model = models.find((one) => one.model === draft.model) ?? null;
  const kind = model?.kind ?? null;
  const faults = placeFaults(calling.trouble?.faults ?? [], index, shownFields(draft, kind));
  const prefix = change ?? 'new';
  const editing: Editing = {
    draft,
    set: (part) => setDraft((before) => ({ ...before, ...part })),
    idOf: (field) => `${prefix}-${field}`,
    faultAt: faults.at,
    model,
  };
  // Whoever cannot see the whole form is led to the first thing that is wrong.
  useEffect(() => {
    const [field] = faults.at.keys();
    if (field !== undefined) document.getElementById(editing.idOf(field))?.focus();
  }, [calling.trouble]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (kind === null) return;
    const instrument = entryOf(draft, kind);
    const answer = await calling.run(() =>
      change === null ? addInstrument(instrument) : changeInstrument(change, instrument),
    );
    if (answer?.ok) done();
  };
  return (
    <form class="fields" onSubmit={(event) => void submit(event)}>
      <h4>{change === null ? t('form.which') : t('form.changes', { instrument: change })}</h4>
      <ModelFields editing={editing} models={models} changing={change !== null} />
      {kind !== null && (
        <>
          <PortFields editing={editing} />
          {kind === 'scale' && <ScaleFields editing={editing} />}
          {kind === 'reader' && (
            <Field
              id={editing.idOf('region')}
              label={t('form.region')}
              hint={t('form.region-hint')}
              value={draft.region}
              change={(region) => editing.set({ region })}
              fault={faults.at.get('region')}
              most={8}
            />
          )}
          <Field
            id={editing.idOf('serialNumber')}
            label={t('form.serial-number')}
            hint={t('form.serial-number-hint')}
            value={draft.serialNumber}
            change={(serialNumber) => editing.set({ serialNumber })}
            fault={faults.at.get('serialNumber')}
            most={60}
          />
        </>
      )}
      {calling.trouble !== null && <FaultList trouble={calling.trouble} faults={faults.elsewhere} />}
      <p class="hint">{t('form.what-happens')}</p>
      <div class="choices">
        <button type="submit" class="main" disabled={calling.busy || kind === null}>
          {t(change === null ? 'form.add' : 'instruments.save')}
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

function ModelFields({ editing, models, changing }: { editing: Editing; models: ModelView[]; changing: boolean }) {
  const { t } = useWords();
  const { draft, set, idOf, faultAt, model } = editing;
  const listed = [...models].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const choices = listed.map(({ model: value, name, kind }) => ({
    value,
    text: `${name} (${t(`kind.${kind}`)}, ${value})`,
  }));
  return (
    <>
      <Choice
        id={idOf('model')}
        label={t('form.model')}
        hint={t('form.model-hint')}
        value={draft.model}
        change={(chosen) => set({ model: chosen })}
        fault={faultAt.get('model')}
        choices={[{ value: '', text: t('form.choose') }, ...choices]}
      />
      {model !== null && (
        <p class="model-facts">
          {t('form.wire', { wire: model.wire })} · {t('form.protocol', { protocol: model.protocol })}{' '}
          {model.note !== '' && <small lang="en">{model.note}</small>}
        </p>
      )}
      {model !== null && (
        <Field
          id={idOf('id')}
          label={t('form.id')}
          hint={t(changing ? 'form.id-stays' : 'form.id-hint')}
          value={draft.id}
          change={(id) => set({ id })}
          fault={faultAt.get('id')}
          most={40}
          readOnly={changing}
        />
      )}
    </>
  );
}
