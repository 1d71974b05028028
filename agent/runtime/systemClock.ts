// The machine's time and randomness, made once by a command and handed down. The only file of the agent that may ask
// the machine for them.
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Random, Clock, Timestamp, ClockTrust } from '../../drivers/contract/clock.ts';

/** A wall clock that moved this far against the monotonic one was set by hand or stepped by its time service. */
const STEP_MS = 2_000;
const TRUST_CHECK_INTERVAL_MS = 10_000;

/**
 * chrony's helper makes this file once the kernel's clock is disciplined; systemd-timesyncd touches it each time it has
 * heard a server.
 *
 * @see systemd-timesyncd.service(8), "Files"
 */
const SYNCHRONISED_FILE = '/run/systemd/timesync/synchronized';

/** What the trust is made of: both clocks, and when the time service said last that it disciplines the wall clock. */
export interface TrustSources {
  wallMs: () => number;
  monotonicMs: () => number;
  /** By the wall clock as it stood then; null: no time service has said so in this boot. */
  synchronisedAtMs: () => number | null;
}

/**
 * Tells how far the wall clock can be trusted. After a step it is `stepped`, until the time service that made the step, or
 * that has heard a server since, says so: a usual boot in 1970 is over within seconds.
 */
export function createTrustJudge({ wallMs, monotonicMs, synchronisedAtMs }: TrustSources): () => ClockTrust {
  let offsetMs = wallMs() - monotonicMs();
  let heardAtMs = synchronisedAtMs();
  let checkedAtMs = monotonicMs();
  let isStepped = false;
  return () => {
    const nowMs = monotonicMs();
    const nowOffsetMs = wallMs() - nowMs;
    const hasMoved = Math.abs(nowOffsetMs - offsetMs) > STEP_MS;
    if (hasMoved || nowMs - checkedAtMs > TRUST_CHECK_INTERVAL_MS) {
      const lastHeardMs = synchronisedAtMs();
      const isRenewed = lastHeardMs !== null && lastHeardMs !== heardAtMs;
      // Said by the clock as it stands now: the time service has set it. A hand leaves the time of before.
      const isOwnStep = isRenewed && Math.abs(wallMs() - lastHeardMs) <= 2 * TRUST_CHECK_INTERVAL_MS;
      if (hasMoved) isStepped = !isOwnStep;
      else if (isRenewed) isStepped = false;
      offsetMs = hasMoved ? nowOffsetMs : offsetMs;
      heardAtMs = lastHeardMs;
      checkedAtMs = nowMs;
    }
    if (isStepped) return 'stepped';
    return heardAtMs === null ? 'unsynchronised' : 'synchronised';
  };
}

function readSynchronisedAtMs(): number | null {
  return statSync(SYNCHRONISED_FILE, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** The machine's clock; each timestamp tells how far its wall time may be trusted. */
export function createSystemClock(): Clock {
  const boot = readBootId();
  const judgeTrust = createTrustJudge({
    wallMs: () => Date.now(),
    monotonicMs,
    synchronisedAtMs: readSynchronisedAtMs,
  });
  return {
    timestamp(): Timestamp {
      const trust = judgeTrust();
      return { wallMs: Date.now(), monotonicMs: Math.floor(monotonicMs()), boot, trust };
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
