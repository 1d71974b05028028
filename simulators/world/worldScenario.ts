// What a simulated world is made of: the scenario file. Written by the demo or a test, read by the world's process.
// Masses here are true masses; nothing here says what anybody announced. Must not know the agent's site file.
import type { MassMg, MassUnit } from '../../drivers/contract/mass.ts';

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

function fail(where: string, wanted: string): never {
  throw new TypeError(`scenario: ${where} must be ${wanted}`);
}

const record = (value: unknown, where: string): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : fail(where, 'an object');
const list = (value: unknown, where: string): unknown[] => (Array.isArray(value) ? value : fail(where, 'a list'));
const text = (value: unknown, where: string): string =>
  typeof value === 'string' && value !== '' ? value : fail(where, 'a text');
const textOrNull = (value: unknown, where: string): string | null => (value === null ? null : text(value, where));
const whole = (value: unknown, where: string): number =>
  Number.isSafeInteger(value) ? (value as number) : fail(where, 'a whole number');

const SCALE_CONNECTIONS: readonly ScaleConnection[] = [
  'and-indicator-serial',
  'and-balance-tcp',
  'laumas-rtu-serial',
  'laumas-tcp',
];
const UNITS: readonly MassUnit[] = ['mg', 'g', 'kg', 't'];

function parseScaleScenario(value: unknown, where: string): ScaleScenario {
  const scale = record(value, where);
  const wire =
    SCALE_CONNECTIONS.find((each) => each === scale['wire']) ??
    fail(`${where}.wire`, `one of ${SCALE_CONNECTIONS.join(', ')}`);
  const unit = UNITS.find((each) => each === scale['unit']) ?? fail(`${where}.unit`, `one of ${UNITS.join(', ')}`);
  const spanError = scale['spanError'];
  return {
    id: text(scale['id'], `${where}.id`),
    wire,
    unit,
    maxMg: whole(scale['maxMg'], `${where}.maxMg`),
    intervalMg: whole(scale['intervalMg'], `${where}.intervalMg`),
    decimals: whole(scale['decimals'], `${where}.decimals`),
    spanError:
      typeof spanError === 'number' && Math.abs(spanError) < 0.1
        ? spanError
        : fail(`${where}.spanError`, 'a small number'),
    address: whole(scale['address'], `${where}.address`),
  };
}

function parseStationScenario(value: unknown, where: string): StationScenario {
  const station = record(value, where);
  return {
    id: text(station['id'], `${where}.id`),
    scale: parseScaleScenario(station['scale'], `${where}.scale`),
    reader: textOrNull(station['reader'], `${where}.reader`),
    checkWeightMg: whole(station['checkWeightMg'], `${where}.checkWeightMg`),
    spareTags: list(station['spareTags'], `${where}.spareTags`).map((tag, index) =>
      text(tag, `${where}.spareTags[${index}]`),
    ),
  };
}

function parseGateScenario(value: unknown, where: string): GateScenario {
  const gate = record(value, where);
  return {
    id: text(gate['id'], `${where}.id`),
    outer: text(gate['outer'], `${where}.outer`),
    inner: text(gate['inner'], `${where}.inner`),
  };
}

export function parsePackageScenario(value: unknown, where: string): PackageScenario {
  const thing = record(value, where);
  return {
    id: text(thing['id'], `${where}.id`),
    trueMassMg: whole(thing['trueMassMg'], `${where}.trueMassMg`),
    station: text(thing['station'], `${where}.station`),
    epcHex: textOrNull(thing['epcHex'], `${where}.epcHex`),
  };
}

/** Reads the scenario file's text; throws a TypeError that names the first wrong member. */
export function parseWorldScenario(json: string): WorldScenario {
  const whole = record(JSON.parse(json), 'the file');
  return {
    seed: text(whole['seed'], 'seed'),
    stations: list(whole['stations'], 'stations').map((value, index) =>
      parseStationScenario(value, `stations[${index}]`),
    ),
    packages: list(whole['packages'], 'packages').map((value, index) =>
      parsePackageScenario(value, `packages[${index}]`),
    ),
    gates: list(whole['gates'] ?? [], 'gates').map((value, index) => parseGateScenario(value, `gates[${index}]`)),
  };
}
