// Adding an instrument, or changing one: first the model, then only what that kind of instrument needs.
import { FormButtons } from '../../shared/FormButtons.tsx';
import { useEffect, useState } from 'preact/hooks';
import type { ModelView } from '../../../core/views/lookupViews.ts';
import { useLatestRef } from '../../shared/latestRef.ts';
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
  instrumentId: string | null;
  /** Where it stands, or will, in the site file. */
  index: number;
  onDone: () => void;
  onCancel: () => void;
}

const NEW_INSTRUMENT: RequestResult<{ instrument: Record<string, unknown> }> = { ok: true, value: { instrument: {} } };

export function InstrumentForm({ instrumentId, index, onDone, onCancel }: InstrumentFormProps) {
  const { t } = useTranslator();
  const models = useQuery(readModels, 'models');
  const config = useQuery(
    () => (instrumentId === null ? Promise.resolve(NEW_INSTRUMENT) : readInstrumentConfig(instrumentId)),
    instrumentId ?? '',
  );
  const error = models.error ?? config.error;
  if (error !== null)
    return (
      <div class="fields">
        <ErrorMessage error={error} />
        <button type="button" class="quiet" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    );
  if (models.value === null || config.value === null) return <p class="hint">{t('loading')}</p>;
  return (
    <InstrumentFieldsForm
      initialDraft={toInstrumentFormDraft(config.value.instrument)}
      models={models.value.models}
      instrumentId={instrumentId}
      index={index}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}

interface InstrumentFieldsFormProps extends InstrumentFormProps {
  initialDraft: InstrumentFormDraft;
  models: ModelView[];
}

function InstrumentFieldsForm(props: InstrumentFieldsFormProps) {
  const { initialDraft, models, instrumentId, index, onDone, onCancel } = props;
  const { t } = useTranslator();
  const mutation = useMutation();
  const [draft, setDraft] = useState(initialDraft);
  const model = models.find((candidate) => candidate.model === draft.model) ?? null;
  const kind = model?.kind ?? null;
  const fieldErrors = assignErrorsToFields(mutation.error?.faults ?? [], index, visibleFieldPaths(draft, kind));
  const prefix = instrumentId ?? 'new';
  const formState: InstrumentFormState = {
    draft,
    update: (part) => setDraft((previous) => ({ ...previous, ...part })),
    elementId: (field) => `${prefix}-${field}`,
    errorByField: fieldErrors.byField,
    model,
  };
  // Whoever cannot see the whole form is led to the first thing that is wrong.
  const [firstWrongField] = fieldErrors.byField.keys();
  const focusRef = useLatestRef(firstWrongField === undefined ? null : formState.elementId(firstWrongField));
  useEffect(() => {
    if (focusRef.current !== null) document.getElementById(focusRef.current)?.focus();
  }, [mutation.error, focusRef]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (kind === null) return;
    const instrument = toInstrumentConfig(draft, kind);
    const answer = await mutation.run(() =>
      instrumentId === null ? addInstrument(instrument) : changeInstrument(instrumentId, instrument),
    );
    if (answer?.ok) onDone();
  };
  return (
    <form class="fields" onSubmit={(event) => void submit(event)}>
      <h4>{instrumentId === null ? t('form.which') : t('form.changes', { instrument: instrumentId })}</h4>
      <ModelFields form={formState} models={models} isExisting={instrumentId !== null} />
      {kind !== null && <DeviceFields form={formState} kind={kind} />}
      {mutation.error !== null && <SiteFileErrorList error={mutation.error} siteFileErrors={fieldErrors.unassigned} />}
      <p class="hint">{t('form.what-happens')}</p>
      <FormButtons
        label={t(instrumentId === null ? 'form.add' : 'instruments.save')}
        disabled={mutation.busy || kind === null}
        onCancel={onCancel}
      />
    </form>
  );
}

/** What an instrument of this kind needs beside its model and id. */
function DeviceFields({ form, kind }: { form: InstrumentFormState; kind: ModelView['kind'] }) {
  const { t } = useTranslator();
  const { draft, update, elementId, errorByField } = form;
  return (
    <>
      <PortFields form={form} />
      {kind === 'scale' && <ScaleFields form={form} />}
      {kind === 'reader' && (
        <TextField
          id={elementId('region')}
          label={t('form.region')}
          hint={t('form.region-hint')}
          value={draft.region}
          onChange={(region) => update({ region })}
          error={errorByField.get('region')}
          maxCharacters={8}
        />
      )}
      <TextField
        id={elementId('serialNumber')}
        label={t('form.serial-number')}
        hint={t('form.serial-number-hint')}
        value={draft.serialNumber}
        onChange={(serialNumber) => update({ serialNumber })}
        error={errorByField.get('serialNumber')}
        maxCharacters={60}
      />
    </>
  );
}

function ModelFields({
  form,
  models,
  isExisting,
}: {
  form: InstrumentFormState;
  models: ModelView[];
  isExisting: boolean;
}) {
  const { t } = useTranslator();
  const { draft, update, elementId, errorByField, model } = form;
  const sortedModels = [...models].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const choices = sortedModels.map(({ model: value, name, kind }) => ({
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
        onChange={(chosen) => update({ model: chosen })}
        error={errorByField.get('model')}
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
          hint={t(isExisting ? 'form.id-stays' : 'form.id-hint')}
          value={draft.id}
          onChange={(id) => update({ id })}
          error={errorByField.get('id')}
          maxCharacters={40}
          readOnly={isExisting}
        />
      )}
    </>
  );
}
