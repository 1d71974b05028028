// The frozen configuration in force, and the one way to change it while the agent runs: the site file first, then the
// snapshot, then whoever lives by it. One change at a time. Knows no instrument and no YAML.
import type { LoadedSite, SiteConfig } from '../../config/siteConfig.ts';
import { editSiteFile, type SiteEditResult, type InstrumentEdit } from '../../config/siteEditor.ts';
import type { InstrumentModels } from '../../config/partialSite.ts';
import { readSiteInstrument, type SiteInstrumentResult } from '../../config/siteInstrument.ts';

/**
 * Where a changed configuration is written. Null: this run has no file of its own (a replay), and nothing can be
 * changed.
 */
export interface SiteSource {
  path: string;
  models: InstrumentModels;
  /** The command line's override of the file's data folder. */
  data: string | undefined;
}

export interface SiteHolder {
  current(): LoadedSite;
  /** One instrument as it stands in the file. */
  readSiteInstrument(id: string): SiteInstrumentResult;
  /** Resolves after `apply` has; a change that was refused has changed nothing. */
  changeInstrument(edit: InstrumentEdit): Promise<SiteEditResult>;
}

const NO_FILE = 'this run has no site file of its own';

export type ApplySiteChange = (next: SiteConfig, before: SiteConfig) => Promise<void>;

export function createSiteHolder(loaded: LoadedSite, source: SiteSource | null, apply: ApplySiteChange): SiteHolder {
  let current = loaded;
  let queue: Promise<unknown> = Promise.resolve();

  async function changeNow(edit: InstrumentEdit): Promise<SiteEditResult> {
    if (source === null) return { kind: 'not-written', reason: NO_FILE };
    const outcome = editSiteFile(edit, { ...source, fileHash: current.fileHash });
    if (outcome.kind !== 'written') return outcome;
    const before = current;
    current = outcome.loaded;
    await apply(current.site, before.site);
    return outcome;
  }

  return {
    current: () => current,
    readSiteInstrument: (id) =>
      source === null
        ? { kind: 'not-read', reason: NO_FILE }
        : readSiteInstrument(id, { path: source.path, fileHash: current.fileHash }),
    changeInstrument(edit) {
      const changed = queue.then(() => changeNow(edit));
      // The next change waits for this one, and not for its success.
      queue = changed.catch(() => undefined);
      return changed;
    },
  };
}
