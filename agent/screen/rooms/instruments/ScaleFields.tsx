// A scale's facts as on its verification plate (OIML R 76): class, unit, decimals, and Max, Min and e of each weighing
// range.
import { MASS_UNITS } from '../../../../drivers/contract/mass.ts';
import { useTranslator } from '../../shared/translator.ts';
import { MAX_WEIGHING_RANGES, type WeighingRangeDraft, type InstrumentFormState } from './instrumentFormDraft.ts';
import { SelectField, TextField } from './FormFields.tsx';

const toChoice = (value: string): { value: string; text: string } => ({ value, text: value });

export function ScaleFields({ form }: { form: InstrumentFormState }) {
  const { t } = useTranslator();
  const { draft, update, elementId, errorByField } = form;
  const { ranges } = draft;
  return (
    <fieldset>
      <legend>{t('form.scale')}</legend>
      <p class="hint">{t('form.scale-hint')}</p>
      <div class="field-row">
        <SelectField
          id={elementId('scale.class')}
          label={t('form.class')}
          value={draft.class}
          onChange={(value) => update({ class: value })}
          error={errorByField.get('scale.class')}
          choices={['II', 'III', 'IIII'].map(toChoice)}
        />
        <SelectField
          id={elementId('scale.unit')}
          label={t('form.unit')}
          value={draft.unit}
          onChange={(unit) => update({ unit })}
          error={errorByField.get('scale.unit')}
          choices={MASS_UNITS.map(toChoice)}
        />
        <TextField
          id={elementId('scale.decimals')}
          label={t('form.decimals')}
          hint={t('form.decimals-hint')}
          inputMode="numeric"
          value={draft.decimals}
          onChange={(decimals) => update({ decimals })}
          error={errorByField.get('scale.decimals')}
          maxCharacters={1}
        />
      </div>
      {ranges.map((range, index) => (
        <RangeFields key={index} form={form} range={range} index={index} />
      ))}
      <div class="choices">
        {ranges.length < MAX_WEIGHING_RANGES && (
          <button
            type="button"
            class="quiet"
            onClick={() => update({ ranges: [...ranges, { max: '', min: '', interval: '' }] })}
          >
            {t('form.range-add')}
          </button>
        )}
        {ranges.length > 1 && (
          <button type="button" class="quiet" onClick={() => update({ ranges: ranges.slice(0, -1) })}>
            {t('form.range-remove')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

function RangeFields({
  form: { draft, update, elementId, errorByField },
  range,
  index,
}: {
  form: InstrumentFormState;
  range: WeighingRangeDraft;
  index: number;
}) {
  const { t } = useTranslator();
  const updateRange = (part: Partial<WeighingRangeDraft>): void =>
    update({
      ranges: draft.ranges.map((existing, position) => (position === index ? { ...existing, ...part } : existing)),
    });
  return (
    <div class="field-row" role="group" aria-label={t('form.range', { number: index + 1 })}>
      {(['max', 'min', 'interval'] as const).map((part) => {
        const path = `scale.ranges[${index}].${part}`;
        return (
          <TextField
            key={part}
            id={elementId(path)}
            label={t(`range.${part}`, { number: index + 1, unit: draft.unit })}
            inputMode="decimal"
            value={range[part]}
            onChange={(value) => updateRange({ [part]: value })}
            error={errorByField.get(path)}
            maxCharacters={16}
          />
        );
      })}
    </div>
  );
}
