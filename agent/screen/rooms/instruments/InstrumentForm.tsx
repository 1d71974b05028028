// Adding an instrument, or changing one: first the model, then only what that kind of instrument needs.
import { useEffect, useState } from 'preact/hooks';
import type { ModelView } from '../../../core/views/lookupViews.ts';
import { useQuery, useMutation } from '../../shared/requestHooks.ts';
import { useTranslator } from '../../shared/translator.ts';
import { ErrorMessage } from '../../shared/ErrorMessage.tsx';
import { addInstrument, changeInstrument, readInstrumentConfig, readModels } from '../../wire/agentClient.ts';
import {
  toInstrumentFormDraft,
  toInstrumentConfig,
  assignErrorsToFields,
  visibleFieldPaths,
  type InstrumentFormDraft,
  type InstrumentFormState,
} from './instrumentFormDraft.ts';
import { SiteFileErrorList } from './SiteFileErrorList.tsx';
import { SelectField, TextField } from './FormFields.tsx';
import { PortFields } from './PortFields.tsx';
import { ScaleFields } from './ScaleFields.tsx';
import type { RequestResult } from '../../shared/requestResult.ts';

interface InstrumentFormProps {
  /** The one to change; null: a new one. */
  change: string | null;
  /** Where it stands, or will, in the site file. */
  index: number;
  done: () => void;
  cancel: () => void;
}

const NEW: RequestResult<{ instrument: Record<string, unknown> }> = { ok: true, value: { instrument: {} } };

export function InstrumentForm({ change, index, done, cancel }: InstrumentFormProps) {
  const { t } = useTranslator();
  const models = useQuery(readModels, 'models');
  const entry = useQuery(() => (change === null ? Promise.resolve(NEW) : readInstrumentConfig(change)), change ?? '');
  const trouble = models.error ?? entry.error;
  if (trouble !== null)
    return (
      <div class="fields">
        <ErrorMessage trouble={trouble} />
        <button type="button" class="quiet" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    );
  if (models.value === null || entry.value === null) return <p class="hint">{t('loading')}</p>;
  return (
    <Fields
      first={toInstrumentFormDraft(entry.value.instrument)}
      models={models.value.models}
      change={change}
      index={index}
      done={done}
      cancel={cancel}
    />
  );
}

interface FieldsProps extends InstrumentFormProps {
  first: InstrumentFormDraft;
  models: ModelView[];
}

function Fields({ first, models, change, index, done, cancel }: FieldsProps) {
  const { t } = useTranslator();
  const calling = useMutation();
  const [draft, setDraft] = useState(first);
  const model = models.find((one) => one.model === draft.model) ?? null;
  const kind = model?.kind ?? null;
  const faults = assignErrorsToFields(calling.error?.faults ?? [], index, visibleFieldPaths(draft, kind));
  const prefix = change ?? 'new';
  const editing: InstrumentFormState = {
    draft,
    update: (part) => setDraft((before) => ({ ...before, ...part })),
    elementId: (field) => `${prefix}-${field}`,
    errorByField: faults.byField,
    model,
  };
  // Whoever cannot see the whole form is led to the first thing that is wrong.
  useEffect(() => {
    const [field] = faults.byField.keys();
    if (field !== undefined) document.getElementById(editing.elementId(field))?.focus();
  }, [calling.error]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (kind === null) return;
    const instrument = toInstrumentConfig(draft, kind);
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
            <TextField
              id={editing.elementId('region')}
              label={t('form.region')}
              hint={t('form.region-hint')}
              value={draft.region}
              change={(region) => editing.update({ region })}
              fault={faults.byField.get('region')}
              most={8}
            />
          )}
          <TextField
            id={editing.elementId('serialNumber')}
            label={t('form.serial-number')}
            hint={t('form.serial-number-hint')}
            value={draft.serialNumber}
            change={(serialNumber) => editing.update({ serialNumber })}
            fault={faults.byField.get('serialNumber')}
            most={60}
          />
        </>
      )}
      {calling.error !== null && <SiteFileErrorList trouble={calling.error} faults={faults.unassigned} />}
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

function ModelFields({
  editing,
  models,
  changing,
}: {
  editing: InstrumentFormState;
  models: ModelView[];
  changing: boolean;
}) {
  const { t } = useTranslator();
  const { draft, update, elementId, errorByField, model } = editing;
  const listed = [...models].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const choices = listed.map(({ model: value, name, kind }) => ({
    value,
    text: `${name} (${t(`kind.${kind}`)}, ${value})`,
  }));
  return (
    <>
      <SelectField
        id={elementId('model')}
        label={t('form.model')}
        hint={t('form.model-hint')}
        value={draft.model}
        change={(chosen) => update({ model: chosen })}
        fault={errorByField.get('model')}
        choices={[{ value: '', text: t('form.choose') }, ...choices]}
      />
      {model !== null && (
        <p class="model-facts">
          {t('form.wire', { wire: model.wire })} · {t('form.protocol', { protocol: model.protocol })}{' '}
          {model.note !== '' && <small lang="en">{model.note}</small>}
        </p>
      )}
      {model !== null && (
        <TextField
          id={elementId('id')}
          label={t('form.id')}
          hint={t(changing ? 'form.id-stays' : 'form.id-hint')}
          value={draft.id}
          change={(id) => update({ id })}
          fault={errorByField.get('id')}
          most={40}
          readOnly={changing}
        />
      )}
    </>
  );
}
