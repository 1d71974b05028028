// Counting: the progress is always full, nonsense counts like a drum, and what was scanned is nowhere to be seen.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viewStocktakes } from '../../agent/core/views/stockView.ts';
import { SCALE } from '../core/intakeScenes.ts';
import { names, Store } from '../core/stocktakeScenes.ts';
import { OneDock } from './oneDock.ts';

let dock: OneDock;

beforeEach(() => {
  dock = new OneDock(new Store(3).dock.ledger);
  expect(dock.ask('bob', { kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } })).toBe('done');
});
afterEach(() => dock.close());

function scan(...codes: string[]): string {
  const stocktake = dock.view().job?.stocktake ?? '';
  return dock.ask('bob', { kind: 'count', stocktake, codes, how: 'scan' });
}

it('three drums are to be found', () => {
  expect(viewStocktakes(dock.ledger.book)[0]?.toFind).toHaveLength(3);
  expect([scan(...names(1)), scan('FOO-1')]).toEqual(['done', 'done']);
  expect(viewStocktakes(dock.ledger.book)[0]?.toFind).toHaveLength(2);
});

it('one of three is not all', () => {
  scan(...names(1));
  const { weighed = 0, announced = 0 } = dock.view().job ?? {};
  expect(weighed).toBeLessThan(announced);
});

it('what no package bears counts as none', () => {
  scan('FOO-1');
  expect(dock.view().job?.weighed).toBe(0);
});

it('what was seen is shown', () => {
  scan(...names(1));
  expect(JSON.stringify(viewStocktakes(dock.ledger.book))).toContain('DRUM 1');
});

describe('the reader', () => {
  const sweep = (at: OneDock): string =>
    at.ask('bob', { kind: 'count', stocktake: at.view().job?.stocktake ?? '', codes: names(1), how: 'tag' });

  it('is offered where there is one', () => {
    expect([dock.view().guidance.key, sweep(dock)]).toEqual(['sweep-goods', 'done']);
  });

  it('is neither offered nor believed where there is none', () => {
    const bare = new OneDock(new Store(3).dock.ledger, SCALE, [], undefined, false);
    bare.ask('bob', { kind: 'open-stocktake', station: 'dock-1', scope: { kind: 'base-scope' } });
    expect([bare.view().guidance.key, sweep(bare)]).toEqual(['count-goods', 'station-without-reader']);
    expect(viewStocktakes(bare.ledger.book)[0]?.toFind).toHaveLength(3);
    void bare.close();
  });
});
