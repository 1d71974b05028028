// Scans at the station where this tablet stands: each is resolved by the state of the station at that moment, and the
// next waits until this one is answered.
import { useContext, useRef, useState } from 'preact/hooks';
import type { StateView, StationView } from '../../../core/views/stateView.ts';
import { useLatestRef } from '../../shared/latestRef.ts';
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

interface StationScanOptions {
  station: StationView;
  state: StateView;
  currentOperator: CurrentOperator | null;
  commandSender: CommandSender;
  /** Of several stations side by side a scan belongs to none. */
  isOnlyStation: boolean;
}

const SETTLE_TIMEOUT_MS = 8000;
const SETTLE_POLL_MS = 100;

export function useStationScans(options: StationScanOptions): StationScans {
  const playTone = useContext(TonePlayerContext);
  const optionsRef = useLatestRef(options);
  const expectsForeignRef = useRef(false);
  const [status, setStatus] = useState({
    expectsForeignIdentity: false,
    messageKey: null as TextKey | null,
    needsSecondPerson: false,
  });

  const resolveNow = (code: string): ScanAction => {
    const { station, state, currentOperator } = optionsRef.current;
    return currentOperator === null
      ? null
      : resolveScanAction({
          code,
          station,
          state,
          roles: currentOperator.roles,
          operator: currentOperator.operator,
          expectsForeignIdentity: expectsForeignRef.current,
        });
  };
  const perform = async (action: Exclude<ScanAction, null>): Promise<void> => {
    expectsForeignRef.current = action.kind === 'expect-foreign-identity' && action.isExpected;
    setStatus({
      expectsForeignIdentity: expectsForeignRef.current,
      messageKey: action.kind === 'show' ? action.textKey : null,
      needsSecondPerson: action.kind === 'second-person',
    });
    if (action.kind !== 'send') optionsRef.current.commandSender.clearError();
    if (action.kind === 'show') playTone('stop');
    if (action.kind === 'send' && !(await optionsRef.current.commandSender.send(action.body))) playTone('stop');
  };

  useScanHandler(
    options.currentOperator === null || !options.isOnlyStation
      ? null
      : async (code) => {
          const action = await waitUntilSettled(() => resolveNow(code));
          if (action === null) return false;
          await perform(action);
          return true;
        },
  );
  const setSecondPersonDialog = (needsSecondPerson: boolean): void =>
    setStatus({ expectsForeignIdentity: false, messageKey: null, needsSecondPerson });
  return {
    ...status,
    openSecondPersonDialog: () => setSecondPersonDialog(true),
    closeSecondPersonDialog: () => setSecondPersonDialog(false),
  };
}

/** While the load settles, what a code is meant for is not known. */
async function waitUntilSettled(meaningNow: () => ScanAction): Promise<ScanAction> {
  for (let waitedMs = 0; ; waitedMs += SETTLE_POLL_MS) {
    const action = meaningNow();
    if (action?.kind !== 'wait') return action;
    if (waitedMs >= SETTLE_TIMEOUT_MS) return { kind: 'show', textKey: 'scan.not-stable' };
    await new Promise((resolve) => setTimeout(resolve, SETTLE_POLL_MS));
  }
}
