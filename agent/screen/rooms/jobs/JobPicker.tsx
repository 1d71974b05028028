// The open orders, to take one up at this station.
import { formatDate } from '../../shared/format.ts';
import { nameGoods } from '../../shared/goodsName.ts';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { mayOpenJobFor } from './scanAction.ts';
import { useTranslator } from '../../shared/translator.ts';

export function JobPicker({
  station,
  state,
  commandSender,
}: {
  station: StationView;
  state: StateView;
  commandSender: CommandSender;
}) {
  const { t, codeText, language } = useTranslator();
  const openOrders = state.orders.filter(mayOpenJobFor);
  return (
    <div class="jobs">
      <h3>{t('job.choose')}</h3>
      {openOrders.length > 0 && <p class="hint">{t('job.scan-to-start')}</p>}
      {openOrders.length === 0 && <p class="hint">{t('job.none')}</p>}
      <ul>
        {openOrders.map((order) => {
          const lot = state.lots.find((candidate) => candidate.lot === order.lot);
          return (
            <li key={order.order}>
              <span class="lot-name">
                {order.subject}
                <small>
                  {codeText('order', order.kind)}
                  {order.sinceWallMs !== null &&
                    ` · ${t('order.since', { date: formatDate(language, order.sinceWallMs) })}`}
                </small>
                {lot !== undefined && (
                  <small>{`${nameGoods(lot, { codeText })} · ${codeText('ownership', lot.ownership)} · ${lot.announced}`}</small>
                )}
              </span>
              <button
                type="button"
                disabled={commandSender.busy}
                onClick={() =>
                  void commandSender.send({ kind: 'open-job', order: order.order, station: station.station })
                }
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
