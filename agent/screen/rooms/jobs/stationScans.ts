// Scans at the station where this tablet stands: each is given its meaning by what the station asks at that moment, and
// the next waits until this one is answered.
import { useContext, useRef, useState } from 'preact/hooks';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import { useScanHandler } from '../../shared/scannerContext.ts';
import { TonePlayerContext } from '../../shared/tonePlayer.ts';
import type { TextKey } from '../../shared/translator.ts';
import type { CurrentOperator } from '../../wire/agentClient.ts';
import type { CommandSender } from '../../wire/commandSender.ts';
import { resolveScanAction, type ScanAction } from './scanAction.ts';

export interface StationScans {
  /** The next scan is what can be read on a package that is not of this lot. */
  expectsForeignIdentity: boolean;
  /** Why the last scan did nothing. */
  messageKey: TextKey | null;
  /** A second person must confirm the closing. */
  needsSecondPerson: boolean;
  openSecondPersonDialog: () => void;
  closeSecondPersonDialog: () => void;
}

interface ScanParts {
  station: StationView;
  state: StateView;
  who: CurrentOperator | null;
  commanding: CommandSender;
  /** Of several stations side by side a scan belongs to none. */
  alone: boolean;
}

const SETTLES_WITHIN_MS = 8000;
const LOOK_EVERY_MS = 100;

export function useStationScans(parts: ScanParts): StationScans {
  const sound = useContext(TonePlayerContext);
  const newest = useRef(parts);
  newest.current = parts;
  const foreign = useRef(false);
  const [shown, setShown] = useState({
    expectsForeignIdentity: false,
    messageKey: null as TextKey | null,
    needsSecondPerson: false,
  });

  const meaningOf = (code: string): ScanAction => {
    const { station, state, who } = newest.current;
    return who === null
      ? null
      : resolveScanAction({
          code,
          station,
          state,
          roles: who.roles,
          operator: who.operator,
          expectsForeignIdentity: foreign.current,
        });
  };
  const act = async (meaning: Exclude<ScanAction, null>): Promise<void> => {
    foreign.current = meaning.kind === 'foreign' && meaning.next;
    setShown({
      expectsForeignIdentity: foreign.current,
      messageKey: meaning.kind === 'say' ? meaning.text : null,
      needsSecondPerson: meaning.kind === 'second',
    });
    if (meaning.kind !== 'ask') newest.current.commanding.clearError();
    if (meaning.kind === 'say') sound('stop');
    if (meaning.kind === 'ask' && !(await newest.current.commanding.send(meaning.body))) sound('stop');
  };

  useScanHandler(
    parts.who === null || !parts.alone
      ? null
      : async (code) => {
          const meaning = await settled(() => meaningOf(code));
          if (meaning === null) return false;
          await act(meaning);
          return true;
        },
  );
  const setSecond = (needsSecondPerson: boolean): void =>
    setShown({ expectsForeignIdentity: false, messageKey: null, needsSecondPerson });
  return { ...shown, openSecondPersonDialog: () => setSecond(true), closeSecondPersonDialog: () => setSecond(false) };
}

/** While the load settles nobody can say what a code is meant for. */
async function settled(meaningNow: () => ScanAction): Promise<ScanAction> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const meaning = meaningNow();
    if (meaning?.kind !== 'wait') return meaning;
    if (waitedMs >= SETTLES_WITHIN_MS) return { kind: 'say', text: 'scan.not-still' };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
