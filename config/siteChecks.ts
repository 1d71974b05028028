// What a single value of the site file cannot show: that references name something, that no id and no address is used
// twice, that each instrument fits its model. Runs on the valid part of the file, so that every error is reported at
// once. Must not know any file.
import type { MassMg } from '../drivers/contract/mass.ts';
import type { SettingError, SettingPath } from './configError.ts';
import { checkInstrument } from './instrumentChecks.ts';
import { checkSharedLines } from './sharedLineChecks.ts';
import { checkScaleSettings, parseMassSetting } from './scaleChecks.ts';
import type { InstrumentModels, PartialSiteInput } from './partialSite.ts';

/** Errors of a site file beyond its schema. */
export function checkSite(site: PartialSiteInput, models: InstrumentModels): SettingError[] {
  const instruments = site.instruments ?? [];
  return [
    ...checkHttp(site.http),
    ...findDuplicateIds(site.stations?.map((station) => station?.id) ?? [], 'stations', 'station'),
    ...findDuplicateIds(
      instruments.map((instrument) => instrument?.id),
      'instruments',
      'instrument',
    ),
    ...findDuplicateIds(site.areas?.map((area) => area?.id) ?? [], 'areas', 'area'),
    ...checkStations(site, models),
    ...checkGates(site),
    ...instruments.flatMap((instrument, index) =>
      instrument === undefined ? [] : checkInstrument(instrument, models, ['instruments', index]),
    ),
    ...instruments.flatMap((instrument, index) =>
      instrument?.scale === undefined ? [] : checkScaleSettings(instrument.scale, ['instruments', index, 'scale']),
    ),
    ...checkSharedLines(instruments, models),
  ];
}

/** PINs and stock never cross a network in the clear. */
function checkHttp(http: PartialSiteInput['http']): SettingError[] {
  if (http?.host === undefined || http.tls !== undefined) return [];
  if (http.host === 'localhost' || http.host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(http.host)) return [];
  return [
    {
      path: ['http', 'host'],
      problem: `"${http.host}" is reached from outside and there is no tls`,
      allowed: '127.0.0.1, ::1 or localhost; or tls with certificate and key',
    },
  ];
}

function findDuplicateIds(ids: readonly (string | undefined)[], list: string, itemName: string): SettingError[] {
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (id === undefined || first === index) return [];
    return [
      {
        path: [list, index, 'id'],
        problem: `"${id}" is already the id of ${list}[${first}]`,
        allowed: `an id that no other ${itemName} has`,
      },
    ];
  });
}

interface InstrumentReference {
  id: string;
  path: SettingPath;
  expectedKind: 'scale' | 'reader';
}

function checkStations(site: PartialSiteInput, models: InstrumentModels): SettingError[] {
  const uses = (site.stations ?? []).flatMap((station, index): InstrumentReference[] => {
    const scale: InstrumentReference[] =
      station?.scale === undefined
        ? []
        : [{ id: station.scale, path: ['stations', index, 'scale'], expectedKind: 'scale' }];
    const readers = (station?.readers ?? []).flatMap((id, readerIndex): InstrumentReference[] =>
      id === undefined ? [] : [{ id, path: ['stations', index, 'readers', readerIndex], expectedKind: 'reader' }],
    );
    return [...scale, ...readers];
  });
  // A reader's reads all go to its one place, so a gate shares none with a station.
  for (const [index, gate] of (site.gates ?? []).entries())
    for (const [readerIndex, id] of (gate?.readers ?? []).entries())
      if (id !== undefined) uses.push({ id, path: ['gates', index, 'readers', readerIndex], expectedKind: 'reader' });
  return [...uses.flatMap((use) => checkInstrumentReference(use, uses, site, models)), ...checkStationMasses(site)];
}

function checkInstrumentReference(
  use: InstrumentReference,
  uses: readonly InstrumentReference[],
  site: PartialSiteInput,
  models: InstrumentModels,
): SettingError[] {
  const instruments = (site.instruments ?? []).flatMap((instrument) =>
    instrument?.id === undefined ? [] : [{ id: instrument.id, kind: findInstrumentKind(instrument.model, models) }],
  );
  const fitting = instruments.filter(({ kind }) => kind === use.expectedKind || kind === null).map(({ id }) => id);
  const allowed =
    fitting.length === 0
      ? `a ${use.expectedKind} under instruments; there is none`
      : `one of ${[...new Set(fitting)].join(', ')}`;
  const instrument = instruments.find(({ id }) => id === use.id);
  if (instrument === undefined) return [{ path: use.path, problem: `there is no instrument "${use.id}"`, allowed }];
  if (instrument.kind !== null && instrument.kind !== use.expectedKind)
    return [{ path: use.path, problem: `"${use.id}" is a ${instrument.kind}, not a ${use.expectedKind}`, allowed }];
  const first = uses.find((other) => other.id === use.id);
  if (first === use || first === undefined) return [];
  return [
    {
      path: use.path,
      problem: `"${use.id}" is already used by ${String(first.path[0])}[${String(first.path[1])}]`,
      allowed: `a ${use.expectedKind} of its own`,
    },
  ];
}

/** Ids are shared with stations: both name places where something happened. */
function checkGates(site: PartialSiteInput): SettingError[] {
  const stations = (site.stations ?? []).map((station) => station?.id);
  const gates = site.gates ?? [];
  return [
    ...findDuplicateIds(
      gates.map((gate) => gate?.id),
      'gates',
      'gate',
    ),
    ...gates.flatMap((gate, index): SettingError[] => {
      const stationIndex = gate?.id === undefined ? -1 : stations.indexOf(gate.id);
      const idErrors: SettingError[] =
        stationIndex === -1
          ? []
          : [
              {
                path: ['gates', index, 'id'],
                problem: `"${gate?.id ?? ''}" is already the id of stations[${stationIndex}]`,
                allowed: 'an id that no station has',
              },
            ];
      return [...idErrors, ...checkZones(gate, index)];
    }),
  ];
}

type PartialGate = NonNullable<PartialSiteInput['gates']>[number];

/** An antenna covers one side of the gate; otherwise no direction could be derived. */
function checkZones(gate: PartialGate, index: number): SettingError[] {
  const readers = gate?.readers ?? [];
  return (['outer', 'inner'] as const).flatMap((zone) =>
    (gate?.[zone] ?? []).flatMap((antenna, antennaIndex): SettingError[] => {
      if (antenna === undefined) return [];
      const path = ['gates', index, zone, antennaIndex];
      const reader = antenna.split('/')[0];
      if (!readers.includes(reader))
        return [
          { path, problem: `"${antenna}" is of no reader of this gate`, allowed: `antennas of ${readers.join(', ')}` },
        ];
      if (zone === 'inner' && gate?.outer?.includes(antenna))
        return [{ path, problem: `"${antenna}" is an outer antenna too`, allowed: 'an antenna of one side' }];
      return [];
    }),
  );
}

/** Null while the model is unknown, which is an error of its own, reported once. */
function findInstrumentKind(model: string | undefined, models: InstrumentModels): 'scale' | 'reader' | null {
  const kind = models.get(model ?? '')?.kind;
  if (kind === undefined) return null;
  return kind === 'reader' || kind === 'modbus-reader' ? 'reader' : 'scale';
}

type PartialStation = NonNullable<NonNullable<PartialSiteInput['stations']>[number]>;

function checkStationMasses(site: PartialSiteInput): SettingError[] {
  return (site.stations ?? []).flatMap((station, index) => {
    const scale = site.instruments?.find((instrument) => instrument?.id === station?.scale)?.scale;
    return [...checkWeightErrors(station, { index, scale }), ...loadThresholdErrors(station, { index, scale })];
  });
}

type PartialScale = NonNullable<NonNullable<PartialSiteInput['instruments']>[number]>['scale'];

/** Errors of the range's own texts are reported by the scale's checks. */
function scaleLimits(scale: PartialScale): { minMg: MassMg | null; maxMg: MassMg | null } {
  const ignoredErrors: SettingError[] = [];
  return {
    minMg: parseMassSetting(scale?.ranges?.[0]?.min, scale?.unit, [], ignoredErrors),
    maxMg: parseMassSetting(scale?.ranges?.at(-1)?.max, scale?.unit, [], ignoredErrors),
  };
}

interface StationPlace {
  index: number;
  scale: PartialScale;
}

function checkWeightErrors(station: PartialStation | undefined, { index, scale }: StationPlace): SettingError[] {
  const errors: SettingError[] = [];
  const path = ['stations', index, 'checkWeight', 'mass'];
  const weight = station?.checkWeight;
  const massMg = parseMassSetting(weight?.mass, weight?.unit, path, errors);
  const { minMg, maxMg } = scaleLimits(scale);
  if (massMg === null || ((minMg === null || massMg >= minMg) && (maxMg === null || massMg <= maxMg))) return errors;
  const problem = `${weight?.mass ?? ''} ${weight?.unit ?? ''} is outside the scale's range`;
  const allowed = `${scale?.ranges?.[0]?.min ?? ''} to ${scale?.ranges?.at(-1)?.max ?? ''} ${scale?.unit ?? ''}`;
  return [...errors, { path, problem, allowed }];
}

/** Half of a package that the scale can weigh: from Min to half of Max. A larger one would hide whole packages. */
function loadThresholdErrors(station: PartialStation | undefined, { index, scale }: StationPlace): SettingError[] {
  const errors: SettingError[] = [];
  const path = ['stations', index, 'loadThreshold', 'mass'];
  const threshold = station?.loadThreshold;
  const massMg = parseMassSetting(threshold?.mass, threshold?.unit, path, errors);
  const { minMg, maxMg } = scaleLimits(scale);
  if (massMg === null || ((minMg === null || massMg >= minMg) && (maxMg === null || massMg <= maxMg / 2)))
    return errors;
  const problem = `${threshold?.mass ?? ''} ${threshold?.unit ?? ''} is no half of a package for this scale`;
  const [min = '', max = ''] = [scale?.ranges?.[0]?.min, scale?.ranges?.at(-1)?.max];
  return [...errors, { path, problem, allowed: `Min (${min}) to half of Max (${max}) ${scale?.unit ?? ''}` }];
}
