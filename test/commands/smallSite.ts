// The smallest site file that a base can be begun and run with: one scale on a port that is not there, nobody to talk to.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `site.yaml` into a folder and gives its path; the data folder is `data` beside it. */
export function writeSmallSite(folder: string, { base = 'demo', headquarters = '' } = {}): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'site.yaml');
  writeFileSync(
    path,
    `base: ${base}
name: { en: Demo base, ja: デモ基地 }
data: ./data
http: { port: 0 }
${headquarters}stations: [{ id: dock-1, name: { en: Dock 1, ja: 第1ドック }, scale: scale-1, checkWeight: { mass: "200", unit: kg } }]
instruments:
  - { id: scale-1, model: and-ad4406, port: { serial: /dev/not-there }, scale: { class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }] } }
`,
  );
  return path;
}
