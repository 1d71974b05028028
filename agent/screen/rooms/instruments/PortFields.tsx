// Where the instrument is connected: a serial port with its settings, or an address in the network; and its number on a
// shared line.
import { useTranslator } from '../../shared/translator.ts';
import { SelectField, TextField } from './FormFields.tsx';
import type { InstrumentFormState } from './instrumentFormDraft.ts';

const MODBUS = 'modbus';

export function PortFields({
  editing: { draft, update, elementId, errorByField, model },
}: {
  editing: InstrumentFormState;
}) {
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
          change={(tcp) => update({ tcp })}
          fault={errorByField.get('port.tcp')}
        />
      ) : (
        <>
          <TextField
            id={elementId('port.serial')}
            label={t('form.serial')}
            hint={t('form.serial-hint')}
            value={draft.serial}
            change={(serial) => update({ serial })}
            fault={errorByField.get('port.serial')}
          />
          <SerialFields editing={{ draft, update, elementId, errorByField, model }} />
        </>
      )}
      <TextField
        id={elementId('address')}
        label={t('form.address')}
        hint={t(model?.protocol === MODBUS ? 'form.address-modbus' : 'form.address-hint')}
        value={draft.address}
        change={(address) => update({ address })}
        fault={errorByField.get('address')}
        most={8}
      />
    </fieldset>
  );
}

/** Empty: as the model comes from its maker. */
function SerialFields({ editing: { draft, update, elementId, errorByField } }: { editing: InstrumentFormState }) {
  const { t } = useTranslator();
  const own = { value: '', text: t('form.as-model') };
  const plain = (value: string): { value: string; text: string } => ({ value, text: value });
  return (
    <div class="field-row">
      <TextField
        id={elementId('port.baud')}
        label={t('form.baud')}
        hint={t('form.empty-as-model')}
        inputMode="numeric"
        value={draft.baud}
        change={(baud) => update({ baud })}
        fault={errorByField.get('port.baud')}
        most={7}
      />
      <SelectField
        id={elementId('port.dataBits')}
        label={t('form.data-bits')}
        value={draft.dataBits}
        change={(dataBits) => update({ dataBits })}
        fault={errorByField.get('port.dataBits')}
        choices={[own, plain('7'), plain('8')]}
      />
      <SelectField
        id={elementId('port.parity')}
        label={t('form.parity')}
        value={draft.parity}
        change={(parity) => update({ parity })}
        fault={errorByField.get('port.parity')}
        choices={[own, ...(['none', 'even', 'odd'] as const).map((value) => ({ value, text: t(`parity.${value}`) }))]}
      />
      <SelectField
        id={elementId('port.stopBits')}
        label={t('form.stop-bits')}
        value={draft.stopBits}
        change={(stopBits) => update({ stopBits })}
        fault={errorByField.get('port.stopBits')}
        choices={[own, plain('1'), plain('2')]}
      />
    </div>
  );
}
