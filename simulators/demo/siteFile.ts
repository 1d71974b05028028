// Writes the demo base's site file from where the world's wires end. Must not know how the agent reads it.
import { massToText } from '../../drivers/contract/mass.ts';
import type { GateScenario, Places, ScaleScenario, ScaleWire, StationScenario, WirePlace } from '../world/scenario.ts';

export interface SiteParts {
  stations: readonly StationScenario[];
  gates: readonly GateScenario[];
  places: Places;
  httpPort: number;
  brokerPort: number;
  /** Path of headquarters' public keys, from the site file's folder. */
  headquartersKeys: string;
  topic: string;
  client: string;
}

const MODELS: Record<ScaleWire, string> = {
  'and-indicator-serial': 'and-ad4406',
  'and-balance-tcp': 'and-balance',
  'laumas-rtu-serial': 'laumas-tlb',
  'laumas-tcp': 'laumas-tlb',
};
const HOURS_BETWEEN_CHECKS = 24;
/** OIML R 76: Min of class III is 20 e. */
const MIN_INTERVALS = 20;

const quoted = (text: string): string => JSON.stringify(text);
const plain = (massMg: number, scale: ScaleScenario): string => massToText(massMg, scale.unit, 6).replace(/\.?0+$/, '');

function portOf(place: WirePlace | undefined, id: string): string {
  if (!place) throw new RangeError(`the world has no wire for ${id}`);
  return 'serial' in place
    ? `{ serial: ${quoted(place.serial)} }`
    : `{ tcp: ${quoted(`${place.host}:${place.port}`)} }`;
}

function scaleLines(scale: ScaleScenario, places: Places): string[] {
  const range = `{ max: ${quoted(plain(scale.maxMg, scale))}, min: ${quoted(plain(MIN_INTERVALS * scale.intervalMg, scale))}, interval: ${quoted(plain(scale.intervalMg, scale))} }`;
  const addressed = scale.wire.startsWith('laumas') ? [`    address: ${quoted(String(scale.address))}`] : [];
  return [
    `  - id: ${scale.id}`,
    `    model: ${MODELS[scale.wire]}`,
    `    port: ${portOf(places[scale.id], scale.id)}`,
    ...addressed,
    `    scale: { class: III, unit: ${scale.unit}, decimals: ${scale.decimals}, ranges: [${range}] }`,
  ];
}

function readerLines(reader: string, places: Places): string[] {
  return [
    `  - id: ${reader}`,
    '    model: m100-generic',
    `    port: ${portOf(places[reader], reader)}`,
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
    `    checkWeight: { mass: ${quoted(plain(station.checkWeightMg, scale))}, unit: ${scale.unit}, everyHours: ${HOURS_BETWEEN_CHECKS} }`,
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

export function siteFile(parts: SiteParts): string {
  const { stations, gates, places } = parts;
  return [
    '# The demo’s base. Written anew by every demo; ports and topics are random.',
    'base: demo',
    'name: { en: Demo base, ja: デモ基地 }',
    'data: .',
    `http: { host: 127.0.0.1, port: ${parts.httpPort} }`,
    'headquarters:',
    `  broker: mqtt://127.0.0.1:${parts.brokerPort}`,
    '  protocol: 4',
    `  keys: ${quoted(parts.headquartersKeys)}`,
    `  topic: ${quoted(parts.topic)}`,
    `  client: ${quoted(parts.client)}`,
    '  checkpointEveryMinutes: 60',
    'areas:',
    '  - { id: hall-1, name: { en: Hall 1, ja: 第1倉庫 } }',
    '  - { id: hall-2, name: { en: Hall 2, ja: 第2倉庫 } }',
    '  - { id: yard, name: { en: Yard, ja: ヤード } }',
    'stations:',
    ...stations.flatMap(stationLines),
    ...(gates.length === 0 ? [] : ['gates:', ...gates.flatMap(gateLines)]),
    'instruments:',
    ...gates.flatMap(({ outer, inner }) => [...readerLines(outer, places), ...readerLines(inner, places)]),
    ...stations.flatMap(({ scale, reader }) => [
      ...scaleLines(scale, places),
      ...(reader === null ? [] : readerLines(reader, places)),
    ]),
    '',
  ].join('\n');
}
