// Orders: what headquarters asks a base to do. Types only; headquarters/contract holds their schemas and checks them
// against these types, so the two cannot drift apart.
import type { IntakeNotice } from './intakeNotice.ts';
import type { StockOrder } from './stockOrders.ts';

export type OrderBody = IntakeNotice | StockOrder;

export interface Order {
  /** Random; executes once, whatever is restored. */
  order: string;
  base: string;
  /** The base epoch that this order's counter belongs to. */
  epoch: string;
  /** Gap-free within the epoch, from 1. */
  counter: number;
  /** Lower-case hex of the order before it (SHA-256 of that order's signed bytes); 64 zeros for counter 1. */
  previous: string;
  issuedWallMs: number;
  body: OrderBody;
}
