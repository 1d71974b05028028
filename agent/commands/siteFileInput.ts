// The site file as every command of a base reads it: models first, then the site; every error is printed at once.
import { fileURLToPath } from 'node:url';
import { loadModelFiles, ModelFileError } from '../../config/modelFiles.ts';
import { loadSiteFile, type LoadedSite } from '../../config/siteConfig.ts';
import type { SiteSource } from '../runtime/siteHolder.ts';
import type { CliIo } from './cliCommand.ts';

/** A valid site file, and where it lies. */
export interface SiteFromFile extends LoadedSite {
  source: SiteSource;
}

/** Null if it has errors, which are printed: the command then ends with exit code 2 and has written nothing. */
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
  for (const error of outcome.errors) {
    const line = error.line === null ? '' : `:${error.line}`;
    io.err(`${error.file}${line}: ${error.path}: ${error.problem}. Allowed: ${error.allowed}.`);
  }
  io.err(
    `${outcome.errors.length === 1 ? 'One fault' : `${outcome.errors.length} faults`} in the configuration; nothing was started.`,
  );
  return null;
}

/** An error in a model file of the installation is printed like one of the site file. */
function readModels(io: Pick<CliIo, 'err'>): ReturnType<typeof loadModelFiles> | null {
  try {
    return loadModelFiles(installationPath('config/models'));
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    io.err(error.message);
    return null;
  }
}

/** A file or folder of the installation, by its path from the package's root. */
export function installationPath(path: string): string {
  // This file is two folders below the root in the source, three in the compiled tree.
  const rootPath = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  return fileURLToPath(new URL(rootPath + path, import.meta.url));
}
