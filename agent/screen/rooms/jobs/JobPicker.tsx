// The open orders, to take one up at this station.
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { mayOpenJobFor } from './scanAction.ts';
import { useTranslator } from '../../shared/translator.ts';

export function JobPicker({
  station,
  state,
  commanding,
}: {
  station: StationView;
  state: StateView;
  commanding: CommandSender;
}) {
  const { t, codeText } = useTranslator();
  const open = state.orders.filter(mayOpenJobFor);
  return (
    <div class="jobs">
      <h3>{t('job.choose')}</h3>
      {open.length > 0 && <p class="hint">{t('job.scan-to-start')}</p>}
      {open.length === 0 && <p class="hint">{t('job.none')}</p>}
      <ul>
        {open.map((order) => {
          const lot = state.lots.find((one) => one.lot === order.lot);
          return (
            <li key={order.order}>
              <span class="lot-name">
                {order.subject}
                <small>{codeText('order', order.kind)}</small>
                {lot !== undefined && (
                  <small>{`${lot.commodity} · ${lot.form} · ${codeText('ownership', lot.ownership)} · ${lot.announced}`}</small>
                )}
              </span>
              <button
                type="button"
                disabled={commanding.busy}
                onClick={() => void commanding.send({ kind: 'open-job', order: order.order, station: station.station })}
              >
                {t('job.start')}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
