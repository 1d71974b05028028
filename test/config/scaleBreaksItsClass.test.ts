// Scales in a site file whose ranges, intervals or check weights OIML R 76 or their own display does not allow.
import { expect, test } from 'vitest';
import { SITE, siteFaults } from './models.ts';

test.each<[name: string, from: string, to: string, fault: RegExp]>([
  [
    'interval 0.3',
    '"0.2"',
    '"0.3"',
    /^13 instruments\[0\]\.scale\.ranges\[0\]\.interval: 0\.3 is no scale interval \| 1, 2 or 5/,
  ],
  [
    'Min below 20 e',
    'min: "4"',
    'min: "3.8"',
    /^13 instruments\[0\]\.scale\.ranges\[0\]\.min: is below 20 e \| at least 20 × interval in class III/,
  ],
  [
    'too many intervals',
    '"600"',
    '"2200"',
    /^13 .*\.max: gives 11000 intervals \| max \/ interval from 500 to 10000 in class III/,
  ],
  ['too few intervals', '"600"', '"90"', /^13 .*\.max: gives 450 intervals/],
  [
    'class IIII with too fine e',
    'III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2"',
    'IIII, unit: g, decimals: 0, ranges: [{ max: "600", min: "20", interval: "2"',
    /^13 .*\.interval: is too fine for class IIII \| at least 5 g$/,
  ],
  [
    'class II asks for 50 e',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 1, ranges: [{ max: "6000", min: "20", interval: "1" }]',
    /^13 .*\.min: is below 50 e/,
  ],
  [
    'e of an odd number of milligrams',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 2, ranges: [{ max: "100", min: "1", interval: "0.005" }]',
    /^13 .*\.interval: 0\.005 is an odd number of milligrams/,
  ],
  [
    'last digit of one milligram',
    'class: III, unit: kg, decimals: 1, ranges: [{ max: "600", min: "4", interval: "0.2" }]',
    'class: II, unit: g, decimals: 3, ranges: [{ max: "500", min: "1", interval: "0.02" }]',
    /^13 .*\.decimals: makes the last digit an odd number/,
  ],
  ['decimals cannot show e', 'decimals: 1', 'decimals: 0', /^13 .*\.interval: cannot be shown with 0 decimals/],
  [
    'ranges out of order',
    'interval: "0.2" }]',
    'interval: "0.2" }, { max: "300", min: "4", interval: "0.2" }]',
    /^13 .*ranges\[1\]: is not above the range before it/,
  ],
  [
    'finer than a milligram',
    '"0.2"',
    '"0.0000002"',
    /^13 .*interval: "0\.0000002" \| text – verification scale interval e/,
  ],
  [
    'check weight above Max',
    '"200"',
    '"700"',
    /^8 stations\[0\]\.checkWeight\.mass: 700 kg is outside the scale's range \| 4 to 600 kg$/,
  ],
  [
    'check weight in the wrong unit',
    'mass: "200", unit: kg',
    'mass: "200", unit: g',
    /^8 stations\[0\]\.checkWeight\.mass: 200 g is outside/,
  ],
])('%s', (_name, from, to, fault) => {
  expect(SITE).toContain(from);
  expect(siteFaults(SITE.replace(from, to)).join('\n')).toMatch(new RegExp(fault.source, 'm'));
});
