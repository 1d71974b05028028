// Work at a station that is not the next step of its job: the table of actions, with roles and conditions. Pure; it
// decides nothing, the agent judges the command.
import { WORDS_MAX } from '../../../core/model/comparableText.ts';
import type { Role } from '../../../core/model/roles.ts';
import {
  buildChoiceField,
  buildSealField,
  buildSimpleAction,
  emptyToNull,
  isDelivery,
  isIdle,
  MAX_CODES,
  mayAnnounce,
  PACKAGE_FIELD,
  resolvePackage,
  type StationAction,
  type StationActionContext,
} from './stationActionFields.ts';
import {
  buildAllowRemovalAction,
  buildGroupAction,
  buildTakeOverAction,
  buildMoveJobAction,
  buildRemovalAction,
  buildStocktakeAction,
  buildTypeWeightAction,
  buildTypedRemovalAction,
  buildUnloadAction,
} from './stationActionForms.ts';

/** The actions in the order of the list on the screen. */
export const STATION_ACTION_NAMES = [
  'vehicle',
  'unloaded',
  'group',
  'typed',
  'end-delivery',
  'unannounced',
  'stocktake',
  'relocate',
  'reweigh',
  'removal',
  'typed-removal',
  'allow-removal',
  'seal',
  'reseal',
  'reverse',
  'move-job',
  'take-over',
] as const;
/** Names an action in its text keys `action.<name>`. */
export type StationActionName = (typeof STATION_ACTION_NAMES)[number];

const ANYBODY: readonly Role[] = ['operator', 'supervisor'];
const SUPERVISOR: readonly Role[] = ['supervisor'];
interface ActionKind {
  roles: readonly Role[];
  /** Null: not now. */
  build: (context: StationActionContext) => StationAction | null;
}

/** The actions that this person may take at the station now. */
export function listOfferedActions(context: StationActionContext): StationActionName[] {
  return STATION_ACTION_NAMES.filter((name) => findOfferedAction(name, context) !== null);
}

/** The action of this name; null where it is not offered to this person now. */
export function findOfferedAction(name: StationActionName, context: StationActionContext): StationAction | null {
  const { roles, build } = ACTION_KINDS[name];
  return roles.some((role) => context.roles.includes(role)) ? build(context) : null;
}

const ACTION_KINDS: Record<StationActionName, ActionKind> = {
  vehicle: {
    roles: ANYBODY,
    build: ({ station }) =>
      station.weighbridge && (isIdle(station) || isDelivery(station))
        ? buildSimpleAction([{ name: 'plates', kind: 'text', maxCharacters: WORDS_MAX.plates }], (readField) => ({
            kind: 'vehicle-arrived',
            station: station.station,
            plates: readField('plates'),
          }))
        : null,
  },
  unloaded: { roles: ANYBODY, build: buildUnloadAction },
  group: { roles: ANYBODY, build: buildGroupAction },
  typed: { roles: SUPERVISOR, build: buildTypeWeightAction },
  'end-delivery': {
    roles: ANYBODY,
    build: ({ station: { job } }) =>
      job?.work === 'intake' ? buildSimpleAction([], () => ({ kind: 'end-delivery', job: job.job })) : null,
  },
  unannounced: {
    roles: ANYBODY,
    build: ({ station }) =>
      isIdle(station) ? buildSimpleAction([], () => ({ kind: 'open-unannounced', station: station.station })) : null,
  },
  stocktake: { roles: SUPERVISOR, build: buildStocktakeAction },
  relocate: {
    roles: ANYBODY,
    build: ({ state, translator }) => ({
      fields: [
        {
          name: 'area',
          kind: 'choice',
          choices: state.areas.map(({ area, name }) => ({ value: area, text: name[translator.language] })),
        },
      ],
      codes: { min: 1, max: MAX_CODES },
      toCommand: (readField, codes) => ({ kind: 'relocate', area: readField('area'), codes: [...codes] }),
    }),
  },
  reweigh: {
    roles: ANYBODY,
    build: (context) =>
      mayAnnounce(context.station)
        ? buildSimpleAction([PACKAGE_FIELD], (readField) => ({
            kind: 'announce-load',
            station: context.station.station,
            load: { kind: 'reweigh', package: resolvePackage(context, readField('package')) },
          }))
        : null,
  },
  removal: { roles: ANYBODY, build: buildRemovalAction },
  'typed-removal': { roles: ANYBODY, build: buildTypedRemovalAction },
  'allow-removal': { roles: ANYBODY, build: buildAllowRemovalAction },
  seal: {
    roles: ANYBODY,
    build: (context) =>
      buildSimpleAction(
        [
          PACKAGE_FIELD,
          buildSealField('seal', false),
          buildChoiceField('intact', context, [
            ['yes', 'action.intact.yes'],
            ['no', 'action.intact.no'],
          ]),
        ],
        (readField) => ({
          kind: 'check-seal',
          package: resolvePackage(context, readField('package')),
          seal: readField('seal'),
          intact: readField('intact') === 'yes',
        }),
      ),
  },
  reseal: {
    roles: ANYBODY,
    build: (context) =>
      buildSimpleAction(
        [
          PACKAGE_FIELD,
          buildChoiceField('seal-work', context, [
            ['reseal', 'action.seal-work.reseal'],
            ['repack', 'action.seal-work.repack'],
          ]),
          buildSealField('seal-before', true),
          buildSealField('seal-after', false),
        ],
        (readField) => ({
          kind: 'reseal',
          package: resolvePackage(context, readField('package')),
          reason: readField('seal-work') === 'repack' ? 'repack' : 'reseal',
          sealBefore: emptyToNull(readField('seal-before')),
          sealAfter: readField('seal-after'),
        }),
      ),
  },
  reverse: {
    roles: ANYBODY,
    build: ({ station: { load } }) =>
      load === null ? null : buildSimpleAction([], () => ({ kind: 'reverse-weighing', weighing: load.weighing })),
  },
  'move-job': { roles: ANYBODY, build: buildMoveJobAction },
  'take-over': { roles: ANYBODY, build: buildTakeOverAction },
};
