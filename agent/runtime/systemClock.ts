// The machine's time and randomness, made once in start.ts and handed down. The only file of the agent that asks for
// them.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Random, Clock, Timestamp, ClockTrust } from '../../drivers/contract/clock.ts';

/** A wall clock that moved this far against the monotonic one was set by hand or stepped by its time service. */
const STEP_MS = 2_000;
const TRUST_EVERY_MS = 10_000;

/** systemd-timesyncd and chrony's helper make this file once the kernel's clock is disciplined. */
const SYNCHRONISED_FILE = '/run/systemd/timesync/synchronized';

export function createSystemClock(): Clock {
  const boot = readBootId();
  const offsetAtStartMs = Date.now() - monotonicMs();
  let trust: ClockTrust = 'unsynchronised';
  let trustAtMs = Number.NEGATIVE_INFINITY;

  function wallTrust(nowMs: number): ClockTrust {
    if (Math.abs(Date.now() - nowMs - offsetAtStartMs) > STEP_MS) return 'stepped';
    if (nowMs - trustAtMs > TRUST_EVERY_MS) {
      trustAtMs = nowMs;
      trust = existsSync(SYNCHRONISED_FILE) ? 'synchronised' : 'unsynchronised';
    }
    return trust;
  }

  return {
    timestamp(): Timestamp {
      const nowMs = monotonicMs();
      return { wallMs: Date.now(), monotonicMs: Math.floor(nowMs), boot, trust: wallTrust(nowMs) };
    },
    monotonicMs,
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** CLOCK_MONOTONIC counts from boot on Linux. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}

/**
 * Linux names each boot; elsewhere every start of the agent counts as one, which only asks for one check weight more.
 */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomBytes(16).toString('hex');
  }
}

const FRACTION_STEPS = 2 ** 47;

export function createSystemRandom(): Random {
  return {
    id: () => randomBytes(16).toString('hex'),
    fraction: () => randomInt(FRACTION_STEPS) / FRACTION_STEPS,
  };
}
