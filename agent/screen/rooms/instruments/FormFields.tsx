// One labelled field with its hint, and beside it what the server says is wrong with it.
import { Icon } from '../../shared/Icon.tsx';
import { SiteFileErrorText } from './SiteFileErrorList.tsx';
import type { SiteFileError } from '../../shared/requestResult.ts';

interface TextFieldProps {
  /** Unique on the page. */
  id: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  error?: SiteFileError | undefined;
  inputMode?: 'text' | 'decimal' | 'numeric';
  maxCharacters?: number;
  readOnly?: boolean;
}

export function TextField({
  id,
  label,
  hint,
  value,
  onChange,
  error,
  inputMode = 'text',
  maxCharacters = 255,
  readOnly = false,
}: TextFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={inputMode}
        maxLength={maxCharacters}
        readOnly={readOnly}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

export function DateField({
  id,
  label,
  hint,
  value,
  onChange,
}: Pick<TextFieldProps, 'id' | 'label' | 'hint' | 'value' | 'onChange'>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        aria-describedby={`${id}-hint`}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <FieldNotes id={id} hint={hint} error={undefined} />
    </div>
  );
}

interface SelectFieldProps {
  id: string;
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  error?: SiteFileError | undefined;
  choices: readonly { value: string; text: string }[];
}

export function SelectField({ id, label, hint, value, onChange, error, choices }: SelectFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}

function FieldNotes({ id, hint, error }: { id: string; hint: string | undefined; error: SiteFileError | undefined }) {
  return (
    <>
      <span id={`${id}-hint`} class="hint">
        {hint}
      </span>
      <span id={`${id}-fault`} class="field-fault">
        {error !== undefined && (
          <>
            <Icon shape="hand" /> <SiteFileErrorText siteFileError={error} />
          </>
        )}
      </span>
    </>
  );
}
