// A scale's facts as on its verification plate (OIML R 76): class, unit, decimals, and Max, Min and e of each weighing
// range.
import { MASS_UNITS } from '../../../drivers/contract/mass.ts';
import { useWords } from '../shared/text.ts';
import { RANGES_MOST, type RangeDraft } from './draft.ts';
import type { Editing } from './editing.ts';
import { Choice, Field } from './Field.tsx';

const plain = (value: string): { value: string; text: string } => ({ value, text: value });

export function ScaleFields({ editing }: { editing: Editing }) {
  const { t } = useWords();
  const { draft, set, idOf, faultAt } = editing;
  const { ranges } = draft;
  return (
    <fieldset>
      <legend>{t('form.scale')}</legend>
      <p class="hint">{t('form.scale-hint')}</p>
      <div class="field-row">
        <Choice
          id={idOf('scale.class')}
          label={t('form.class')}
          value={draft.class}
          change={(value) => set({ class: value })}
          fault={faultAt.get('scale.class')}
          choices={['II', 'III', 'IIII'].map(plain)}
        />
        <Choice
          id={idOf('scale.unit')}
          label={t('form.unit')}
          value={draft.unit}
          change={(unit) => set({ unit })}
          fault={faultAt.get('scale.unit')}
          choices={MASS_UNITS.map(plain)}
        />
        <Field
          id={idOf('scale.decimals')}
          label={t('form.decimals')}
          hint={t('form.decimals-hint')}
          inputMode="numeric"
          value={draft.decimals}
          change={(decimals) => set({ decimals })}
          fault={faultAt.get('scale.decimals')}
          most={1}
        />
      </div>
      {ranges.map((range, index) => (
        <RangeFields key={index} editing={editing} range={range} index={index} />
      ))}
      <div class="choices">
        {ranges.length < RANGES_MOST && (
          <button
            type="button"
            class="quiet"
            onClick={() => set({ ranges: [...ranges, { max: '', min: '', interval: '' }] })}
          >
            {t('form.range-add')}
          </button>
        )}
        {ranges.length > 1 && (
          <button type="button" class="quiet" onClick={() => set({ ranges: ranges.slice(0, -1) })}>
            {t('form.range-remove')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

function RangeFields({
  editing: { draft, set, idOf, faultAt },
  range,
  index,
}: {
  editing: Editing;
  range: RangeDraft;
  index: number;
}) {
  const { t } = useWords();
  const put = (part: Partial<RangeDraft>): void =>
    set({ ranges: draft.ranges.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <div class="field-row" role="group" aria-label={t('form.range', { number: index + 1 })}>
      {(['max', 'min', 'interval'] as const).map((part) => {
        const path = `scale.ranges[${index}].${part}`;
        return (
          <Field
            key={part}
            id={idOf(path)}
            label={t(`range.${part}`, { number: index + 1, unit: draft.unit })}
            inputMode="decimal"
            value={range[part]}
            change={(value) => put({ [part]: value })}
            fault={faultAt.get(path)}
            most={16}
          />
        );
      })}
    </div>
  );
}
