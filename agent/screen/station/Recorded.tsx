// The last weighings that this page saw become durable here: number, word, shape and colour, and a tone.
import { useContext, useEffect, useReducer } from 'preact/hooks';
import type { StationView } from '../../core/shown/view.ts';
import { kg } from '../shared/format.ts';
import { Sign, type Shape } from '../shared/Sign.tsx';
import { SoundContext } from '../shared/sound.ts';
import { useWords } from '../shared/text.ts';
import { NOTHING_SEEN, seeStation, type RecordedMood } from './recorded.ts';

const LOOKS: Record<RecordedMood, { shape: Shape; look: string }> = {
  done: { shape: 'check', look: 'good' },
  aside: { shape: 'hand', look: 'warn' },
  foreign: { shape: 'cross', look: 'warn' },
  unnamed: { shape: 'triangle', look: 'warn' },
};

export function Recorded({ station }: { station: StationView }) {
  const { t, language } = useWords();
  const sound = useContext(SoundContext);
  const [seen, see] = useReducer(seeStation, NOTHING_SEEN);
  useEffect(() => see(station), [station]);
  useEffect(() => {
    if (seen.tone !== null) sound(seen.tone);
  }, [seen.tones]);
  return (
    <div class="recorded">
      <h3>{t('recorded.list')}</h3>
      {seen.list.length === 0 && <p class="hint">{t('recorded.none')}</p>}
      <ol>
        {seen.list.map((one) => (
          <li key={one.weighing} class={LOOKS[one.mood].look}>
            <Sign shape={LOOKS[one.mood].shape} />
            <strong>{t('recorded.no', { number: one.number })}</strong>
            <span class="mark">{one.mark ?? ''}</span>
            <span>{one.kg === null ? <small>{t('recorded.hidden')}</small> : `${kg(language, one.kg)} kg`}</span>
            <span>{t(`recorded.${one.mood}`)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
