// Work that is not the next step: behind one line, so that it is not in the way, and one form at a time.
import { useState } from 'preact/hooks';
import type { StateView, StationView } from '../../core/shown/view.ts';
import { useLoaded } from '../shared/loaded.ts';
import { Sign } from '../shared/Sign.tsx';
import { useWords } from '../shared/text.ts';
import { readOperators, type Who } from '../wire/api.ts';
import { ActForm } from './ActForm.tsx';
import { actNow, offeredActs, type ActName } from './acts.ts';
import '../style/acts.css';

export interface OtherWorkProps {
  station: StationView;
  state: StateView;
  who: Who;
  /** Opened by another part of the page: what came off a vehicle. */
  open: ActName | null;
  choose: (act: ActName | null) => void;
}

export function OtherWork({ station, state, who, open, choose }: OtherWorkProps) {
  const words = useWords();
  const { t } = words;
  const [done, setDone] = useState<ActName | null>(null);
  const people = useLoaded(readOperators, 'once').value?.operators ?? [];
  const at = { station, state, roles: who.roles, operator: who.operator, people, words };
  const act = open === null ? null : actNow(open, at);
  if (open !== null && act !== null)
    return (
      <ActForm
        key={open}
        name={open}
        act={act}
        leave={(ended) => {
          setDone(ended ? open : null);
          choose(null);
        }}
      />
    );
  return (
    <div class="other-work">
      {done !== null && (
        <p class="good" role="status">
          <Sign shape="check" /> {t('act.done', { act: t(`act.${done}`) })}
        </p>
      )}
      <details>
        <summary>{t('act.open')}</summary>
        <ul class="choices">
          {offeredActs(at).map((name) => (
            <li key={name}>
              <button type="button" class="quiet" onClick={() => choose(name)}>
                {t(`act.${name}`)}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
