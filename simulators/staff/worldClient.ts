// The hands' way to the physical world: one command a line to its process, one answer a line back. Must not know the
// agent.
import type { MassMg } from '../../drivers/contract/mass.ts';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What came of a move: a tag's number, or what the display showed when the load was taken off. */
export interface MoveReply {
  epcHex?: string;
  displayed?: { items: string[]; grossMg: MassMg };
}

export interface WorldClient {
  /** Resolves when the move is over; rejects with the world's reason, or when the world has gone. */
  sendMove(command: Record<string, unknown> & { do: string }): Promise<MoveReply>;
  /** Resolves when the world has said that its wires are open. */
  waitUntilReady(): Promise<void>;
}

interface PendingMove {
  resolve: (answer: MoveReply) => void;
  reject: (error: Error) => void;
}

const PENDING_MAX = 1_000;

export function openWorldClient(streams: { toWorld: Writable; fromWorld: Readable }): WorldClient {
  const pendingMoves = new Map<number, PendingMove>();
  let nextId = 1;
  let hasEnded = false;
  let resolveReady = (): void => undefined;
  let rejectReady = (): void => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = () => reject(new Error('the world has gone'));
  });
  ready.catch(() => undefined);
  const lines = createInterface({ input: streams.fromWorld });
  streams.toWorld.on('error', () => undefined);
  lines.on('line', (line) => {
    const answer = JSON.parse(line) as MoveReply & { ready?: true; id?: number; ok?: boolean; reason?: string };
    if (answer.ready) resolveReady();
    const pendingMove = answer.id === undefined ? undefined : pendingMoves.get(answer.id);
    if (!pendingMove || answer.id === undefined) return;
    pendingMoves.delete(answer.id);
    const { epcHex, displayed } = answer;
    if (answer.ok)
      pendingMove.resolve({
        ...(epcHex === undefined ? {} : { epcHex }),
        ...(displayed === undefined ? {} : { displayed }),
      });
    else pendingMove.reject(new Error(answer.reason ?? 'the world refused'));
  });
  lines.once('close', () => {
    hasEnded = true;
    rejectReady();
    for (const pendingMove of pendingMoves.values()) pendingMove.reject(new Error('the world has gone'));
    pendingMoves.clear();
  });
  return {
    waitUntilReady: () => ready,
    sendMove: (command) =>
      new Promise((resolve, reject) => {
        if (hasEnded || pendingMoves.size >= PENDING_MAX) {
          reject(new Error('the world has gone'));
          return;
        }
        const id = nextId;
        nextId += 1;
        pendingMoves.set(id, { resolve, reject });
        streams.toWorld.write(`${JSON.stringify({ id, ...command })}\n`);
      }),
  };
}
