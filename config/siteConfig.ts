// From a site file to a frozen SiteConfig, or to the list of all its errors. Reads one file; writes nothing. Must not
// know a running agent.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { MassMg, MassUnit } from '../drivers/contract/mass.ts';
import { parseMass } from '../drivers/contract/mass.ts';
import type { InstrumentId, StationId } from '../drivers/contract/siteIds.ts';
import type { PortAddress } from '../drivers/contract/port.ts';
import type { InstrumentConfig, InstrumentModel } from '../drivers/models/instrumentModel.ts';

export type { InstrumentConfig, InstrumentModel };
import { hashContent, hashText } from './contentHash.ts';
import {
  collectSettingErrors,
  type ConfigError,
  type SettingError,
  formatSettingPath,
  findSettingLine,
} from './configError.ts';
import { DEFAULT_RADIO_REGION, parseTcpPort } from './instrumentChecks.ts';
import { completeScaleSettings } from './scaleChecks.ts';
import { siteSchema, type SiteFile, type SiteInput } from './siteSchema.ts';
import { checkSite } from './siteChecks.ts';
import { type InstrumentModels, removeInvalidMembers } from './partialSite.ts';

/** A place where goods are handled, with its instruments. */
export interface StationConfig {
  readonly id: StationId;
  readonly name: { readonly en: string; readonly ja: string };
  /** Id of the scale. */
  readonly scale: InstrumentId;
  readonly readers: readonly InstrumentId[];
  /** Vehicles are weighed here. */
  readonly weighbridge: boolean;
  readonly checkWeight: { readonly massMg: MassMg; readonly unit: MassUnit; readonly everyHours: number };
  /** From this mass on every load has an outcome in the ledger; null: by the scale. */
  readonly loadThresholdMg: MassMg | null;
}

/** An RFID portal with its readers. */
export interface GateConfig {
  readonly id: StationId;
  readonly name: { readonly en: string; readonly ja: string };
  readonly readers: readonly InstrumentId[];
  /** Antennas as "reader/antenna". */
  readonly outer: readonly string[];
  readonly inner: readonly string[];
}

/** A base's site file, completed with defaults and models, frozen. */
export interface SiteConfig {
  readonly base: string;
  readonly name: { readonly en: string; readonly ja: string };
  /** Absolute. */
  readonly data: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly names: readonly string[];
    /** Absolute paths. */
    readonly tls: { readonly certificate: string; readonly key: string } | null;
    readonly idleLockMinutes: number;
  };
  /** Null: the link is off. `keys` is an absolute path. */
  readonly headquarters: {
    readonly broker: string;
    readonly protocol: 4 | 5;
    readonly keys: string;
    readonly topic: string;
    readonly client: string;
    readonly checkpointEveryMinutes: number;
  } | null;
  readonly stations: readonly StationConfig[];
  readonly gates: readonly GateConfig[];
  readonly areas: readonly { readonly id: string; readonly name: { readonly en: string; readonly ja: string } }[];
  readonly instruments: readonly InstrumentConfig[];
  /** `fitnessSharePpm`: in millionths of net; left out: the notice's share alone counts. */
  readonly capture: {
    readonly windowMs: number;
    /** How long "the next load is …" holds. */
    readonly announcementMinutes: number;
    readonly bridgeWindowMs: number;
    readonly fitnessSharePpm?: number | undefined;
  };
}

/** A site and the hashes of its file. */
export interface LoadedSite {
  readonly site: SiteConfig;
  /** SHA-256 of the content with the models' facts, whatever its spelling. */
  readonly configHash: string;
  /** SHA-256 of the file's bytes; shows a change at run time whether the file is still the one that was read. */
  readonly fileHash: string;
}

/** A site, or every error of its file. */
export type SiteLoadResult = ({ kind: 'valid' } & LoadedSite) | { kind: 'faulty'; errors: ConfigError[] };

/** How a site file is loaded. */
export interface SiteLoadOptions {
  models: InstrumentModels;
  /** Overrides the file's data folder; relative to the process's own folder. */
  data?: string | undefined;
}

const MAX_SITE_FILE_BYTES = 1_000_000;

/** Reads and checks a site file. */
export function loadSiteFile(path: string, options: SiteLoadOptions): SiteLoadResult {
  const file = basename(path);
  try {
    if (statSync(path).size > MAX_SITE_FILE_BYTES)
      return wholeFileError(file, 'is too large', `at most ${MAX_SITE_FILE_BYTES} bytes`);
    return parseSiteFile(readFileSync(path, 'utf8'), { ...options, file, folder: dirname(resolve(path)) });
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return wholeFileError(file, `${path} cannot be read (${String(error.code)})`, 'a site file in YAML');
    throw error;
  }
}

/** Checks a site file's text. `folder` is where relative paths of the file start. */
export function parseSiteFile(
  text: string,
  options: SiteLoadOptions & { file: string; folder: string },
): SiteLoadResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const yamlErrors = [...document.errors, ...document.warnings].map((yamlError) => ({
    file: options.file,
    path: '(file)',
    line: lines.linePos(yamlError.pos[0]).line,
    problem: yamlError.message,
    allowed: 'YAML 1.2',
  }));
  if (yamlErrors.length > 0) return { kind: 'faulty', errors: yamlErrors };
  const value = plainValue(document);
  if ('problem' in value) return wholeFileError(options.file, value.problem, 'YAML 1.2');
  const parsed = siteSchema.safeParse(value.content);
  const issues = parsed.success ? [] : parsed.error.issues;
  const errors = [
    ...collectSettingErrors(siteSchema, value.content, issues),
    ...checkSite(removeInvalidMembers<SiteInput>(value.content, issues), options.models),
  ];
  if (!parsed.success || errors.length > 0)
    return { kind: 'faulty', errors: locateErrors(errors, document, lines, options.file) };
  return { kind: 'valid', ...completeSite(parsed.data, options), fileHash: hashText(text) };
}

/** In the order of the file. */
function locateErrors(
  errors: readonly SettingError[],
  document: Document,
  lines: LineCounter,
  file: string,
): ConfigError[] {
  return errors
    .map(({ path, problem, allowed }) => ({
      file,
      path: formatSettingPath(path),
      line: findSettingLine(document, lines, path),
      problem,
      allowed,
    }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function plainValue(document: Document): { content: unknown } | { problem: string } {
  try {
    return { content: document.toJS() };
  } catch (error) {
    // Too many aliases, or one without its anchor.
    return { problem: error instanceof Error ? error.message : 'cannot be read' };
  }
}

function wholeFileError(file: string, problem: string, allowed: string): SiteLoadResult {
  return { kind: 'faulty', errors: [{ file, path: '(file)', line: null, problem, allowed }] };
}

function completeSite(
  file: SiteFile,
  options: SiteLoadOptions & { folder: string },
): { site: SiteConfig; configHash: string } {
  const resolvePath = (path: string): string => resolve(options.folder, path);
  const instruments = file.instruments.map((instrument) => completeInstrument(instrument, options.models));
  const site: SiteConfig = {
    base: file.base,
    name: file.name,
    data: options.data === undefined ? resolvePath(file.data) : resolve(options.data),
    http: {
      ...file.http,
      tls:
        file.http.tls === undefined
          ? null
          : { certificate: resolvePath(file.http.tls.certificate), key: resolvePath(file.http.tls.key) },
    },
    headquarters:
      file.headquarters === undefined ? null : { ...file.headquarters, keys: resolvePath(file.headquarters.keys) },
    stations: file.stations.map(completeStation),
    gates: file.gates,
    areas: file.areas,
    instruments,
    capture: file.capture,
  };
  // Of the content as written, with the models' facts: not of where the folder happens to lie on this machine.
  return { site: deepFreeze(site), configHash: hashContent({ ...file, instruments }) };
}

function completeStation(station: SiteFile['stations'][number]): StationConfig {
  const { checkWeight, loadThreshold, ...rest } = station;
  return {
    ...rest,
    loadThresholdMg: loadThreshold === undefined ? null : completeMass(loadThreshold, station.id),
    checkWeight: {
      massMg: completeMass(checkWeight, station.id),
      unit: checkWeight.unit,
      everyHours: checkWeight.everyHours,
    },
  };
}

function completeMass({ mass, unit }: { mass: string; unit: MassUnit }, station: StationId): MassMg {
  const parsed = parseMass(mass, unit);
  if ('fault' in parsed) throw new Error(`${mass} ${unit} of ${station} passed the checks and is no mass`);
  return parsed.massMg;
}

function completeInstrument(instrument: SiteFile['instruments'][number], models: InstrumentModels): InstrumentConfig {
  const model = models.get(instrument.model);
  if (model === undefined) throw new Error(`model ${instrument.model} passed the checks and is unknown`);
  const defaultRegion =
    (model.kind === 'reader' || model.kind === 'modbus-reader') && model.regions.includes(DEFAULT_RADIO_REGION)
      ? DEFAULT_RADIO_REGION
      : null;
  return {
    id: instrument.id,
    model,
    port: completePort(instrument.port, model),
    address: instrument.address ?? null,
    scale: instrument.scale === undefined ? null : completeScaleSettings(instrument.scale),
    region: instrument.region ?? defaultRegion,
    serialNumber: instrument.serialNumber ?? null,
  };
}

function completePort(port: SiteFile['instruments'][number]['port'], model: InstrumentModel): PortAddress {
  if (port.tcp !== undefined) {
    const host = port.tcp.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
    const number = parseTcpPort(port.tcp) ?? model.tcpPort;
    if (number === null) throw new Error(`${port.tcp} passed the checks and has no port`);
    return { kind: 'tcp', host, port: number };
  }
  const baud = port.baud ?? model.serial?.baud;
  const dataBits = port.dataBits ?? model.serial?.dataBits;
  const parity = port.parity ?? model.serial?.parity;
  const stopBits = port.stopBits ?? model.serial?.stopBits;
  if (
    port.serial === undefined ||
    baud === undefined ||
    dataBits === undefined ||
    parity === undefined ||
    stopBits === undefined
  )
    throw new Error(`a port passed the checks and is incomplete`);
  return { kind: 'serial', path: port.serial, baud, dataBits, parity, stopBits };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
