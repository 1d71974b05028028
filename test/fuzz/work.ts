// How much a codec does for a byte, counted, not timed: V8 counts how often each block of the drivers' code ran.
// Streams that are all beginnings and no ends must cost no more for each byte when they are long, or the codec could be
// made to hang.
import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';
import type { Codec } from '../../drivers/contract/codec.ts';

interface Stream {
  what: string;
  bytes: Uint8Array;
  pieceBytes: number;
}

/** Runs of code blocks for one byte, at most: the dearest of today's codecs takes about a third. */
const RUNS_A_BYTE_MOST = 1_500;
const SHORT_BYTES = 2_048;
const LONG_BYTES = 8_192;
/** A long stream may cost this much more for a byte than a short one. */
const GROWTH_MOST = 1.5;

function repeated(pattern: Uint8Array, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => pattern[index % pattern.length] ?? 0);
}

/** Of one sound frame: itself, its halves, its first byte for ever. */
function streams(frame: Uint8Array, length: number): Stream[] {
  const patterns = {
    whole: frame,
    'first half': frame.subarray(0, Math.ceil(frame.length / 2)),
    'all but the end': frame.subarray(0, -1),
    'first byte': frame.subarray(0, 1),
    'second half': frame.subarray(frame.length >> 1),
  };
  return Object.entries(patterns).flatMap(([what, pattern]) =>
    [1, 48].map((pieceBytes) => ({
      what: `${what}, pieces of ${pieceBytes}`,
      bytes: repeated(pattern, length),
      pieceBytes,
    })),
  );
}

function feed(codec: Codec, { bytes, pieceBytes }: Stream): void {
  let state = codec.initialState('device');
  for (let at = 0; at < bytes.length; at += pieceBytes)
    state = codec.decode(state, bytes.slice(at, at + pieceBytes)).state;
  codec.flush(state);
}

/** Calls the inspector, which answers within the call. */
function post(
  session: Session,
  method: 'Profiler.enable' | 'Profiler.startPreciseCoverage' | 'Profiler.takePreciseCoverage',
  parameters?: object,
): unknown {
  let answer: unknown;
  session.post(method, parameters ?? {}, (error: Error | null, result?: unknown) => {
    if (error) throw error;
    answer = result;
  });
  return answer;
}

function runsOfDrivers(session: Session): number {
  const { result } = post(session, 'Profiler.takePreciseCoverage') as Profiler.TakePreciseCoverageReturnType;
  let runs = 0;
  for (const { url, functions } of result) {
    if (!url.includes('/drivers/')) continue;
    for (const { ranges } of functions) for (const { count } of ranges) runs += count;
  }
  return runs;
}

/**
 * What is broken, in words; empty if nothing is. Must run before this thread has loaded a codec: only code that is
 * compiled later is counted block by block.
 */
export async function workOf(protocols: readonly string[], onProgress: () => void): Promise<string[]> {
  const session = new Session();
  session.connect();
  post(session, 'Profiler.enable');
  post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const { corpusOf } = await import('./corpus.ts');
  const problems: string[] = [];
  for (const protocol of protocols) {
    const { codec, samples } = corpusOf(protocol);
    const frame = samples[0]?.bytes ?? new Uint8Array(1);
    const costOf = (stream: Stream): number => {
      runsOfDrivers(session);
      feed(codec, stream);
      return runsOfDrivers(session) / stream.bytes.length;
    };
    const long = streams(frame, LONG_BYTES);
    for (const [index, stream] of streams(frame, SHORT_BYTES).entries()) {
      onProgress();
      const short = costOf(stream);
      const cost = costOf(long[index] ?? stream);
      if (cost > RUNS_A_BYTE_MOST || cost > short * GROWTH_MOST + 1)
        problems.push(
          `${protocol}: "${stream.what}" costs ${short.toFixed(0)} block runs a byte, ${cost.toFixed(0)} when it is long`,
        );
    }
  }
  session.disconnect();
  return problems;
}
