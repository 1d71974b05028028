// One act with what it must know: fields, and the list of scanned packages where there is one. Scans come here while it
// is open.
import { useState } from 'preact/hooks';
import { CodeField } from '../../shared/CodeField.tsx';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { useTranslator } from '../../shared/translator.ts';
import { CommandErrorMessage } from '../../shared/ErrorMessage.tsx';
import { useCommandSender, type CommandSender } from '../../wire/commandSender.ts';
import type { StationAction, StationActionName, StationActionField } from './stationActions.ts';
import { CONTROL_CODES } from './scanAction.ts';

interface ActFormProps {
  name: StationActionName;
  act: StationAction;
  /** True: done. */
  leave: (done: boolean) => void;
}

/** Full-width digits and the point of a Japanese keyboard are the same number. */
const plain = (field: StationActionField, text: string): string =>
  (field.kind === 'kg' ? text.normalize('NFKC') : text).trim();

export function StationActionForm({ name, act, leave }: ActFormProps) {
  const { t } = useTranslator();
  const commanding = useCommandSender();
  const { text, put, codes, add, drop, full } = useFilled(act);
  const lacksCodes = act.codes !== null && codes.length < act.codes.least;
  const filled = new Map(act.fields.map((field) => [field.name, plain(field, text[field.name] ?? '')]));
  const lacksText = act.fields.some((field) => field.optional !== true && filled.get(field.name) === '');
  const send = async (): Promise<void> => {
    if (lacksCodes || lacksText) return;
    if (await commanding.send(act.toCommand((name) => filled.get(name) ?? '', codes))) leave(true);
  };
  const codeField = act.fields.find((field) => field.kind === 'code');
  useScanHandler((code) => {
    if (code === CONTROL_CODES.no) leave(false);
    else if (code === CONTROL_CODES.yes) void send();
    else if (Object.values<string>(CONTROL_CODES).includes(code)) return false;
    else if (act.codes !== null) add(code);
    else if (codeField !== undefined) put(codeField, code);
    else return false;
    return true;
  });
  return (
    <section class="act" aria-labelledby={`act-${name}`}>
      <h3 id={`act-${name}`}>{t(`act.${name}`)}</h3>
      <p class="hint">{t(`act.${name}.why`)}</p>
      {act.codes !== null && (
        <Codes codes={codes} add={add} drop={drop} busy={commanding.busy} full={full ? act.codes.most : null} />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {act.fields.map((field) => (
          <ActField key={field.name} field={field} value={text[field.name] ?? ''} put={put} />
        ))}
        {act.codes !== null && lacksCodes && <p class="hint">{t('act.codes.least', { count: act.codes.least })}</p>}
        <CommandErrorMessage commanding={commanding} />
        <Choices name={name} commanding={commanding} ready={!lacksCodes} leave={() => leave(false)} />
      </form>
    </section>
  );
}

type Texts = Readonly<Partial<Record<StationActionField['name'], string>>>;

function useFilled(act: StationAction): {
  text: Texts;
  put: (field: StationActionField, text: string) => void;
  codes: readonly string[];
  add: (code: string) => void;
  drop: (code: string) => void;
  full: boolean;
} {
  const [text, setText] = useState<Texts>({});
  const [codes, setCodes] = useState<readonly string[]>([]);
  const most = act.codes?.most ?? 0;
  return {
    text,
    put: (field, typed) => setText((before) => ({ ...before, [field.name]: typed })),
    codes,
    // The same package twice is one package.
    add: (code) => setCodes((before) => (before.includes(code) || before.length >= most ? before : [...before, code])),
    drop: (code) => setCodes((before) => before.filter((one) => one !== code)),
    full: codes.length >= most,
  };
}

function Choices({
  name,
  commanding,
  ready,
  leave,
}: {
  name: StationActionName;
  commanding: CommandSender;
  ready: boolean;
  leave: () => void;
}) {
  const { t } = useTranslator();
  return (
    <div class="choices">
      <button type="submit" class="main" disabled={commanding.busy || !ready}>
        {t(`act.${name}.do`)}
      </button>
      <button type="button" class="quiet" onClick={leave}>
        {t('cancel')}
      </button>
    </div>
  );
}

function ActField({
  field,
  value,
  put,
}: {
  field: StationActionField;
  value: string;
  put: (field: StationActionField, text: string) => void;
}) {
  const { t } = useTranslator();
  const label = `${t(`act.field.${field.name}`)}${field.optional === true ? ` ${t('act.optional')}` : ''}`;
  if (field.kind === 'choice')
    return (
      <label>
        {label}
        <select required value={value} onChange={(event) => put(field, event.currentTarget.value)}>
          <option value="">{t('act.choose')}</option>
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
        maxLength={field.maxCharacters ?? 12}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        onInput={(event) => put(field, event.currentTarget.value)}
      />
    </label>
  );
}

interface CodesProps {
  codes: readonly string[];
  add: (code: string) => void;
  drop: (code: string) => void;
  busy: boolean;
  /** How many are the most, when there are as many. */
  full: number | null;
}

function Codes({ codes, add, drop, busy, full }: CodesProps) {
  const { t } = useTranslator();
  const typed = (code: string): Promise<boolean> => {
    add(code);
    return Promise.resolve(true);
  };
  return (
    <div class="codes">
      <CodeField label={t('act.codes')} button={t('act.codes.add')} busy={busy} autoFocus take={typed} />
      <p role="status">
        {full === null ? t('act.codes.count', { count: codes.length }) : t('act.codes.full', { count: full })}
      </p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <span class="mark">{code}</span>
            <button type="button" class="quiet" aria-label={t('act.codes.remove', { code })} onClick={() => drop(code)}>
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
