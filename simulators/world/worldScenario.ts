// What a simulated world is made of: the scenario file. Written by the demo or a test, read by the world's process.
// Masses here are true masses; nothing here says what anybody announced. Must not know the agent's site file.
import { asMassMg, type MassMg, type MassUnit } from '../../drivers/contract/mass.ts';

export type ScaleConnection = 'and-indicator-serial' | 'and-balance-tcp' | 'laumas-rtu-serial' | 'laumas-tcp';

export interface ScaleScenario {
  id: string;
  wire: ScaleConnection;
  maxMg: MassMg;
  intervalMg: MassMg;
  unit: MassUnit;
  decimals: number;
  spanError: number;
  /** Modbus unit; unused on text wires. */
  address: number;
}

export interface StationScenario {
  id: string;
  scale: ScaleScenario;
  /** The reader's id, or null where a station has none. */
  reader: string | null;
  checkWeightMg: MassMg;
  /** Pre-encoded on-metal tags in the drawer, in the order they are taken. */
  spareTags: string[];
}

/** A gate with a reader on each side; its tags are read in passing. */
export interface GateScenario {
  id: string;
  /** Ids of the readers that look outwards and into the base. */
  outer: string;
  inner: string;
}

export interface PackageScenario {
  /** The world's own name for the physical thing; no identity of the stockpile. */
  id: string;
  trueMassMg: MassMg;
  /** Where it waits at the start. */
  station: string;
  epcHex: string | null;
}

export interface WorldScenario {
  seed: string;
  stations: StationScenario[];
  packages: PackageScenario[];
  gates: GateScenario[];
}

/** Where one instrument's wire ends, for the agent's site file. */
export type WireAddress = { serial: string } | { host: string; port: number };

/** What the world writes when it is ready: instrument id → place. */
export type WireAddresses = Record<string, WireAddress>;

function fail(place: string, wanted: string): never {
  throw new TypeError(`scenario: ${place} must be ${wanted}`);
}

const record = (value: unknown, place: string): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : fail(place, 'an object');
const list = (value: unknown, place: string): unknown[] => (Array.isArray(value) ? value : fail(place, 'a list'));
const text = (value: unknown, place: string): string =>
  typeof value === 'string' && value !== '' ? value : fail(place, 'a text');
const textOrNull = (value: unknown, place: string): string | null => (value === null ? null : text(value, place));
const whole = (value: unknown, place: string): number =>
  Number.isSafeInteger(value) ? (value as number) : fail(place, 'a whole number');

const SCALE_CONNECTIONS: readonly ScaleConnection[] = [
  'and-indicator-serial',
  'and-balance-tcp',
  'laumas-rtu-serial',
  'laumas-tcp',
];
const UNITS: readonly MassUnit[] = ['mg', 'g', 'kg', 't'];

function parseScaleScenario(value: unknown, place: string): ScaleScenario {
  const scale = record(value, place);
  const wire =
    SCALE_CONNECTIONS.find((candidate) => candidate === scale['wire']) ??
    fail(`${place}.wire`, `one of ${SCALE_CONNECTIONS.join(', ')}`);
  const unit =
    UNITS.find((candidate) => candidate === scale['unit']) ?? fail(`${place}.unit`, `one of ${UNITS.join(', ')}`);
  const spanError = scale['spanError'];
  return {
    id: text(scale['id'], `${place}.id`),
    wire,
    unit,
    maxMg: asMassMg(whole(scale['maxMg'], `${place}.maxMg`)),
    intervalMg: asMassMg(whole(scale['intervalMg'], `${place}.intervalMg`)),
    decimals: whole(scale['decimals'], `${place}.decimals`),
    spanError:
      typeof spanError === 'number' && Math.abs(spanError) < 0.1
        ? spanError
        : fail(`${place}.spanError`, 'a small number'),
    address: whole(scale['address'], `${place}.address`),
  };
}

function parseStationScenario(value: unknown, place: string): StationScenario {
  const station = record(value, place);
  return {
    id: text(station['id'], `${place}.id`),
    scale: parseScaleScenario(station['scale'], `${place}.scale`),
    reader: textOrNull(station['reader'], `${place}.reader`),
    checkWeightMg: asMassMg(whole(station['checkWeightMg'], `${place}.checkWeightMg`)),
    spareTags: list(station['spareTags'], `${place}.spareTags`).map((tag, index) =>
      text(tag, `${place}.spareTags[${index}]`),
    ),
  };
}

function parseGateScenario(value: unknown, place: string): GateScenario {
  const gate = record(value, place);
  return {
    id: text(gate['id'], `${place}.id`),
    outer: text(gate['outer'], `${place}.outer`),
    inner: text(gate['inner'], `${place}.inner`),
  };
}

export function parsePackageScenario(value: unknown, place: string): PackageScenario {
  const item = record(value, place);
  return {
    id: text(item['id'], `${place}.id`),
    trueMassMg: asMassMg(whole(item['trueMassMg'], `${place}.trueMassMg`)),
    station: text(item['station'], `${place}.station`),
    epcHex: textOrNull(item['epcHex'], `${place}.epcHex`),
  };
}

/** Reads the scenario file's text; throws a TypeError that names the first wrong member. */
export function parseWorldScenario(json: string): WorldScenario {
  const scenario = record(JSON.parse(json), 'the file');
  return {
    seed: text(scenario['seed'], 'seed'),
    stations: list(scenario['stations'], 'stations').map((value, index) =>
      parseStationScenario(value, `stations[${index}]`),
    ),
    packages: list(scenario['packages'], 'packages').map((value, index) =>
      parsePackageScenario(value, `packages[${index}]`),
    ),
    gates: list(scenario['gates'] ?? [], 'gates').map((value, index) => parseGateScenario(value, `gates[${index}]`)),
  };
}
