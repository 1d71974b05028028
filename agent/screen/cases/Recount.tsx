// Weighing again what a finding is about: it is announced at a station, and the next load there is it. Not by whoever
// weighed it.
import { useState } from 'preact/hooks';
import type { StateView } from '../../core/shown/view.ts';
import { addressOf } from '../shell/route.ts';
import { keepOwnStation, ownStation } from '../shared/ownStation.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import type { ActProps } from './actProps.ts';
import { hadAHand } from './nextStep.ts';

export function Recount({ shown, who, state, commanding, act }: ActProps & { state: StateView }) {
  const { t, language } = useWords();
  const [announcedAt, setAnnouncedAt] = useState<string | null>(null);
  if (hadAHand(shown, who)) return <p class="question">{t('case.recount.you')}</p>;
  const own = ownStation();
  const stations = [...state.stations].sort((a, b) => Number(b.station === own) - Number(a.station === own));
  const announced = stations.find(({ station }) => station === announcedAt);
  if (announced !== undefined) {
    return (
      <>
        <p class="question good" role="status">
          <Sign shape="check" /> {t('case.recount.announced', { station: announced.name[language] })}
        </p>
        <p>
          <a class="button main" href={addressOf('station', announced.station)}>
            {t('case.recount.goto')}
          </a>
        </p>
      </>
    );
  }
  const announce = async (station: string): Promise<void> => {
    if (!(await act({ kind: 'announce-load', station, load: { kind: 'recount', finding: shown.finding } }))) return;
    keepOwnStation(station);
    setAnnouncedAt(station);
  };
  return (
    <>
      <p class="question">{t('case.recount.ask')}</p>
      <div class="choices">
        {stations.map(({ station, name }) => (
          <button
            key={station}
            type="button"
            class={station === own ? 'main' : ''}
            disabled={commanding.busy}
            onClick={() => void announce(station)}
          >
            {t('case.recount.do', { station: name[language] })}
          </button>
        ))}
      </div>
    </>
  );
}
