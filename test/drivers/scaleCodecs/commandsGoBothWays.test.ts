// Every command of a protocol: its bytes as the manual prints them, and what the same bytes mean to who listens on the
// wire.
import { describe, expect, it } from 'vitest';
import { feed } from '../vectors.ts';
import { codecOf, hear } from './protocols.ts';

const GOLDEN: readonly (readonly [protocol: string, command: string, bytes: string, name: string])[] = [
  ['mt-sics', 'readNow', 'SI\r\n', 'readNow'],
  ['mt-sics', 'readStable', 'S\r\n', 'readStable'],
  ['mt-sics', 'readContinuously', 'SIR\r\n', 'readContinuously'],
  ['mt-sics', 'zero', 'Z\r\n', 'zero'],
  ['mt-sics', 'tare', 'T\r\n', 'tare'],
  ['mt-sics', 'clearTare', 'TAC\r\n', 'clearTare'],
  ['mt-sics', 'reset', '@\r\n', 'reset'],
  ['mt-sics', 'SIX1', 'SIX1\r\n', 'readExtended'],
  ['mt-sics', 'TA 12.5 kg', 'TA 12.5 kg\r\n', 'setTare'],
  ['mt-continuous', 'readNow', 'P\r\n', 'print'],
  ['mt-continuous', 'zero', 'Z\r\n', 'zero'],
  ['mt-continuous', 'tare', 'T\r\n', 'tare'],
  ['mt-continuous', 'clearTare', 'C\r\n', 'clearTare'],
  ['mt-continuous', 'T12.5', 'T12.5\r\n', 'setTare'],
  ['toledo-8217', 'readNow', 'W', 'readNow'],
  ['toledo-8217', 'readStable', 'W', 'readNow'],
  ['toledo-8217', 'H', 'H', 'readHighResolution'],
  ['toledo-8217', 'zero', 'Z', 'zero'],
  ['toledo-8217', 'tare', 'T', 'tare'],
  ['toledo-8217', 'clearTare', 'C', 'clearTare'],
  ['toledo-8217', 'E', 'E', 'echoOn'],
  ['sma', 'readNow', '\nW\r', 'read'],
  ['sma', 'readStable', '\nP\r', 'readStable'],
  ['sma', 'zero', '\nZ\r', 'zero'],
  ['sma', 'tare', '\nT\r', 'tare'],
  ['sma', 'clearTare', '\nC\r', 'clearTare'],
  ['sma', 'T12.500', '\nT12.500\r', 'setTare'],
  ['nci', 'readNow', 'W\r', 'readNow'],
  ['nci', 'S', 'S\r', 'readStatus'],
  ['nci', 'zero', 'Z\r', 'zero'],
  ['sbi', 'readNow', '\x1bP\r\n', 'print'],
  ['sbi', 'zero', '\x1bV\r\n', 'zero'],
  ['sbi', 'tare', '\x1bU\r\n', 'tare'],
  ['sbi', 'askSerialNumber', '\x1bx2_\r\n', 'askSerialNumber'],
  ['shimadzu-eb', 'readNow', 'D05\r\n', 'readNow'],
  ['shimadzu-eb', 'readStable', 'D08\r\n', 'readStable'],
  ['shimadzu-eb', 'tare', 'TARE\r\n', 'tare'],
  ['dini-ext', 'readNow', 'REXT\r\n', 'readNow'],
  ['dini-ext', 'zero', 'ZERO\r\n', 'zero'],
  ['dini-ext', 'tare', 'TARE\r\n', 'tare'],
  ['dini-ext', 'clearTare', 'CLEAR\r\n', 'clearTare'],
  ['yaohua-cmd', 'handshake', '\x02AA00\x03', 'handshake'],
  ['yaohua-cmd', 'readNow', '\x02AB03\x03', 'gross'],
  ['yaohua-cmd', 'tare', '\x02AC02\x03', 'tare'],
  ['yaohua-cmd', 'net', '\x02AD05\x03', 'net'],
  ['yaohua-cmd', 'E', '\x02AE04\x03', 'unitPrice'],
  ['yaohua-cmd-a9', 'E', '\x02AE04\x03', 'truckNumber'],
];

describe('commands', () => {
  it.each(GOLDEN)('%s %s is %j', (protocol, command, bytes, name) => {
    const codec = codecOf(protocol);
    const request = codec.encodeRequest(command, null);
    expect(Buffer.from(request).toString('latin1')).toBe(bytes);
    expect(feed(codec, 'host', [request])).toMatchObject({
      messages: [{ kind: 'command', command: name }],
      discarded: 0,
    });
  });

  it.each([
    ['mt-sics', 'OFF'],
    ['mt-sics', 'Z\r\nT'],
    ['toledo-8217', 'X'],
    ['sma', 'constructor'],
    ['nci', 'T'],
    ['sbi', '\x1bO'],
    ['yaohua-a12', 'readNow'],
    ['yaohua-rev', 'Z'],
  ])('%s has no %j: nothing is sent', (protocol, command) => {
    const codec = codecOf(protocol);
    expect(() => codec.encodeRequest(command, null)).toThrow(RangeError);
    expect(() => codec.commands?.requireWord(command)).toThrow(RangeError);
  });

  it('an address goes on the wire and comes back', () => {
    expect(Buffer.from(codecOf('yaohua-cmd').encodeRequest('gross', 'B')).toString('latin1')).toBe('\x02BB00\x03');
    expect(hear('yaohua-cmd', '\x02BB00\x03', 'host').messages).toMatchObject([
      { address: 'B', command: 'gross', checksumOk: true },
    ]);
    expect(Buffer.from(codecOf('dini-ext').encodeRequest('zero', '02')).toString('latin1')).toBe('02ZERO\r\n');
    expect(hear('dini-ext', '02ZERO\r\n', 'host').messages).toMatchObject([{ address: '02', command: 'zero' }]);
  });

  it('toledo-8217: a run of letters, a probe, an echo that is no probe', () => {
    const said = (text: string) =>
      hear('toledo-8217', text, 'host').messages.map(({ kind, command }) => command ?? kind);
    expect(said('WWZEhelloF')).toEqual(['readNow', 'readNow', 'zero', 'probe', 'echoOff']);
    expect(said('EhW')).toEqual(['echoOn', 'readNow']);
    expect(said('E')).toEqual(['echoOn']);
  });
});

describe('answers that are no weight', () => {
  it.each([
    ['mt-sics', 'Z A\r\n', { kind: 'ack', command: 'zero' }],
    ['mt-sics', 'ZI S\r\n', { kind: 'ack', command: 'zeroImmediate', stable: true }],
    [
      'mt-sics',
      'TI D      1.00 kg\r\n',
      { kind: 'tare', command: 'tareImmediate', value: '1.00', unit: 'kg', stable: false },
    ],
    ['mt-sics', 'I4 A "0123456789"\r\n', { kind: 'information', item: 'I4', serialNumber: '0123456789', last: true }],
    ['mt-sics', 'I0 B 0 "I0"\r\n', { kind: 'information', item: 'I0', texts: ['I0'], last: false }],
    ['sma', '\nSMA:1/1.0\r', { kind: 'information', item: 'SMA', text: '1/1.0' }],
    ['toledo-8217', '\x02E\r', { kind: 'ack', command: 'echoOn' }],
    ['yaohua-cmd', '\x02AA00\x03', { kind: 'ack', command: 'handshake', address: 'A', checksumOk: true }],
    ['dini-ext', 'OK\r\n', { kind: 'ack' }],
  ])('%s %j', (protocol, text, expected) => {
    expect(hear(protocol, text)).toMatchObject({ messages: [expected], discarded: 0 });
  });
});
