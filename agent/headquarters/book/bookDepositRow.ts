// Deposits as the book knows them.

/** A sealed release that a base has received: `received`, `opened` or `cancelled`. */
export interface BookDepositRow {
  base: string;
  sealed: string;
  order_id: string;
  state: string;
}
