// Where the instrument is connected: a serial port with its settings, or an address in the network; and its number on a
// shared line.
import { useTranslator } from '../../shared/translator.ts';
import { SelectField, TextField } from './FormFields.tsx';
import type { InstrumentFormState } from './instrumentFormDraft.ts';

const MODBUS = 'modbus';

export function PortFields({ form: { draft, update, elementId, errorByField, model } }: { form: InstrumentFormState }) {
  const { t } = useTranslator();
  return (
    <fieldset>
      <legend>{t('form.port')}</legend>
      <div class="choices" role="radiogroup" aria-label={t('form.port')}>
        {(['serial', 'tcp'] as const).map((wire) => (
          <label key={wire} class="radio">
            <input
              type="radio"
              name={elementId('wire')}
              checked={draft.wire === wire}
              onChange={() => update({ wire })}
            />{' '}
            {t(`wire.${wire}`)}
          </label>
        ))}
      </div>
      {draft.wire === 'tcp' ? (
        <TextField
          id={elementId('port.tcp')}
          label={t('form.tcp')}
          hint={t('form.tcp-hint')}
          value={draft.tcp}
          onChange={(tcp) => update({ tcp })}
          error={errorByField.get('port.tcp')}
        />
      ) : (
        <>
          <TextField
            id={elementId('port.serial')}
            label={t('form.serial')}
            hint={t('form.serial-hint')}
            value={draft.serial}
            onChange={(serial) => update({ serial })}
            error={errorByField.get('port.serial')}
          />
          <SerialFields form={{ draft, update, elementId, errorByField, model }} />
        </>
      )}
      <TextField
        id={elementId('address')}
        label={t('form.address')}
        hint={t(model?.protocol === MODBUS ? 'form.address-modbus' : 'form.address-hint')}
        value={draft.address}
        onChange={(address) => update({ address })}
        error={errorByField.get('address')}
        maxCharacters={8}
      />
    </fieldset>
  );
}

/** Empty: as the model comes from its maker. */
function SerialFields({ form: { draft, update, elementId, errorByField } }: { form: InstrumentFormState }) {
  const { t } = useTranslator();
  const modelDefault = { value: '', text: t('form.as-model') };
  const toChoice = (value: string): { value: string; text: string } => ({ value, text: value });
  return (
    <div class="field-row">
      <TextField
        id={elementId('port.baud')}
        label={t('form.baud')}
        hint={t('form.empty-as-model')}
        inputMode="numeric"
        value={draft.baud}
        onChange={(baud) => update({ baud })}
        error={errorByField.get('port.baud')}
        maxCharacters={7}
      />
      <SelectField
        id={elementId('port.dataBits')}
        label={t('form.data-bits')}
        value={draft.dataBits}
        onChange={(dataBits) => update({ dataBits })}
        error={errorByField.get('port.dataBits')}
        choices={[modelDefault, toChoice('7'), toChoice('8')]}
      />
      <SelectField
        id={elementId('port.parity')}
        label={t('form.parity')}
        value={draft.parity}
        onChange={(parity) => update({ parity })}
        error={errorByField.get('port.parity')}
        choices={[
          modelDefault,
          ...(['none', 'even', 'odd'] as const).map((value) => ({ value, text: t(`parity.${value}`) })),
        ]}
      />
      <SelectField
        id={elementId('port.stopBits')}
        label={t('form.stop-bits')}
        value={draft.stopBits}
        onChange={(stopBits) => update({ stopBits })}
        error={errorByField.get('port.stopBits')}
        choices={[modelDefault, toChoice('1'), toChoice('2')]}
      />
    </div>
  );
}
