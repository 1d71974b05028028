// Where the instrument is connected: a serial port with its settings, or an address in the network; and its number on a
// shared line.
import { useWords } from '../shared/text.ts';
import type { Editing } from './editing.ts';
import { Choice, Field } from './Field.tsx';

const MODBUS = 'modbus';

export function PortFields({ editing: { draft, set, idOf, faultAt, model } }: { editing: Editing }) {
  const { t } = useWords();
  return (
    <fieldset>
      <legend>{t('form.port')}</legend>
      <div class="choices" role="radiogroup" aria-label={t('form.port')}>
        {(['serial', 'tcp'] as const).map((wire) => (
          <label key={wire} class="radio">
            <input type="radio" name={idOf('wire')} checked={draft.wire === wire} onChange={() => set({ wire })} />{' '}
            {t(`wire.${wire}`)}
          </label>
        ))}
      </div>
      {draft.wire === 'tcp' ? (
        <Field
          id={idOf('port.tcp')}
          label={t('form.tcp')}
          hint={t('form.tcp-hint')}
          value={draft.tcp}
          change={(tcp) => set({ tcp })}
          fault={faultAt.get('port.tcp')}
        />
      ) : (
        <>
          <Field
            id={idOf('port.serial')}
            label={t('form.serial')}
            hint={t('form.serial-hint')}
            value={draft.serial}
            change={(serial) => set({ serial })}
            fault={faultAt.get('port.serial')}
          />
          <SerialFields editing={{ draft, set, idOf, faultAt, model }} />
        </>
      )}
      <Field
        id={idOf('address')}
        label={t('form.address')}
        hint={t(model?.protocol === MODBUS ? 'form.address-modbus' : 'form.address-hint')}
        value={draft.address}
        change={(address) => set({ address })}
        fault={faultAt.get('address')}
        most={8}
      />
    </fieldset>
  );
}

/** Empty: as the model comes from its maker. */
function SerialFields({ editing: { draft, set, idOf, faultAt } }: { editing: Editing }) {
  const { t } = useWords();
  const own = { value: '', text: t('form.as-model') };
  const plain = (value: string): { value: string; text: string } => ({ value, text: value });
  return (
    <div class="field-row">
      <Field
        id={idOf('port.baud')}
        label={t('form.baud')}
        hint={t('form.empty-as-model')}
        inputMode="numeric"
        value={draft.baud}
        change={(baud) => set({ baud })}
        fault={faultAt.get('port.baud')}
        most={7}
      />
      <Choice
        id={idOf('port.dataBits')}
        label={t('form.data-bits')}
        value={draft.dataBits}
        change={(dataBits) => set({ dataBits })}
        fault={faultAt.get('port.dataBits')}
        choices={[own, plain('7'), plain('8')]}
      />
      <Choice
        id={idOf('port.parity')}
        label={t('form.parity')}
        value={draft.parity}
        change={(parity) => set({ parity })}
        fault={faultAt.get('port.parity')}
        choices={[own, ...(['none', 'even', 'odd'] as const).map((value) => ({ value, text: t(`parity.${value}`) }))]}
      />
      <Choice
        id={idOf('port.stopBits')}
        label={t('form.stop-bits')}
        value={draft.stopBits}
        change={(stopBits) => set({ stopBits })}
        fault={faultAt.get('port.stopBits')}
        choices={[own, plain('1'), plain('2')]}
      />
    </div>
  );
}
