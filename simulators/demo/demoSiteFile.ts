// Writes the demo base's site file from the addresses of the world's wires. Must not know how the agent reads it.
import { stringify } from 'yaml';
import { asMassMg, formatMass as formatDecimalMass } from '../../drivers/contract/mass.ts';
import type {
  GateScenario,
  WireAddresses,
  ScaleScenario,
  ScaleConnection,
  StationScenario,
  WireAddress,
} from '../world/worldScenario.ts';

export interface DemoSiteParts {
  stations: readonly StationScenario[];
  gates: readonly GateScenario[];
  /** Every instrument of `stations` and `gates` has its address here. */
  wireAddresses: WireAddresses;
  httpPort: number;
  brokerPort: number;
  /** Path of headquarters' public keys, from the site file's folder. */
  headquartersKeys: string;
  /** The base's topic id on the broker. */
  topic: string;
  /** The base's MQTT client id. */
  client: string;
}

/** Instrument models of `config/models` by how the simulated scale is connected. */
const MODELS: Record<ScaleConnection, string> = {
  'and-indicator-serial': 'and-ad4406',
  'and-balance-tcp': 'and-balance',
  'laumas-rtu-serial': 'laumas-tlb',
  'laumas-tcp': 'laumas-tlb',
};
const HOURS_BETWEEN_CHECKS = 24;
/** OIML R 76: Min of class III is 20 e. */
const MIN_INTERVALS = 20;
const HEADING = '# The demo’s base. Written anew by every demo; ports and topics are random.\n';

/** Decimal text in the scale's unit, without trailing zeros: the site file takes masses as text. */
const formatMass = (massMg: number, scale: ScaleScenario): string =>
  formatDecimalMass(asMassMg(massMg), scale.unit, 6).replace(/\.?0+$/, '');

function portMember(addresses: WireAddresses, id: string): object {
  const address: WireAddress | undefined = addresses[id];
  if (!address) throw new RangeError(`the world has no wire for ${id}`);
  return 'serial' in address ? { serial: address.serial } : { tcp: `${address.host}:${address.port}` };
}

function scaleMember(scale: ScaleScenario, addresses: WireAddresses): object {
  const range = {
    max: formatMass(scale.maxMg, scale),
    min: formatMass(MIN_INTERVALS * scale.intervalMg, scale),
    interval: formatMass(scale.intervalMg, scale),
  };
  return {
    id: scale.id,
    model: MODELS[scale.wire],
    port: portMember(addresses, scale.id),
    ...(scale.wire.startsWith('laumas') ? { address: String(scale.address) } : {}),
    scale: { class: 'III', unit: scale.unit, decimals: scale.decimals, ranges: [range] },
  };
}

function readerMember(reader: string, addresses: WireAddresses): object {
  return { id: reader, model: 'm100-generic', port: portMember(addresses, reader), region: 'EU' };
}

function stationMember(station: StationScenario): object {
  const { id, scale, reader } = station;
  const number = id.replace(/^\D+/, '');
  return {
    id,
    name: id.startsWith('bridge')
      ? { en: 'Weighbridge', ja: 'トラックスケール' }
      : { en: `Dock ${number}`, ja: `第${number}ドック` },
    scale: scale.id,
    readers: reader === null ? [] : [reader],
    weighbridge: id.startsWith('bridge'),
    checkWeight: {
      mass: formatMass(station.checkWeightMg, scale),
      unit: scale.unit,
      everyHours: HOURS_BETWEEN_CHECKS,
    },
  };
}

function gateMember({ id, outer, inner }: GateScenario): object {
  return {
    id,
    name: { en: 'Main gate', ja: '正門' },
    readers: [outer, inner],
    outer: [`${outer}/1`],
    inner: [`${inner}/1`],
  };
}

/**
 * YAML text of the demo base's site file.
 *
 * @throws {RangeError} when an instrument has no wire address
 */
export function formatDemoSiteFile(parts: DemoSiteParts): string {
  const { stations, gates, wireAddresses } = parts;
  const site = {
    base: 'demo',
    name: { en: 'Demo base', ja: 'デモ基地' },
    data: '.',
    http: { host: '127.0.0.1', port: parts.httpPort },
    headquarters: {
      broker: `mqtt://127.0.0.1:${parts.brokerPort}`,
      protocol: 4,
      keys: parts.headquartersKeys,
      topic: parts.topic,
      client: parts.client,
      checkpointEveryMinutes: 60,
    },
    areas: [
      { id: 'hall-1', name: { en: 'Hall 1', ja: '第1倉庫' } },
      { id: 'hall-2', name: { en: 'Hall 2', ja: '第2倉庫' } },
      { id: 'yard', name: { en: 'Yard', ja: 'ヤード' } },
    ],
    stations: stations.map(stationMember),
    ...(gates.length === 0 ? {} : { gates: gates.map(gateMember) }),
    instruments: [
      ...gates.flatMap(({ outer, inner }) => [readerMember(outer, wireAddresses), readerMember(inner, wireAddresses)]),
      ...stations.flatMap(({ scale, reader }) => [
        scaleMember(scale, wireAddresses),
        ...(reader === null ? [] : [readerMember(reader, wireAddresses)]),
      ]),
    ],
  };
  return `${HEADING}${stringify(site)}`;
}
