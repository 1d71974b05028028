// Scans at the station where this tablet stands: each is given its meaning by what the station asks at that moment, and
// the next waits until this one is answered.
import { useContext, useRef, useState } from 'preact/hooks';
import type { StateView, StationView } from '../../core/shown/view.ts';
import { useScan } from '../shared/scan.ts';
import { SoundContext } from '../shared/sound.ts';
import type { TextKey } from '../shared/text.ts';
import type { Who } from '../wire/api.ts';
import type { Commanding } from '../wire/command.ts';
import { scanMeaning, type Meaning } from './scanMeaning.ts';

export interface StationScans {
  /** The next scan is what can be read on a package that is not of this lot. */
  foreign: boolean;
  /** Why the last scan did nothing. */
  said: TextKey | null;
  /** A second person must confirm the closing. */
  second: boolean;
  askSecond: () => void;
  endSecond: () => void;
}

interface ScanParts {
  station: StationView;
  state: StateView;
  who: Who | null;
  commanding: Commanding;
  /** Of several stations side by side a scan belongs to none. */
  alone: boolean;
}

const SETTLES_WITHIN_MS = 8000;
const LOOK_EVERY_MS = 100;

export function useStationScans(parts: ScanParts): StationScans {
  const sound = useContext(SoundContext);
  const newest = useRef(parts);
  newest.current = parts;
  const foreign = useRef(false);
  const [shown, setShown] = useState({ foreign: false, said: null as TextKey | null, second: false });

  const meaningOf = (code: string): Meaning => {
    const { station, state, who } = newest.current;
    return who === null
      ? null
      : scanMeaning({ code, station, state, roles: who.roles, operator: who.operator, foreign: foreign.current });
  };
  const act = async (meaning: Exclude<Meaning, null>): Promise<void> => {
    foreign.current = meaning.do === 'foreign' && meaning.next;
    setShown({
      foreign: foreign.current,
      said: meaning.do === 'say' ? meaning.text : null,
      second: meaning.do === 'second',
    });
    if (meaning.do !== 'ask') newest.current.commanding.clear();
    if (meaning.do === 'say') sound('stop');
    if (meaning.do === 'ask' && !(await newest.current.commanding.ask(meaning.body))) sound('stop');
  };

  useScan(
    parts.who === null || !parts.alone
      ? null
      : async (code) => {
          const meaning = await settled(() => meaningOf(code));
          if (meaning === null) return false;
          await act(meaning);
          return true;
        },
  );
  const setSecond = (second: boolean): void => setShown({ foreign: false, said: null, second });
  return { ...shown, askSecond: () => setSecond(true), endSecond: () => setSecond(false) };
}

/** While the load settles nobody can say what a code is meant for. */
async function settled(meaningNow: () => Meaning): Promise<Meaning> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const meaning = meaningNow();
    if (meaning?.do !== 'wait') return meaning;
    if (waitedMs >= SETTLES_WITHIN_MS) return { do: 'say', text: 'scan.not-still' };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
