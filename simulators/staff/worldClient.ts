// The hands' way to the physical world: one command a line to its process, one answer a line back. Must not know the
// agent.
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What came of a move: a tag's number, or what the display showed when the load was taken off. */
export interface MoveReply {
  epcHex?: string;
  shown?: { things: string[]; grossMg: number };
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

export function openWorldClient(streams: { to: Writable; from: Readable }): WorldClient {
  const waiting = new Map<number, PendingMove>();
  let nextId = 1;
  let gone = false;
  let onReady = (): void => undefined;
  let onGone = (): void => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    onReady = resolve;
    onGone = () => reject(new Error('the world has gone'));
  });
  ready.catch(() => undefined);
  const lines = createInterface({ input: streams.from });
  streams.to.on('error', () => undefined);
  lines.on('line', (line) => {
    const answer = JSON.parse(line) as MoveReply & { ready?: true; id?: number; ok?: boolean; why?: string };
    if (answer.ready) onReady();
    const asked = answer.id === undefined ? undefined : waiting.get(answer.id);
    if (!asked || answer.id === undefined) return;
    waiting.delete(answer.id);
    const { epcHex, shown } = answer;
    if (answer.ok)
      asked.resolve({ ...(epcHex === undefined ? {} : { epcHex }), ...(shown === undefined ? {} : { shown }) });
    else asked.reject(new Error(answer.why ?? 'the world refused'));
  });
  lines.once('close', () => {
    gone = true;
    onGone();
    for (const asked of waiting.values()) asked.reject(new Error('the world has gone'));
    waiting.clear();
  });
  return {
    waitUntilReady: () => ready,
    sendMove: (command) =>
      new Promise((resolve, reject) => {
        if (gone || waiting.size >= PENDING_MAX) {
          reject(new Error('the world has gone'));
          return;
        }
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve, reject });
        streams.to.write(`${JSON.stringify({ id, ...command })}\n`);
      }),
  };
}
