// A consignor writes marks as he likes, and a scanner reads them as it likes: blanks, wide letters and small ones make
// no other package.
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../agent/core/model/decide.ts';
import { Dock, drum, notice } from './intakeScenes.ts';
import { valueOf } from './stocktakeScenes.ts';

/** The drum bears `mark`; `scanned` is what was read or typed. */
function read(mark: string, scanned: string): Record<string, unknown> | Refusal {
  const dock = new Dock();
  dock.order(notice([drum(1, { mark, epcHex: null })]));
  dock.open();
  dock.weigh(268);
  return dock.identify(scanned);
}

describe('a mark finds its package', () => {
  it('letter by letter', () => {
    expect(valueOf(read('DRUM 1', 'DRUM 1'), 'package')).toBe('CO-1-1');
  });

  it('with a blank at the end in the notice', () => {
    expect(valueOf(read('DRUM 1 ', 'DRUM 1'), 'package')).toBe('CO-1-1');
  });

  it('with a blank at the end in the notice and on the label', () => {
    expect(valueOf(read('DRUM 1 ', 'DRUM 1 '), 'package')).toBe('CO-1-1');
  });

  it('in wide figures', () => {
    expect(valueOf(read('ドラム １２', 'ドラム 12'), 'package')).toBe('CO-1-1');
  });

  it('in small letters', () => {
    expect(valueOf(read('DRUM 1', 'drum 1'), 'package')).toBe('CO-1-1');
  });
});
