// The page before a real browser and the real agent with eight restless scales: what its first load costs, how long a
// reading takes to the glass, what twenty tablets cost the agent, and whether the page grows.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { delayBy, createSimulatorClock } from '../../simulators/runtime/simulatorClock.ts';
import { openDemoProcesses, type DemoProcesses } from '../../simulators/demo/demoProcesses.ts';
import { formatDemoSiteFile } from '../../simulators/demo/demoSiteFile.ts';
import { openStaffSession } from '../../simulators/staff/staffSession.ts';
import { CHROMIUM, openBrowser, WITHOUT_CHROMIUM } from '../screen/chromium.ts';
import { freePort } from '../screen/freePort.ts';
import { AIKO, PIN } from '../screen/people.ts';
import { ADDRESSES, MAIN, makeTemplate } from '../screen/template.ts';
import { type Figure, percentile } from './figure.ts';
import { type LiveScales, openLiveScales } from './liveScales.ts';

const TABLETS = 20;
const ALONE_MS = 20_000;
const LATENCY_MS = 15_000;
const FEED_EVENTS = 20_000;
/** Eight scales at 20 readings a second need 125 s for them. */
const FEED_LIMIT_MS = 240_000;
/** USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const clock = createSimulatorClock();

/**
 * Processor time of a process so far, in seconds: fields 14 and 15 of its stat, counted behind the name in brackets.
 */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

interface Rig {
  browser: Browser;
  scales: LiveScales;
  url: string;
  agentPid: number;
}

async function startAgent(
  children: DemoProcesses,
  folder: string,
  scales: LiveScales,
): Promise<Pick<Rig, 'url' | 'agentPid'>> {
  const httpPort = await freePort();
  const site = join(folder, 'site.yaml');
  // Nobody answers at the broker's port: the link is no part of this.
  await writeFile(
    site,
    formatDemoSiteFile({
      stations: scales.docks,
      gates: [],
      wireAddresses: scales.places,
      httpPort,
      brokerPort: 1,
      headquartersKeys: './headquarters.json',
      ...ADDRESSES,
    }),
  );
  const agent = children.start('agent', ['run', '--site', site, '--data', folder]);
  await Promise.race([new Promise((ready) => agent.process.stdout.once('data', ready)), children.died]);
  return { url: `http://127.0.0.1:${httpPort}`, agentPid: agent.process.pid ?? 0 };
}

export async function benchScreen(): Promise<Figure[]> {
  if (CHROMIUM === null) throw new Error(WITHOUT_CHROMIUM);
  const scales = await openLiveScales();
  const folder = await makeTemplate(scales.docks);
  const logs = mkdtempSync(join(tmpdir(), 'hakari-bench-screen-'));
  const children = await openDemoProcesses({ mainPath: MAIN, logs });
  const browser = await openBrowser(['--js-flags=--expose-gc']);
  try {
    return await measure({ browser, scales, ...(await startAgent(children, folder, scales)) });
  } finally {
    await browser.close();
    await children.stopAll();
    await scales.close();
    for (const each of [folder, logs]) rmSync(each, { recursive: true, force: true });
  }
}

async function measure(rig: Rig): Promise<Figure[]> {
  const firstLoad = await firstLoadBytes(rig);
  const page = await rig.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(rig.url);
  await page.locator('main [role="status"]').first().waitFor();
  const latencies = await latenciesMs(rig, page);
  // By now the agent's code is warm: what is compared differs by the tablets alone.
  const alone = await cpuShare(rig.agentPid, () => delayBy(clock, ALONE_MS));
  const crowd = await openCrowd(rig.url);
  const heap = await heapOf(page);
  const before = await heap();
  let events = 0;
  const together = await cpuShare(rig.agentPid, async () => {
    events = await crowd.read(FEED_EVENTS);
  });
  crowd.close();
  const grownKb = ((await heap()) - before) / 1024;
  return [
    {
      what: 'first load of the page, compressed as sent',
      value: `${(firstLoad / 1024).toFixed(1)} KB`,
      goal: '≤ 100 KB',
    },
    {
      what: 'all its rooms, compressed, as a tablet keeps them',
      value: `${(allRoomsBytes() / 1024).toFixed(1)} KB`,
      goal: '–',
    },
    {
      what: `reading → pixel, p50 of ${latencies.length} readings, 8 scales live`,
      value: `${percentile(latencies, 0.5)} ms`,
      goal: '–',
    },
    { what: 'reading → pixel, p99', value: `${percentile(latencies, 0.99)} ms`, goal: '≤ 100 ms' },
    { what: 'agent with 8 scales and one page, share of a core', value: percent(alone), goal: '–' },
    { what: `${TABLETS} tablets more, on top of it`, value: percent(together - alone), goal: '≤ 10 %' },
    {
      what: `growth of the page's heap over ${events} feed events`,
      value: `${grownKb.toFixed(0)} KB`,
      goal: '≤ 256 KB',
    },
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function cpuShare(pid: number, during: () => Promise<void>): Promise<number> {
  const [cpu, atMs] = [cpuSeconds(pid), clock.monotonicMs()];
  await during();
  return ((cpuSeconds(pid) - cpu) * 1000) / (clock.monotonicMs() - atMs);
}

/**
 * Everything that a tablet fetches before it shows a weight, without the feed itself: bodies as they came over the
 * wire.
 */
async function firstLoadBytes({ browser, url }: Rig): Promise<number> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/api/events'))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(url);
  await page.locator('main [role="status"]').first().waitFor();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return bytes;
}

function allRoomsBytes(): number {
  const root = join(import.meta.dirname, '..', '..', 'agent', 'screen');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.br'));
  return files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
}

interface Drawn {
  dock: string;
  digits: string;
  atMs: number;
}

/**
 * When digits changed in the page: a note after the frame in which they were drawn. A task queued in
 * requestAnimationFrame runs once that frame has been laid out and handed on; both ends read the same machine's wall
 * clock.
 */
async function latenciesMs({ scales }: Rig, page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const drawn: Drawn[] = [];
    const look = new MutationObserver((changes) => {
      const changed = new Set(
        changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('output')),
      );
      const seen = [...changed].flatMap((output) =>
        output
          ? [{ dock: output.closest('section')?.getAttribute('aria-label') ?? '', digits: output.textContent }]
          : [],
      );
      if (seen.length === 0) return;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const atMs = Date.now();
          for (const each of seen) drawn.push({ ...each, atMs });
        };
        port2.postMessage(null);
      });
    });
    look.observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { drawn, look });
  });
  await delayBy(clock, LATENCY_MS);
  const drawn = await page.evaluate(() => {
    const held = window as unknown as { drawn: Drawn[]; look: MutationObserver };
    held.look.disconnect();
    return held.drawn.splice(0);
  });
  return drawn.flatMap(({ dock, digits, atMs }) => {
    const sentMs = scales.sentMs(`dock-${dock.replace(/\D/g, '')}`, digits);
    return sentMs === undefined ? [] : [atMs - sentMs];
  });
}

/** Twenty signed-in event streams, read as fast as they come. */
async function openCrowd(url: string): Promise<{ read: (events: number) => Promise<number>; close: () => void }> {
  const stop = new AbortController();
  const session = openStaffSession({ address: () => url, badge: AIKO.badge, pin: PIN, clock, stop: stop.signal });
  await session.requestUntilAnswered('GET', '/api/session');
  let stations = 0;
  const listen = async (stream: AsyncIterable<Uint8Array>, count: boolean): Promise<void> => {
    for await (const bytes of stream)
      if (count) stations += Buffer.from(bytes).toString().split('event: station').length - 1;
  };
  for (let tablet = 0; tablet < TABLETS; tablet += 1)
    void listen(await session.openEventStream(), tablet === 0).catch(() => undefined);
  return {
    read: async (events) => {
      const untilMs = clock.monotonicMs() + FEED_LIMIT_MS;
      const from = stations;
      while (stations - from < events && clock.monotonicMs() < untilMs) await delayBy(clock, 100);
      return stations - from;
    },
    close: () => stop.abort(),
  };
}

/** Bytes in use on the page's heap, once everything that nobody holds is gone. */
async function heapOf(page: Page): Promise<() => Promise<number>> {
  const debug: CDPSession = await page.context().newCDPSession(page);
  await debug.send('HeapProfiler.enable');
  return async () => {
    await debug.send('HeapProfiler.collectGarbage');
    await debug.send('HeapProfiler.collectGarbage');
    return (await debug.send('Runtime.getHeapUsage')).usedSize;
  };
}
