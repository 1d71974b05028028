// The register table of a Laumas TLB weight transmitter, from its manual: gross 40008-9 and net 40010-11 (unsigned,
// high word first, without sign and decimals), status 40007, divisions and unit 40014, command 40006. Must not know the
// wire.
import type { MassUnit } from '../../drivers/contract/mass.ts';
import type { SlaveRegisterTable } from './modbusSlave.ts';
import type { Indicator } from './indicator.ts';

/** Index is the low byte of 40014. Written as text, so that a division is compared without floating point. */
const DIVISIONS = [
  '100',
  '50',
  '20',
  '10',
  '5',
  '2',
  '1',
  '0.5',
  '0.2',
  '0.1',
  '0.05',
  '0.02',
  '0.01',
  '0.005',
  '0.002',
  '0.001',
  '0.0005',
  '0.0002',
  '0.0001',
];
/** High byte of 40014. */
const UNITS: Partial<Record<MassUnit, number>> = { kg: 0, g: 1, t: 2 };
const MILLIGRAMS: Record<MassUnit, number> = { mg: 1, g: 1_000, kg: 1_000_000, t: 1_000_000_000 };

const STATUS = {
  beyondMax: 1 << 2,
  grossNegative: 1 << 7,
  netNegative: 1 << 8,
  netShown: 1 << 10,
  stable: 1 << 11,
  zero: 1 << 12,
} as const;
const COMMAND = { tare: 7, zero: 8, clearTare: 9 } as const;
const FIRMWARE = 0x0104;
const REGISTERS_MAX = 32;

function divisionText(indicator: Indicator): string {
  const { intervalMg, unit } = indicator.spec;
  const digits = String(intervalMg).padStart(10, '0');
  const exponent = String(MILLIGRAMS[unit]).length - 1;
  const text = `${digits.slice(0, digits.length - exponent)}.${digits.slice(digits.length - exponent)}`;
  return text.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '');
}

function status(indicator: Indicator): number {
  const display = indicator.readDisplay();
  let bits = 0;
  if (display.over) bits |= STATUS.beyondMax;
  if (display.grossMg < 0) bits |= STATUS.grossNegative;
  if (display.netMg < 0) bits |= STATUS.netNegative;
  if (display.net) bits |= STATUS.netShown;
  if (display.stable) bits |= STATUS.stable;
  if (display.centreOfZero) bits |= STATUS.zero;
  return bits;
}

function command(indicator: Indicator, value: number): boolean {
  if (value === COMMAND.zero) return indicator.setZero();
  if (value === COMMAND.tare) return indicator.setTare();
  if (value === COMMAND.clearTare) indicator.clearTare();
  return value === 0 || value === COMMAND.clearTare;
}

/** Throws if the indicator's interval or unit is none the transmitter can be set to. */
export function createLaumasRegisters(indicator: Indicator): SlaveRegisterTable {
  const division = DIVISIONS.indexOf(divisionText(indicator));
  const unit = UNITS[indicator.spec.unit];
  if (division === -1 || unit === undefined) throw new RangeError('this transmitter has no such division or unit');
  const { decimals } = indicator.spec;
  const digits = (mg: number): number => Math.round((Math.abs(mg) / MILLIGRAMS[indicator.spec.unit]) * 10 ** decimals);
  return {
    requestRegistersMax: REGISTERS_MAX,
    read: (address) => {
      const display = indicator.readDisplay();
      // The manual numbers registers from 40001; the wire from 0.
      switch (address + 40_001) {
        case 40_001:
          return FIRMWARE;
        case 40_006:
          return 0;
        case 40_007:
          return status(indicator);
        case 40_008:
          return digits(display.grossMg) >>> 16;
        case 40_009:
          return digits(display.grossMg) & 0xffff;
        case 40_010:
          return digits(display.netMg) >>> 16;
        case 40_011:
          return digits(display.netMg) & 0xffff;
        case 40_014:
          return (unit << 8) | division;
        default:
          // The rest of the table (peaks, set-points, analogue output) exists and holds 0 in the simulated instrument.
          return address < 60 ? 0 : undefined;
      }
    },
    write: (address, value) => address + 40_001 === 40_006 && command(indicator, value),
  };
}
