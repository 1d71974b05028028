// Writes the demo base's site file from where the world's wires end. Must not know how the agent reads it.
import { formatMass as formatDecimalMass } from '../../drivers/contract/mass.ts';
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
  wireAddresses: WireAddresses;
  httpPort: number;
  brokerPort: number;
  /** Path of headquarters' public keys, from the site file's folder. */
  headquartersKeys: string;
  topic: string;
  client: string;
}

const MODELS: Record<ScaleConnection, string> = {
  'and-indicator-serial': 'and-ad4406',
  'and-balance-tcp': 'and-balance',
  'laumas-rtu-serial': 'laumas-tlb',
  'laumas-tcp': 'laumas-tlb',
};
const HOURS_BETWEEN_CHECKS = 24;
/** OIML R 76: Min of class III is 20 e. */
const MIN_INTERVALS = 20;

const quoteYaml = (text: string): string => JSON.stringify(text);
const formatMass = (massMg: number, scale: ScaleScenario): string =>
  formatDecimalMass(massMg, scale.unit, 6).replace(/\.?0+$/, '');

function formatPort(place: WireAddress | undefined, id: string): string {
  if (!place) throw new RangeError(`the world has no wire for ${id}`);
  return 'serial' in place
    ? `{ serial: ${quoteYaml(place.serial)} }`
    : `{ tcp: ${quoteYaml(`${place.host}:${place.port}`)} }`;
}

function scaleLines(scale: ScaleScenario, places: WireAddresses): string[] {
  const range = `{ max: ${quoteYaml(formatMass(scale.maxMg, scale))}, min: ${quoteYaml(formatMass(MIN_INTERVALS * scale.intervalMg, scale))}, interval: ${quoteYaml(formatMass(scale.intervalMg, scale))} }`;
  const addressed = scale.wire.startsWith('laumas') ? [`    address: ${quoteYaml(String(scale.address))}`] : [];
  return [
    `  - id: ${scale.id}`,
    `    model: ${MODELS[scale.wire]}`,
    `    port: ${formatPort(places[scale.id], scale.id)}`,
    ...addressed,
    `    scale: { class: III, unit: ${scale.unit}, decimals: ${scale.decimals}, ranges: [${range}] }`,
  ];
}

function readerLines(reader: string, places: WireAddresses): string[] {
  return [
    `  - id: ${reader}`,
    '    model: m100-generic',
    `    port: ${formatPort(places[reader], reader)}`,
    '    region: EU',
  ];
}

function stationLines(station: StationScenario): string[] {
  const { scale } = station;
  const number = station.id.replace(/^\D+/, '');
  return [
    `  - id: ${station.id}`,
    `    name: ${station.id.startsWith('bridge') ? '{ en: Weighbridge, ja: トラックスケール }' : `{ en: Dock ${number}, ja: 第${number}ドック }`}`,
    `    scale: ${scale.id}`,
    `    readers: [${station.reader ?? ''}]`,
    `    checkWeight: { mass: ${quoteYaml(formatMass(station.checkWeightMg, scale))}, unit: ${scale.unit}, everyHours: ${HOURS_BETWEEN_CHECKS} }`,
  ];
}

function gateLines({ id, outer, inner }: GateScenario): string[] {
  return [
    `  - id: ${id}`,
    '    name: { en: Main gate, ja: 正門 }',
    `    readers: [${outer}, ${inner}]`,
    `    outer: [${outer}/1]`,
    `    inner: [${inner}/1]`,
  ];
}

export function formatDemoSiteFile(parts: DemoSiteParts): string {
  const { stations, gates, wireAddresses } = parts;
  return [
    '# The demo’s base. Written anew by every demo; ports and topics are random.',
    'base: demo',
    'name: { en: Demo base, ja: デモ基地 }',
    'data: .',
    `http: { host: 127.0.0.1, port: ${parts.httpPort} }`,
    'headquarters:',
    `  broker: mqtt://127.0.0.1:${parts.brokerPort}`,
    '  protocol: 4',
    `  keys: ${quoteYaml(parts.headquartersKeys)}`,
    `  topic: ${quoteYaml(parts.topic)}`,
    `  client: ${quoteYaml(parts.client)}`,
    '  checkpointEveryMinutes: 60',
    'areas:',
    '  - { id: hall-1, name: { en: Hall 1, ja: 第1倉庫 } }',
    '  - { id: hall-2, name: { en: Hall 2, ja: 第2倉庫 } }',
    '  - { id: yard, name: { en: Yard, ja: ヤード } }',
    'stations:',
    ...stations.flatMap(stationLines),
    ...(gates.length === 0 ? [] : ['gates:', ...gates.flatMap(gateLines)]),
    'instruments:',
    ...gates.flatMap(({ outer, inner }) => [
      ...readerLines(outer, wireAddresses),
      ...readerLines(inner, wireAddresses),
    ]),
    ...stations.flatMap(({ scale, reader }) => [
      ...scaleLines(scale, wireAddresses),
      ...(reader === null ? [] : readerLines(reader, wireAddresses)),
    ]),
    '',
  ].join('\n');
}
