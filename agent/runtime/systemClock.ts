// The machine's time and randomness, made once by a command and handed down. The only file of the agent that may ask
// the machine for them.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Random, Clock, Timestamp, ClockTrust } from '../../drivers/contract/clock.ts';

/** A wall clock that moved this far against the monotonic one was set by hand or stepped by its time service. */
const STEP_MS = 2_000;
const TRUST_CHECK_INTERVAL_MS = 10_000;

/** systemd-timesyncd and chrony's helper make this file once the kernel's clock is disciplined. */
const SYNCHRONISED_FILE = '/run/systemd/timesync/synchronized';

/** The machine's clock; each timestamp tells how far its wall time may be trusted. */
export function createSystemClock(): Clock {
  const boot = readBootId();
  const offsetAtStartMs = Date.now() - monotonicMs();
  let lastTrust: ClockTrust = 'unsynchronised';
  let trustCheckedAtMs = Number.NEGATIVE_INFINITY;

  function checkTrust(nowMs: number): ClockTrust {
    if (Math.abs(Date.now() - nowMs - offsetAtStartMs) > STEP_MS) return 'stepped';
    if (nowMs - trustCheckedAtMs > TRUST_CHECK_INTERVAL_MS) {
      trustCheckedAtMs = nowMs;
      lastTrust = existsSync(SYNCHRONISED_FILE) ? 'synchronised' : 'unsynchronised';
    }
    return lastTrust;
  }

  return {
    timestamp(): Timestamp {
      const nowMs = monotonicMs();
      return { wallMs: Date.now(), monotonicMs: Math.floor(nowMs), boot, trust: checkTrust(nowMs) };
    },
    monotonicMs,
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/** Since boot on Linux (CLOCK_MONOTONIC). */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}

/** Linux gives each boot an id; elsewhere every start of the agent counts as a boot and needs a check weight. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomBytes(16).toString('hex');
  }
}

/** randomInt takes less than 2^48. */
const FRACTION_STEPS = 2 ** 47;

/** Cryptographic randomness; ids have 128 bits. */
export function createSystemRandom(): Random {
  return {
    id: () => randomBytes(16).toString('hex'),
    fraction: () => randomInt(FRACTION_STEPS) / FRACTION_STEPS,
  };
}
