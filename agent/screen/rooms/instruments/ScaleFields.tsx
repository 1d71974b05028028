// A scale's facts as on its verification plate (OIML R 76): class, unit, decimals, and Max, Min and e of each weighing
// range.
import { MASS_UNITS } from '../../../../drivers/contract/mass.ts';
import { useTranslator } from '../../shared/translator.ts';
import { MAX_WEIGHING_RANGES, type WeighingRangeDraft, type InstrumentFormState } from './instrumentFormDraft.ts';
import { SelectField, TextField } from './FormFields.tsx';

const plain = (value: string): { value: string; text: string } => ({ value, text: value });

export function ScaleFields({ editing }: { editing: InstrumentFormState }) {
  const { t } = useTranslator();
  const { draft, update, elementId, errorByField } = editing;
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
          change={(value) => update({ class: value })}
          fault={errorByField.get('scale.class')}
          choices={['II', 'III', 'IIII'].map(plain)}
        />
        <SelectField
          id={elementId('scale.unit')}
          label={t('form.unit')}
          value={draft.unit}
          change={(unit) => update({ unit })}
          fault={errorByField.get('scale.unit')}
          choices={MASS_UNITS.map(plain)}
        />
        <TextField
          id={elementId('scale.decimals')}
          label={t('form.decimals')}
          hint={t('form.decimals-hint')}
          inputMode="numeric"
          value={draft.decimals}
          change={(decimals) => update({ decimals })}
          fault={errorByField.get('scale.decimals')}
          most={1}
        />
      </div>
      {ranges.map((range, index) => (
        <RangeFields key={index} editing={editing} range={range} index={index} />
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
  editing: { draft, update, elementId, errorByField },
  range,
  index,
}: {
  editing: InstrumentFormState;
  range: WeighingRangeDraft;
  index: number;
}) {
  const { t } = useTranslator();
  const put = (part: Partial<WeighingRangeDraft>): void =>
    update({ ranges: draft.ranges.map((one, at) => (at === index ? { ...one, ...part } : one)) });
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
            change={(value) => put({ [part]: value })}
            fault={errorByField.get(path)}
            most={16}
          />
        );
      })}
    </div>
  );
}
