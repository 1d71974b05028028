// Which part of headquarters' book takes which kind of entry. An entry that cannot be accepted changes nothing: it is
// stored raw and counted. Must not know envelopes, MQTT or acknowledgements.
import { ENTRY_BODIES, isEntryKind, type Entry, type EntryKind } from '../../agent/headquarters/contract/entries.ts';
import { BaseBook } from './baseBook.ts';
import { checkpointIsSigned } from './chain.ts';
import { publicFrom, type OwnKeys } from './keys.ts';
import type { Store, StreamRow } from './store.ts';
import { doubted, reversed } from './takeBack.ts';
import {
  approved,
  drifted,
  found,
  judged,
  lifted,
  passedGate,
  photographed,
  quarantined,
  recounted,
} from './takeCases.ts';
import {
  foreign,
  jobNamed,
  jobOpened,
  materialRemoved,
  missing,
  packageNamed,
  relocated,
  tagged,
} from './takeGoods.ts';
import { orderReceived, orderRefused } from './takeOrders.ts';
import { allocated, picked, releaseClosed, sealedOpened } from './takeReleases.ts';
import { countExtra, packagesCounted, roundClosed, stocktakeClosed, stocktakeOpened } from './takeStocktakes.ts';
import type { EntryOf, Taken, Taking } from './taking.ts';
import {
  announce,
  arrivedVehicle,
  bound,
  groupFormed,
  typed,
  unloaded,
  vehicleWeighed,
  weighed,
} from './takeWeighings.ts';

export interface EvidenceContext {
  store: Store;
  stream: StreamRow;
  hash: string;
  previousHash: string;
  keys: OwnKeys;
  baseSigningKey: string;
}

type Takers = { [K in EntryKind]: (taking: Taking, entry: EntryOf<K>) => Taken };

const nothing = (): null => null;

const TAKERS: Takers = {
  'epoch-opened': ({ baseSigningKey }, { body }) =>
    body.signingKey === baseSigningKey ? null : 'the signing key is not the enrolled one',
  'agent-started': nothing,
  'order-received': orderReceived,
  'order-refused': orderRefused,
  'sealed-order-opened': sealedOpened,
  'job-opened': jobOpened,
  'job-closed': (taking, { body }) => jobNamed(taking, body.job),
  'job-moved': (taking, { body }) => jobNamed(taking, body.job),
  'job-handed-over': (taking, { body }) => jobNamed(taking, body.job),
  'load-announced': ({ book }, { body }) => {
    announce(book, body.station, body.intent === null ? null : JSON.stringify(body.intent));
    return null;
  },
  'check-weighing': nothing,
  weighing: weighed,
  'weighing-bound': bound,
  'weighing-reversed': reversed,
  'weight-typed': typed,
  'group-formed': groupFormed,
  'group-split': ({ book }, { body }) =>
    book.get('groups_weighed', body.group) ? null : `group ${body.group} is unknown`,
  'vehicle-arrived': arrivedVehicle,
  'vehicle-unloaded': unloaded,
  'vehicle-weighed': vehicleWeighed,
  'tag-attached': tagged,
  'package-missing': missing,
  'package-foreign': foreign,
  'seal-checked': (taking, { body }) => packageNamed(taking, body.package),
  'package-resealed': (taking, { body }) => packageNamed(taking, body.package),
  'material-removed': materialRemoved,
  'packages-relocated': relocated,
  'packages-allocated': allocated,
  'package-picked': picked,
  'gate-passage': passedGate,
  'release-closed': releaseClosed,
  'stocktake-opened': stocktakeOpened,
  'packages-counted': packagesCounted,
  'count-extra': countExtra,
  'count-round-closed': roundClosed,
  'stocktake-closed': stocktakeClosed,
  finding: found,
  'finding-recounted': recounted,
  'finding-approved': approved,
  'photo-attached': photographed,
  'package-quarantined': quarantined,
  'quarantine-lifted': lifted,
  'second-person-asked': nothing,
  'deputy-named': nothing,
  'weighings-doubted': doubted,
  'drift-alarm': drifted,
  verdict: judged,
  checkpoint,
  'register-changed': nothing,
};

/**
 * Takes a chained entry into the evidence; a text says why it could not be accepted (it is stored and acknowledged all
 * the same).
 */
export function takeEvidence(context: EvidenceContext, frame: { kind: string; body?: unknown }): Taken {
  if (!isEntryKind(frame.kind)) return `kind ${frame.kind} is unknown`;
  const body = ENTRY_BODIES[frame.kind].safeParse(frame.body);
  if (!body.success) return `body refused at ${body.error.issues[0]?.path.join('.') ?? ''}`;
  const { store, ...known } = context;
  const taking: Taking = { ...known, book: new BaseBook(store, context.stream.base) };
  return store.attempt(() => take(taking, frame as Entry));
}

function take<K extends EntryKind>(taking: Taking, entry: EntryOf<K>): Taken {
  const taker = TAKERS[entry.kind] as (taking: Taking, entry: EntryOf<K>) => Taken;
  return taker(taking, entry);
}

function checkpoint({ stream, previousHash, baseSigningKey }: Taking, { body, seq }: EntryOf<'checkpoint'>): Taken {
  if (body.seq !== seq - 1 || body.hash !== previousHash) return 'the checkpoint does not name the entry before it';
  const position = { base: stream.base, epoch: stream.epoch, seq: body.seq, hash: body.hash };
  return checkpointIsSigned(position, body.signature, publicFrom('Ed25519', baseSigningKey))
    ? null
    : 'the checkpoint’s signature is bad';
}
