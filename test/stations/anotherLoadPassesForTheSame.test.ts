// What lies on the scale is exchanged, or joined by something, without the scale ever showing zero: the new load must
// not pass for a correction of the old one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drum } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';
import { BareStation, CHECK_KG } from './bareStation.ts';

const TAG = { first: drum(1).epcHex, second: drum(2).epcHex };
let station: BareStation;

const mass = (n: number): number | null => station.package(`CO-1-${n}`).grossMg;

describe('drums of 268.0 and 268.6 kg with tags', () => {
  beforeEach(() => {
    station = new BareStation([drum(1), drum(2)]).open();
    station.show(268, 2_000, { tags: [TAG.first] });
    expect(mass(1)).toBe(268 * KG);
  });
  afterEach(() => station.end());

  it('weighs each by itself when the scale stood at zero between', () => {
    station
      .show(0, 1_000)
      .show(268.6, 2_500, { tags: [TAG.second] })
      .show(0, 1_000);
    expect([mass(1), mass(2)]).toEqual([268 * KG, 268_600_000]);
  });

  it('does not weigh the second as the first when the scale was empty too briefly to be still', () => {
    station
      .show(0, 300, { stable: false })
      .show(268.6, 2_500, { tags: [TAG.second] })
      .show(0, 1_000);
    expect(mass(1)).not.toBe(268_600_000);
  });

  it('does not weigh the second as the first when the weight only moved between', () => {
    station.show(0, 400, { stable: false }).show(120, 200, { stable: false });
    station.show(268.6, 2_500, { tags: [TAG.second] }).show(0, 1_000);
    expect(mass(1)).not.toBe(268_600_000);
  });

  it('does not weigh the second as the first when the scale was silent for nine seconds', () => {
    station
      .wait(9_000)
      .show(268.6, 2_500, { tags: [TAG.second] })
      .show(0, 1_000);
    expect(mass(1)).not.toBe(268_600_000);
  });
});

describe('drums of 266.6 and 266.0 kg without tags', () => {
  beforeEach(() => {
    const [first, second] = [
      drum(1, { grossMg: 266_600_000, epcHex: null }),
      drum(2, { grossMg: 266 * KG, epcHex: null }),
    ];
    station = new BareStation([first, second]).open();
    station.show(266.6, 2_000);
    expect(station.bodies('weighing')).toHaveLength(1);
  });
  afterEach(() => station.end());

  it('gives the mark of the first its weight', () => {
    station.command({ kind: 'identify', station: 'dock-1', code: 'DRUM 1', typed: false, weighing: null });
    expect(mass(1)).toBe(266_600_000);
  });

  it('does not give the mark of the lighter second the weight of the first', () => {
    station.show(0, 300, { stable: false }).show(266, 2_500);
    station.command({ kind: 'identify', station: 'dock-1', code: 'DRUM 2', typed: false, weighing: null });
    expect(mass(2)).toBeNull();
  });
});

describe('a check weight that lies there', () => {
  beforeEach(() => {
    station = new BareStation([drum(1), drum(2)]).open();
    station.show(268, 2_000, { tags: [TAG.first] }).show(0, 3_000);
    // A silence in which the scale may have been switched off.
    station.wait(11_000).show(0, 1_000);
    station.command({ kind: 'start-check', station: 'dock-1' });
    station.show(CHECK_KG, 1_500);
  });
  afterEach(() => station.end());

  it('is the second that was passed', () => {
    expect([station.bodies('check-weighing').map(({ passed }) => passed), mass(1)]).toEqual([[true, true], 268 * KG]);
  });

  it('does not weigh a drum put beside it as the drum before it', () => {
    station.show(CHECK_KG + 268, 2_000, { tags: [TAG.second] });
    expect(mass(1)).toBe(268 * KG);
  });
});
