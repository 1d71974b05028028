// The site file of the base that `hakari simulate` runs, as text. Must not know the simulation that it is written for.
import { asMassMg, formatMass } from '../../drivers/contract/mass.ts';

/** One scale with its station, and the RFID reader beside it. */
export interface SimulatedScaleConfig {
  station: string;
  instrument: string;
  /** Null: the station has none. */
  reader: string | null;
  maxMg: number;
  intervalMg: number;
  /** Digits behind the point, as the scale shows kilograms. */
  decimals: number;
  checkWeightMg: number;
  weighbridge: boolean;
}

/** The simulated base, with the moment at which its virtual clock begins. */
export interface SimulatedSiteConfig {
  scales: readonly SimulatedScaleConfig[];
  people: readonly { operator: string; supervisor: boolean }[];
  areas: readonly string[];
  startWallMs: number;
}

/** Id of the simulated base. */
export const SIMULATED_BASE = 'simulated';

/**
 * Min of a scale of class III, in verification intervals.
 *
 * @see OIML R 76-1, table 3: 20 e
 */
const MIN_INTERVALS = 20;

/** YAML that config/ loads without errors. */
export function formatSimulatedSite(site: SimulatedSiteConfig): string {
  const kg = (massMg: number): string => JSON.stringify(formatMass(asMassMg(massMg), 'kg', 3).replace(/\.?0+$/, ''));
  const stations = site.scales.map((scale) => {
    const check = `{ mass: ${kg(scale.checkWeightMg)}, unit: kg, everyHours: 24 }`;
    return `  - { id: ${scale.station}, name: { en: ${scale.station}, ja: ${scale.station} }, scale: ${scale.instrument}, readers: [${scale.reader ?? ''}], weighbridge: ${scale.weighbridge}, checkWeight: ${check} }`;
  });
  const instruments = site.scales.flatMap((scale) => {
    const range = `{ max: ${kg(scale.maxMg)}, min: ${kg(MIN_INTERVALS * scale.intervalMg)}, interval: ${kg(scale.intervalMg)} }`;
    const scaleEntry = `  - { id: ${scale.instrument}, model: and-ad4406, port: { serial: /dev/${scale.instrument} }, scale: { class: III, unit: kg, decimals: ${scale.decimals}, ranges: [${range}] } }`;
    return scale.reader === null
      ? [scaleEntry]
      : [
          scaleEntry,
          `  - { id: ${scale.reader}, model: m100-generic, port: { serial: /dev/${scale.reader} }, region: EU }`,
        ];
  });
  const areas = site.areas.map((area) => `  - { id: ${area}, name: { en: ${area}, ja: ${area} } }`);
  return [
    `base: ${SIMULATED_BASE}`,
    'name: { en: Simulated base, ja: 模擬基地 }',
    'data: ./data',
    'http: { port: 0 }',
    'stations:',
    ...stations,
    'areas:',
    ...areas,
    'instruments:',
    ...instruments,
    '',
  ].join('\n');
}
