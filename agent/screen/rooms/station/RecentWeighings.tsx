// The last weighings that this page saw become durable here: number, word, shape and colour, and a tone.
import { useContext, useEffect, useReducer } from 'preact/hooks';
import type { StationView } from '../../../core/views/stateView.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { TonePlayerContext } from '../../shared/tonePlayer.ts';
import { useTranslator } from '../../shared/translator.ts';
import { NO_RECENT_WEIGHINGS, updateRecentWeighings, type RecentWeighingStatus } from './recentWeighingsState.ts';

const LOOKS: Record<RecentWeighingStatus, { shape: IconName; look: string }> = {
  done: { shape: 'check', look: 'good' },
  aside: { shape: 'hand', look: 'warn' },
  foreign: { shape: 'cross', look: 'warn' },
  unnamed: { shape: 'triangle', look: 'warn' },
};

export function RecentWeighings({ station }: { station: StationView }) {
  const { t, language } = useTranslator();
  const sound = useContext(TonePlayerContext);
  const [seen, see] = useReducer(updateRecentWeighings, NO_RECENT_WEIGHINGS);
  useEffect(() => see(station), [station]);
  useEffect(() => {
    if (seen.lastTone !== null) sound(seen.lastTone);
  }, [seen.toneCount]);
  return (
    <div class="recorded">
      <h3>{t('recorded.list')}</h3>
      {seen.weighings.length === 0 && <p class="hint">{t('recorded.none')}</p>}
      <ol>
        {seen.weighings.map((one) => (
          <li key={one.weighing} class={LOOKS[one.status].look}>
            <Icon shape={LOOKS[one.status].shape} />
            <strong>{t('recorded.no', { number: one.number })}</strong>
            <span class="mark">{one.mark ?? ''}</span>
            <span>{one.kg === null ? <small>{t('recorded.hidden')}</small> : `${formatKg(language, one.kg)} kg`}</span>
            <span>{t(`recorded.${one.status}`)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
