// A serial line whose far end is a device of the simulated world: a pseudo-terminal behind a symbolic link that stays
// the same when the cable is pulled and plugged in again. Linux. Must not know what the device speaks.
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReadStream } from 'node:tty';
import * as pty from '@lydell/node-pty';
import type { Clock } from '../../drivers/contract/clock.ts';
import {
  createReactionStack,
  type SimulatedDevice,
  type DeviceConnection,
  type SimulatedWire,
} from './simulatedWire.ts';

/** The part of node-pty that its typings leave out: a bare pair, without a child process. */
interface PtyPair {
  readonly master: ReadStream;
  readonly slave: ReadStream;
  readonly ptsName: string;
}
interface PtyOpener {
  open(options: { encoding: null }): PtyPair;
}

/** A line that nobody reads loses its bytes; so does this one once this many wait. */
const UNREAD_BYTES_MAX = 4_096;

interface PluggedDevice {
  pair: PtyPair;
  session: DeviceConnection;
}

/**
 * Our end of the slave side stays open as long as the cable is plugged in: otherwise the pair would hang up whenever
 * the agent closes its end. It must never read, or it would take the agent's bytes; and it sets the line raw, so that
 * nothing the device says is echoed back to it before the agent has opened the line.
 */
function keepSlaveOpen(slave: ReadStream): void {
  slave._read = () => undefined;
  slave.setRawMode(true);
}

/** Makes `link` point to `target` in one step: whoever opens it finds the old line or the new one. */
async function replaceLink(link: string, target: string): Promise<void> {
  const next = `${link}.${randomBytes(6).toString('hex')}`;
  await symlink(target, next);
  await rename(next, link);
}

/** Puts the device behind a pty and `link` in front of it. Rejects if the folder cannot be written. */
export async function openSerialWire(options: {
  link: string;
  device: SimulatedDevice;
  clock: Clock;
}): Promise<SimulatedWire> {
  const { link, device } = options;
  const reactions = createReactionStack(options.clock);
  let plugged: PluggedDevice | null = null;

  const plugIn = (): PluggedDevice => {
    const pair = (pty as unknown as PtyOpener).open({ encoding: null });
    keepSlaveOpen(pair.slave);
    // Hanging up shows as EIO on either end; the plug is pulled, nothing else.
    pair.master.on('error', () => undefined);
    pair.slave.on('error', () => undefined);
    const write = (bytes: Uint8Array): void => {
      if (!pair.master.destroyed && pair.master.writableLength <= UNREAD_BYTES_MAX) pair.master.write(bytes);
    };
    const session = device((frame) => reactions.sendOutgoing(frame, write));
    pair.master.on('data', (chunk: Buffer) => {
      const received = reactions.filterIncoming(new Uint8Array(chunk));
      if (received) session.receive(received);
    });
    return { pair, session };
  };

  const pullOut = async (): Promise<void> => {
    const pulled = plugged;
    plugged = null;
    if (!pulled) return;
    pulled.session.close();
    await rm(link, { force: true });
    await Promise.all(
      [pulled.pair.slave, pulled.pair.master].map(
        (end) => new Promise((resolve) => end.once('close', resolve).destroy()),
      ),
    );
  };

  const plug = async (): Promise<void> => {
    if (plugged) return;
    plugged = plugIn();
    await replaceLink(link, plugged.pair.ptsName);
  };

  await mkdir(dirname(link), { recursive: true });
  await plug();
  return { addReaction: reactions.addReaction, unplug: pullOut, replug: plug, close: pullOut };
}
