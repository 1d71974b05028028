// The configuration in force, and the one way to change it while the agent runs: the site file first, then the
// configuration in memory, then `apply`. One change at a time. Must not know instruments or YAML.
import type { LoadedSite, SiteConfig } from '../../config/siteConfig.ts';
import { editSiteFile, type SiteEditResult, type InstrumentEdit } from '../../config/siteEditor.ts';
import type { InstrumentModels } from '../../config/partialSite.ts';
import { readSiteInstrument, type SiteInstrumentResult } from '../../config/siteInstrument.ts';

/** Where a changed configuration is written. */
export interface SiteSource {
  path: string;
  models: InstrumentModels;
  /** The command line's data folder, which stands in for the file's. */
  data: string | undefined;
}

/** The configuration in force. */
export interface SiteHolder {
  current(): LoadedSite;
  /** One instrument as it stands in the file. */
  readSiteInstrument(id: string): SiteInstrumentResult;
  /** Resolves when the change is applied; a refused change has changed nothing. */
  changeInstrument(edit: InstrumentEdit): Promise<SiteEditResult>;
}

const NO_SITE_FILE = 'this run has no site file of its own';

/** Makes the running agent follow a changed configuration. */
export type ApplySiteChange = (change: { next: SiteConfig; previous: SiteConfig }) => Promise<void>;

/** `source` null: this run has no site file of its own (a replay), and nothing can be changed. */
export function createSiteHolder(loaded: LoadedSite, source: SiteSource | null, apply: ApplySiteChange): SiteHolder {
  let current = loaded;
  let queue: Promise<unknown> = Promise.resolve();

  async function changeNow(edit: InstrumentEdit): Promise<SiteEditResult> {
    if (source === null) return { kind: 'not-written', reason: NO_SITE_FILE };
    const outcome = editSiteFile(edit, { ...source, fileHash: current.fileHash });
    if (outcome.kind !== 'written') return outcome;
    const previous = current.site;
    current = outcome.loaded;
    await apply({ next: current.site, previous });
    return outcome;
  }

  return {
    current: () => current,
    readSiteInstrument: (id) =>
      source === null
        ? { kind: 'not-read', reason: NO_SITE_FILE }
        : readSiteInstrument(id, { path: source.path, fileHash: current.fileHash }),
    changeInstrument(edit) {
      const result = queue.then(() => changeNow(edit));
      // The next change waits for the end of this one, whether it succeeded or not.
      queue = result.catch(() => undefined);
      return result;
    },
  };
}
