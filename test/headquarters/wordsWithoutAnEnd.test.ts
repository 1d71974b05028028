// What an order may say: ids that every command and file can carry, and masses that something on earth can have. What
// says more is refused where it enters.
import { describe, expect, it } from 'vitest';
import type { OrderBody } from '../../agent/core/model/order.ts';
import { orderMessageSchema } from '../../agent/link/contract/orderSchema.ts';
import { drum, notice } from '../core/intakeScenes.ts';
import { KG } from '../core/loads.ts';

const understood = (order: string, body: OrderBody): boolean =>
  orderMessageSchema.safeParse({
    order,
    base: 'demo',
    epoch: 'e1',
    counter: 1,
    previous: '0'.repeat(64),
    issuedWallMs: 0,
    body,
  }).success;

const LOT = notice([drum(1)]);
const TONNE = 1_000 * KG;

it('understands an order in plain words', () => {
  expect(understood('order-1', LOT)).toBe(true);
});

describe('an order that no command could take up is refused', () => {
  it('with a blank', () => {
    expect(understood('order with blank', LOT)).toBe(false);
  });

  it('in Japanese', () => {
    expect(understood('指令-3', LOT)).toBe(false);
  });

  it('of 65 characters', () => {
    expect(understood('x'.repeat(65), LOT)).toBe(false);
  });
});

describe('goods whose ids no label could carry are refused', () => {
  it('a lot of 65 characters', () => {
    expect(understood('order-1', { ...LOT, lot: 'x'.repeat(65) })).toBe(false);
  });

  it('a package with a blank', () => {
    expect(understood('order-1', notice([drum(1, { package: 'CO 1' })]))).toBe(false);
  });
});

describe('masses that nothing has are refused', () => {
  it('a package of more than a thousand tonnes', () => {
    expect(understood('order-1', notice([drum(1, { grossMg: 1_001 * TONNE })]))).toBe(false);
  });

  it('a total of more than nine million tonnes', () => {
    expect(understood('order-1', { ...LOT, totalGrossMg: 9_000_001 * TONNE })).toBe(false);
  });
});
