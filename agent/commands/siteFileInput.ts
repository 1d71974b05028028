// The site file as every command of a base reads it: models first, then the site, and all faults at once in plain
// words.
import { fileURLToPath } from 'node:url';
import { loadModelFiles, ModelFileError } from '../../config/modelFiles.ts';
import { loadSiteFile, type LoadedSite } from '../../config/siteConfig.ts';
import type { SiteSource } from '../runtime/siteHolder.ts';
import type { CliIo } from './cliCommand.ts';

export interface SiteFromFile extends LoadedSite {
  source: SiteSource;
}

/**
 * Null if it has faults, which are printed: the command then ends with exit code 2, having started and written nothing.
 */
export function readSiteFileOrPrintErrors(
  path: string,
  data: string | undefined,
  io: Pick<CliIo, 'err'>,
): SiteFromFile | null {
  const models = readModels(io);
  if (!models) return null;
  const outcome = loadSiteFile(path, { models, data });
  if (outcome.kind === 'valid')
    return {
      site: outcome.site,
      configHash: outcome.configHash,
      fileHash: outcome.fileHash,
      source: { path, models, data },
    };
  for (const fault of outcome.errors) {
    const line = fault.line === null ? '' : `:${fault.line}`;
    io.err(`${fault.file}${line}: ${fault.path}: ${fault.problem}. Allowed: ${fault.allowed}.`);
  }
  io.err(
    `${outcome.errors.length === 1 ? 'One fault' : `${outcome.errors.length} faults`} in the configuration; nothing was started.`,
  );
  return null;
}

/** A model file of the installation that somebody edited wrongly is told like a fault of the site file. */
function readModels(io: Pick<CliIo, 'err'>): ReturnType<typeof loadModelFiles> | null {
  try {
    return loadModelFiles(installationPath('config/models'));
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    io.err(error.message);
    return null;
  }
}

/**
 * A file or folder of the installation, by its path from the package's root; this file is two folders deep, compiled
 * three.
 */
export function installationPath(path: string): string {
  const above = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  return fileURLToPath(new URL(above + path, import.meta.url));
}
