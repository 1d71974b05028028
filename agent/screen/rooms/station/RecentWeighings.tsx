// The last weighings that this page saw become durable here: number, word, shape and colour, and a tone.
import { useContext, useEffect, useReducer } from 'preact/hooks';
import type { StationView } from '../../../core/views/stateView.ts';
import { formatKg } from '../../shared/format.ts';
import { Icon, type IconName } from '../../shared/Icon.tsx';
import { TonePlayerContext } from '../../shared/tonePlayer.ts';
import { useTranslator } from '../../shared/translator.ts';
import { NO_RECENT_WEIGHINGS, updateRecentWeighings, type RecentWeighingStatus } from './recentWeighingsState.ts';

const STATUS_ICONS: Record<RecentWeighingStatus, { shape: IconName; tone: string }> = {
  done: { shape: 'check', tone: 'good' },
  parked: { shape: 'hand', tone: 'warn' },
  foreign: { shape: 'cross', tone: 'warn' },
  unnamed: { shape: 'triangle', tone: 'warn' },
};

export function RecentWeighings({ station }: { station: StationView }) {
  const { t, language } = useTranslator();
  const playTone = useContext(TonePlayerContext);
  const [recent, update] = useReducer(updateRecentWeighings, NO_RECENT_WEIGHINGS);
  useEffect(() => update(station), [station]);
  useEffect(() => {
    if (recent.lastTone !== null) playTone(recent.lastTone);
  }, [recent.toneCount, recent.lastTone, playTone]);
  return (
    <div class="recorded">
      <h3>{t('recent.title')}</h3>
      {recent.weighings.length === 0 && <p class="hint">{t('recent.none')}</p>}
      <ol>
        {recent.weighings.map((weighing) => (
          <li key={weighing.weighing} class={STATUS_ICONS[weighing.status].tone}>
            <Icon shape={STATUS_ICONS[weighing.status].shape} />
            <strong>{t('recent.number', { number: weighing.number })}</strong>
            <span class="mark">{weighing.mark ?? ''}</span>
            <span>
              {weighing.kg === null ? <small>{t('recent.hidden')}</small> : `${formatKg(language, weighing.kg)} kg`}
            </span>
            <span>{t(`recent.${weighing.status}`)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
