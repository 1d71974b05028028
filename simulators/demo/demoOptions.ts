// The demo's command line. Must not know what a demo does.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { errorText } from '../../drivers/contract/errorText.ts';

export interface DemoOptions {
  once: boolean;
  json: boolean;
  seed: string;
  speed: number;
  /** Null: a temporary folder, removed afterwards. */
  data: string | null;
  httpPort: number;
}

export const DEMO_USAGE = 'hakari demo [--once] [--json] [--seed N] [--speed N] [--data DIR] [--port N]';

/** Handling this much faster: a person watching can follow; three lots in one go should take well under a minute. */
const SPEED_TO_WATCH = 3;
const SPEED_ONCE = 20;
const SPEED_MAX = 1_000;

/** Reads the arguments; a text says what is wrong with them. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | string {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  let values: { once?: boolean; json?: boolean; seed?: string; speed?: string; data?: string; port?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { once: flag, json: flag, seed: text, speed: text, data: text, port: text },
      strict: true,
    }));
  } catch (error) {
    return errorText(error);
  }
  const once = values.once === true;
  const speed = Number(values.speed ?? (once ? SPEED_ONCE : SPEED_TO_WATCH));
  if (!(speed > 0 && speed <= SPEED_MAX)) return `--speed must be a number above 0, at most ${SPEED_MAX}`;
  const httpPort = Number(values.port ?? 0);
  if (!Number.isInteger(httpPort) || httpPort < 0 || httpPort > 65_535) return '--port must be 0 to 65535';
  if (values.json === true && !once) return '--json needs --once: without it the demo has no end to report';
  return {
    once,
    json: values.json === true,
    seed: values.seed ?? String(randomInt(1_000_000)),
    speed,
    data: values.data ?? null,
    httpPort,
  };
}
