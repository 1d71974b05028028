// What a person at headquarters does with streams: looks, approves a new epoch, lets a stopped one go on, takes a base's
// new keys. Reads arguments and prints; what happens is the store's.
import { BaseKeysFile } from '../../link/contract/keyFileSchemas.ts';
import { keyFingerprint } from '../signing/headquartersKeys.ts';
import type { LinkStore, StreamRow } from '../store/linkStore.ts';
import { type DeskOptions, DeskUsageError, readDeskJsonFile, requireOption, withLinkStore } from './deskOptions.ts';
import type { DeskIo } from './orderCommands.ts';
import { formatStreamLine } from './reportText.ts';

/** Prints every stream, with what needs a person. Exit code 1 if something does. */
export function runStreamsCommand(options: DeskOptions, io: DeskIo): number {
  const streams = withLinkStore(options, (link) => link.listStreams()).filter(
    ({ base }) => options.base === undefined || base === options.base,
  );
  if (options.json) io.out(JSON.stringify(streams));
  else for (const stream of streams) for (const line of describeStream(stream)) io.out(line);
  return streams.some(needsPerson) ? 1 : 0;
}

function needsPerson({ state, standing }: StreamRow): boolean {
  return state !== 'approved' || standing !== 'fits';
}

function describeStream(stream: StreamRow): string[] {
  const { base, epoch, state, standing, hash, previous_epoch, previous_seq, told_seq, seq } = stream;
  const lines = [formatStreamLine({ ...stream, headHash: hash })];
  lines.push(
    `  epoch ${epoch}${previous_epoch === null ? ', begun at an installation' : `, after entry ${previous_seq} of epoch ${previous_epoch}`}`,
  );
  if (standing !== 'fits') lines.push(`  the base says that it holds ${told_seq} entries; ${seq} are stored here`);
  if (state === 'waiting')
    lines.push(
      `  if the base was restored or moved: hakari headquarters approve --dir DIR --base ${base} --epoch ${epoch}`,
    );
  if (state === 'stopped')
    lines.push(
      `  if two copies of the base run, stop one; if the base was restored, let it begin a new epoch and approve that. Only if neither is so: hakari headquarters resume --dir DIR --base ${base} --epoch ${epoch}`,
    );
  return lines;
}

/** `approve`: a person has made sure that the base was restored, moved or given new keys. */
export function runApproveCommand(options: DeskOptions, io: DeskIo): number {
  return openStream(options, io, { from: 'waiting', done: 'is approved: entries and orders pass again' });
}

/** `resume`: a person has compared, and the stream may go on where it stood. */
export function runResumeCommand(options: DeskOptions, io: DeskIo): number {
  return openStream(options, io, { from: 'stopped', done: 'goes on' });
}

function openStream(
  options: DeskOptions,
  io: DeskIo,
  { from, done }: { from: 'waiting' | 'stopped'; done: string },
): number {
  const [base, epoch] = [requireOption(options, 'base'), requireOption(options, 'epoch')];
  return withLinkStore(options, (link) => {
    const stream = findNamedStream(link, { base, epoch });
    if (stream === undefined) {
      io.err(`base ${base} has no epoch ${epoch}: see hakari headquarters streams`);
      return 1;
    }
    if (!link.approveStream(stream.stream, from)) {
      io.err(`epoch ${epoch} of base ${base} is ${stream.state}, not ${from}`);
      return 1;
    }
    io.out(`epoch ${epoch} of base ${base} ${done}`);
    return 0;
  });
}

/** Of several branches, the one that is not approved. */
function findNamedStream(link: LinkStore, { base, epoch }: { base: string; epoch: string }): StreamRow | undefined {
  const streams = link.listStreams().filter((stream) => stream.base === base && stream.epoch === epoch);
  return streams.find(({ state }) => state !== 'approved') ?? streams[0];
}

/** `rekey`: new keys for a base whose own are lost; two people have compared the fingerprint. */
export function runRekeyCommand(options: DeskOptions, io: DeskIo): number {
  const path = requireOption(options, 'keys');
  const file = BaseKeysFile.safeParse(readDeskJsonFile(path));
  if (!file.success) throw new DeskUsageError(`${path} is not a base-keys.json`);
  const { base, signingKey, sealingKey } = file.data;
  if (options.base !== undefined && options.base !== base)
    throw new DeskUsageError(`${path} holds the keys of base ${base}, not of ${options.base}`);
  if (!withLinkStore(options, (link) => link.rekeyBase({ base, signing_key: signingKey, sealing_key: sealingKey }))) {
    io.err(`base ${base} is not known: enrol it`);
    return 1;
  }
  io.out(
    `base ${base} has new keys, fingerprint ${keyFingerprint(file.data)}; its old ones are worth nothing any more`,
  );
  return 0;
}
