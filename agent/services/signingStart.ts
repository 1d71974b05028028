// Signs checkpoints as often as the site file says, over what the guard vouches for.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { Clock } from '../../drivers/contract/clock.ts';
import { startCheckpoints } from '../link/checkpoints.ts';
import type { LinkLog } from '../link/linkLog.ts';
import type { SigningGuard } from '../link/signingGuard.ts';
import type { BaseStore } from './baseStore.ts';

/** Of a site that names no headquarters. */
const CHECKPOINT_EVERY_MINUTES = 60;

/** Signs positions from now on; returns the function that signs the last one and ends it. */
export function startSigning(
  { site, clock, log }: { site: SiteConfig; clock: Clock; log: LinkLog },
  { ledger, keys }: Pick<BaseStore, 'ledger' | 'keys'>,
  guard: SigningGuard,
): () => void {
  const intervalMs = (site.headquarters?.checkpointEveryMinutes ?? CHECKPOINT_EVERY_MINUTES) * 60_000;
  const checkpoints = startCheckpoints({ ledger, keys, clock, intervalMs, log, maySign: () => guard.maySign() });
  return () => checkpoints.close();
}
