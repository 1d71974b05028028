// The whole demo as a user starts it: how long after a load's last reading its entry is durable, and how much memory
// the agent takes. Scales send 20 readings a second. The agent itself prints both.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, percentile } from './figure.ts';

export async function benchDemo(): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'hakari-bench-'));
  try {
    await runDemo(dir);
    return read(readFileSync(join(dir, 'logs', 'agent.out'), 'utf8'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function runDemo(dir: string): Promise<void> {
  const main = join(import.meta.dirname, '..', '..', 'agent', 'main.js');
  const demo = spawn(process.execPath, [main, 'demo', '--once', '--json', '--data', dir], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    demo.once('error', reject);
    demo.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the demo ended with ${String(code)}`))));
  });
}

function read(out: string): Figure[] {
  const rows = out.split('\n').map((line) => line.split(' '));
  const latenciesMs = rows.filter(([word]) => word === 'recorded').map((row) => Number(row[4]));
  const rssKb = Number(rows.find(([word]) => word === 'stopped')?.[1]);
  return [
    {
      what: `last reading → durable entry, p99 of ${latenciesMs.length} weighings`,
      value: `${percentile(latenciesMs, 0.99)} ms`,
      goal: '≤ 25 ms',
    },
    { what: 'agent, largest resident set in the demo', value: `${(rssKb / 1024).toFixed(0)} MB`, goal: '≤ 120 MB' },
  ];
}
