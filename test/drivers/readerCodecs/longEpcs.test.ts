// EPCs with text serials, and those of TDS 2. The expected URIs are from GS1's summary of examples and other projects'
// tests (Tag Data Translation test suites); none was made with the code under test.
import { describe, expect, it } from 'vitest';
import { decodeEpc } from '../../../drivers/contract/epc/epcDecoder.ts';
import { keyOfEpcHex } from '../../../drivers/contract/epc/gs1Keys.ts';
import { readCode } from '../../../drivers/contract/epc/scannedCode.ts';

describe('long forms', () => {
  it.each([
    ['3634007D00011C7A68D3CE4F383532F3E8000000000000000000', 'sgtin-198:1.0008000.001137.thisIsATest'],
    ['3639542C82FB0258B266D1AB66EE1CB062C99B46AD9BB872C000', 'sgtin-198:1.348338.0781321.12345678901234567890'],
    ['363613ACD83B9AD2B26AC9900000000000000000000000000000', 'sgtin-198:1.8710966.061035.%252522'],
    ['36300001DB011169E5E5A70EC000000000000000000000000000', 'sgtin-198:1.00000950.01093.Serial'],
    ['3774257BF40C0E59B2C2BF1000000000000000000000', 'grai-170:3.0614141.12345.32a%2Fb'],
    ['3714257BF40C0E5A3060000000000000000000000000', 'grai-170:0.0614141.12345.400'],
    ['37180000400000588000000000000000000000000000', 'grai-170:0.000001.000001.1'],
    ['3874257BF59B2C2BF10000000000000000000000000000000000', 'giai-202:3.0614141.32a%2Fb'],
    ['3834257BF58B266D1AB460C00000000000000000000000000000', 'giai-202:1.0614141.12345400'],
    ['380072FA6468518B266D1AB66EE1CB062C99B46AD9BB80000000', 'giai-202:0.123456789012.123456789012345678'],
    ['3976451FD46072CD9615F8800000000000000000000000000000', 'sgln-195:3.9521141.12345.32a%2Fb'],
    ['3914257BF46072D18300000000000000000000000000000000', 'sgln-195:0.0614141.12345.400'],
    ['390039318D8401057AD850E2458D1E449952E64D9D3E851A4000', 'sgln-195:0.061411123456..A%2F-BCDEFGHIJKLMNOPQR'],
  ])('%s', (hex, uri) => {
    expect(decodeEpc(hex)).toEqual({ uri: `urn:epc:tag:${uri}`, scheme: uri.split(':')[0], reason: '' });
  });

  it.each([
    ['96 bits of it only', '3634007D00011C7A68D3CE4F', '198 bits'],
    ['a word too many', '3634007D00011C7A68D3CE4F383532F3E80000000000000000000000', '198 bits'],
    ['bits behind its end', '3634007D00011C7A68D3CE4F383532F3E8000000000000000001', 'behind its end'],
    ['partition 7', '363C007D00011C7A68D3CE4F383532F3E8000000000000000000', 'partition 7'],
    ['a company of too many digits', '3637FFFFFF011C7A68D3CE4F383532F3E8000000000000000000', 'more digits'],
    ['no serial', '3634007D00011C40000000000000000000000000000000000000', 'text'],
    // '#' (23h) is not in table A-1: its seven bits stand where "t" stood.
    ['a character the standard forbids', '3634007D00011C51E8D3CE4F383532F3E8000000000000000000', 'text'],
  ])('keeps as hexadecimal: %s', (_, hex, reason) => {
    expect(decodeEpc(hex)).toMatchObject({ uri: null, scheme: 'none' });
    expect(decodeEpc(hex).reason).toContain(reason);
  });

  it('reads the longest text, up to the very last bit', () => {
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWX';
    // Header 38, filter 1, partition 6, a company of 20 bits, 24 characters of 7: 202 bits, and 6 zeros up to 13 words.
    const text = Array.from(Buffer.from(characters), (code) => code.toString(2).padStart(7, '0')).join('');
    const bits = `00111000001110${(614_141).toString(2).padStart(20, '0')}${text}000000`;
    const hex = BigInt(`0b${bits}`).toString(16);
    expect(hex).toHaveLength(52);
    expect(decodeEpc(hex).uri).toBe(`urn:epc:tag:giai-202:1.614141.${characters}`);
  });

  it('refuses text behind the first zero character', () => {
    expect(decodeEpc('3634007D00011C7A68D3CE4F383532F3E8000000000000000400').reason).toContain('text');
  });
});

describe('TDS 2', () => {
  it.each([
    ['sscc+', 'F90095212341234567891000', '(00)095212341234567891'],
    // The serial number in each encoding: seven bits a letter, digits, two kinds of hexadecimal, base 64.
    ['sgtin+', 'F73095212341234538566CB0AFC4', '(01)09521234123453(21)32a/b'],
    ['sgtin+', 'F7309521234123453047400', '(01)09521234123453(21)7424'],
    ['sgtin+', 'F730952123412345324A1B2', '(01)09521234123453(21)A1B2'],
    ['sgtin+', 'F730952123412345344A1B2', '(01)09521234123453(21)a1b2'],
    ['sgtin+', 'F730952123412345362041', '(01)09521234123453(21)BB'],
  ])('%s %s has no tag URI, and says %s', (scheme, hex, says) => {
    const even = hex.length % 2 === 0 ? hex : `${hex}0`;
    const decoded = decodeEpc(even);
    expect([decoded.uri, decoded.scheme]).toEqual([null, scheme]);
    expect(decoded.reason).toBe(`${scheme} has no tag URI: ${says}`);
  });

  it('is one container with the label that says the same number, and none if a digit is wrong', () => {
    expect(keyOfEpcHex('F73095212341234538566CB0AFC4')).toBe('SGTIN:09521234123453.32A/B');
    expect(readCode('(01)09521234123453(21)32a/b').keys).toEqual(['SGTIN:09521234123453.32A/B']);
    expect(keyOfEpcHex('F900061414100002000090')).toBe('SSCC:006141410000200009');
    expect(keyOfEpcHex('F900061414100002000080')).toBeNull();
  });

  it('of the other schemes only the name is known, and what is malformed is kept as hexadecimal', () => {
    for (const [header, scheme] of [
      ['F1', 'grai+'],
      ['FA', 'giai+'],
      ['F2', 'sgln+'],
    ])
      expect(decodeEpc(`${header}30952123412345`)).toMatchObject({ uri: null, scheme });
    // URN Code 40, no length, a letter among the digits, the end cut off.
    for (const hex of ['F7309521234123453A31234560', 'F730952123412345380000', 'F90A952123412345678910', 'F7309521'])
      expect([keyOfEpcHex(hex), decodeEpc(hex).reason]).toEqual([null, expect.stringContaining('kept as hexadecimal')]);
  });
});
