// One action at a station: its fields, and the list of scanned packages where there is one. While it is open, scans
// come here.
import { useState } from 'preact/hooks';
import { CodeField } from '../../shared/CodeField.tsx';
import { limitInput } from '../../shared/limitInput.ts';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { useCommandSender, type CommandSender } from '../../wire/commandSender.ts';
import type { NamedCode } from '../../../core/model/proofs.ts';
import type { StationAction, StationActionField } from './stationActionFields.ts';
import type { StationActionName } from './stationActions.ts';
import { CONTROL_CODES } from './scanAction.ts';

interface StationActionFormProps {
  name: StationActionName;
  action: StationAction;
  /** True: done. */
  onLeave: (isDone: boolean) => void;
}

/** Full-width digits and the point of a Japanese keyboard are the same number. */
const normalizeText = (field: StationActionField, text: string): string =>
  (field.kind === 'kg' ? text.normalize('NFKC') : text).trim();

export function StationActionForm({ name, action, onLeave }: StationActionFormProps) {
  const { t } = useTranslator();
  const commandSender = useCommandSender();
  const { text, setField, codes, add, drop, isFull } = useActionInput(action);
  const lacksCodes = action.codes !== null && codes.length < action.codes.min;
  const texts = new Map(action.fields.map((field) => [field.name, normalizeText(field, text[field.name] ?? '')]));
  const lacksText = action.fields.some((field) => field.optional !== true && texts.get(field.name) === '');
  const send = async (): Promise<void> => {
    if (lacksCodes || lacksText) return;
    if (await commandSender.send(action.toCommand((name) => texts.get(name) ?? '', codes))) onLeave(true);
  };
  const codeField = action.fields.find((field) => field.kind === 'code');
  useScanHandler((code) => {
    if (code === CONTROL_CODES.no) onLeave(false);
    else if (code === CONTROL_CODES.yes) void send();
    else if (Object.values<string>(CONTROL_CODES).includes(code)) return false;
    else if (action.codes !== null) add({ code, how: 'scanned' });
    else if (codeField !== undefined) setField(codeField, code);
    else return false;
    return true;
  });
  return (
    <section class="act" aria-labelledby={`act-${name}`}>
      <h3 id={`act-${name}`}>{t(`action.${name}`)}</h3>
      <p class="hint">{t(`action.${name}.why`)}</p>
      {action.codes !== null && (
        <CodeList
          codes={codes}
          onAdd={add}
          onRemove={drop}
          busy={commandSender.busy}
          maxCodes={isFull ? action.codes.max : null}
        />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {action.fields.map((field) => (
          <ActionField key={field.name} field={field} value={text[field.name] ?? ''} setField={setField} />
        ))}
        {action.codes !== null && lacksCodes && (
          <p class="hint">{t('action.codes.least', { count: action.codes.min })}</p>
        )}
        <CommandErrorMessage commandSender={commandSender} />
        <FormButtons name={name} commandSender={commandSender} isReady={!lacksCodes} onLeave={() => onLeave(false)} />
      </form>
    </section>
  );
}

type FieldTexts = Readonly<Partial<Record<StationActionField['name'], string>>>;

function useActionInput(action: StationAction): {
  text: FieldTexts;
  setField: (field: StationActionField, text: string) => void;
  codes: readonly NamedCode[];
  add: (named: NamedCode) => void;
  drop: (code: string) => void;
  isFull: boolean;
} {
  const [text, setText] = useState<FieldTexts>({});
  const [codes, setCodes] = useState<readonly NamedCode[]>([]);
  const maxCodes = action.codes?.max ?? 0;
  return {
    text,
    setField: (field, typed) => setText((previous) => ({ ...previous, [field.name]: typed })),
    codes,
    // The same package twice is one package; once its label was scanned it counts as scanned.
    add: (named) =>
      setCodes((previous) => {
        const isListed = previous.some(({ code }) => code === named.code);
        if (isListed) return previous.map((one) => (one.code === named.code && named.how === 'scanned' ? named : one));
        return previous.length >= maxCodes ? previous : [...previous, named];
      }),
    drop: (code) => setCodes((previous) => previous.filter((listed) => listed.code !== code)),
    isFull: codes.length >= maxCodes,
  };
}

function FormButtons({
  name,
  commandSender,
  isReady,
  onLeave,
}: {
  name: StationActionName;
  commandSender: CommandSender;
  isReady: boolean;
  onLeave: () => void;
}) {
  const { t } = useTranslator();
  return (
    <div class="choices">
      <button type="submit" class="main" disabled={commandSender.busy || !isReady}>
        {t(`action.${name}.do`)}
      </button>
      <button type="button" class="quiet" onClick={onLeave}>
        {t('cancel')}
      </button>
    </div>
  );
}

function ActionField({
  field,
  value,
  setField,
}: {
  field: StationActionField;
  value: string;
  setField: (field: StationActionField, text: string) => void;
}) {
  const { t } = useTranslator();
  const label = `${t(`action.field.${field.name}`)}${field.optional === true ? ` ${t('action.optional')}` : ''}`;
  if (field.kind === 'choice')
    return (
      <label>
        {label}
        <select required value={value} onChange={(event) => setField(field, event.currentTarget.value)}>
          <option value="">{t('action.choose')}</option>
          {field.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <label>
      {label}
      <input
        required={field.optional !== true}
        inputMode={field.kind === 'kg' ? 'decimal' : 'text'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        onInput={(event) => setField(field, limitInput(event.currentTarget, field.maxCharacters ?? 12))}
      />
    </label>
  );
}

interface CodeListProps {
  codes: readonly NamedCode[];
  onAdd: (named: NamedCode) => void;
  onRemove: (code: string) => void;
  busy: boolean;
  /** The most codes, once there are as many; null: more may be added. */
  maxCodes: number | null;
}

function CodeList({ codes, onAdd, onRemove, busy, maxCodes }: CodeListProps) {
  const { t } = useTranslator();
  const addTyped = (code: string): Promise<boolean> => {
    onAdd({ code, how: 'typed' });
    return Promise.resolve(true);
  };
  return (
    <div class="codes">
      <CodeField label={t('action.codes')} button={t('action.codes.add')} busy={busy} focusOnMount onCode={addTyped} />
      <p role="status">
        {maxCodes === null
          ? t('action.codes.count', { count: codes.length })
          : t('action.codes.full', { count: maxCodes })}
      </p>
      <ul>
        {codes.map(({ code }) => (
          <li key={code}>
            <span class="mark">{code}</span>
            <button
              type="button"
              class="quiet"
              aria-label={t('action.codes.remove', { code })}
              onClick={() => onRemove(code)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
