// One labelled field with its hint, and beside it what the server says is wrong with it.
import { Icon } from '../../shared/Icon.tsx';
import { SiteFileErrorText } from './SiteFileErrorList.tsx';
import type { SiteFileError } from '../../shared/requestResult.ts';

interface FieldProps {
  /** Unique on the page. */
  id: string;
  label: string;
  hint?: string;
  value: string;
  change: (value: string) => void;
  fault?: SiteFileError | undefined;
  inputMode?: 'text' | 'decimal' | 'numeric';
  most?: number;
  readOnly?: boolean;
}

export function TextField({
  id,
  label,
  hint,
  value,
  change,
  fault,
  inputMode = 'text',
  most = 255,
  readOnly = false,
}: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        maxLength={most}
        readOnly={readOnly}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <FieldNotes id={id} hint={hint} fault={fault} />
    </div>
  );
}

export function DateField({
  id,
  label,
  hint,
  value,
  change,
}: Pick<FieldProps, 'id' | 'label' | 'hint' | 'value' | 'change'>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <FieldNotes id={id} hint={hint} fault={undefined} />
    </div>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  hint?: string;
  value: string;
  change: (value: string) => void;
  fault?: SiteFileError | undefined;
  choices: readonly { value: string; text: string }[];
}

export function SelectField({ id, label, hint, value, change, fault, choices }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
      <FieldNotes id={id} hint={hint} fault={fault} />
    </div>
  );
}

function FieldNotes({ id, hint, fault }: { id: string; hint: string | undefined; fault: SiteFileError | undefined }) {
  return (
    <>
      <span id={`${id}-hint`} class="hint">
        {hint}
      </span>
      <span id={`${id}-fault`} class="field-fault">
        {fault !== undefined && (
          <>
            <Icon shape="hand" /> <SiteFileErrorText fault={fault} />
          </>
        )}
      </span>
    </>
  );
}
