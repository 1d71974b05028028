// The tag of a drum is dead, and the same number stands on its label, as a barcode or in words: nobody finds the drum.
import { describe, expect, it } from 'vitest';
import { decodeEpc } from '../../drivers/contract/epc/epcDecoder.ts';
import { Dock, drum, notice } from './intakeScenes.ts';

/** SSCC 006141410000200009. */
const EPC_HEX = '3114257BF400004E20000000';
const SEPARATOR = '\u001d';

/** The drum lies on the scale, and no tag was read. */
function dockWith(mark: string): Dock {
  const dock = new Dock();
  dock.order(notice([drum(1, { mark, epcHex: EPC_HEX }), drum(2)]));
  dock.open();
  dock.weigh(268);
  return dock;
}

it('tag and label carry one number', () => {
  expect(decodeEpc(EPC_HEX).uri).toBe('urn:epc:tag:sscc-96:0.0614141.0000020000');
});

describe('a drum is named', () => {
  it.each([
    ['its mark in small letters', 'cal-102-01'],
    ['its mark in wide letters', 'ＣＡＬ-102-01'],
  ])('by %s', (_what, code) => {
    expect(dockWith('CAL-102-01').identify(code)).toMatchObject({ package: 'CO-1-1' });
  });

  it.each([['CAL-102-01'], ['CO-1-1'], [EPC_HEX]])('by %s, which it bears letter by letter', (code) => {
    expect(dockWith('CAL-102-01').identify(code)).toMatchObject({ package: 'CO-1-1' });
  });

  it.each([
    ['its SSCC', '006141410000200009'],
    ['its SSCC with its identifier', '00006141410000200009'],
    ['its SSCC as a scanner sends it', ']C100006141410000200009'],
    ['its SSCC as it is printed', '(00)006141410000200009'],
    ['its SSCC as a link', 'https://id.gs1.org/00/006141410000200009'],
    ['its SSCC as a tag URI', 'urn:epc:tag:sscc-96:0.0614141.0000020000'],
    ['its mark behind a symbology prefix', ']C1CAL-102-01'],
    ['lot and serial number in one barcode', `10CO-1${SEPARATOR}21CAL-102-01`],
  ])('by %s', (_what, code) => {
    expect(dockWith('CAL-102-01').identify(code)).toMatchObject({ package: 'CO-1-1' });
  });
});
