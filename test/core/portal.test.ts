// Which way a tag went through a gate.
import { describe, expect, it } from 'vitest';
import {
  EMPTY_PORTAL,
  endPortalPassages,
  PORTAL_LIMITS,
  type PortalState,
  observePortal,
} from '../../agent/core/weight/portalPassages.ts';

const ZONES = { outer: ['gate/1'], inner: ['gate/2'] };

/** "1122" is two reads by antenna 1, then two by antenna 2, a tenth of a second apart. */
function walk(antennas: string, epcHex = 'AAAA', state: PortalState = EMPTY_PORTAL): PortalState {
  return Array.from(antennas).reduce(
    (now, antenna, index) =>
      observePortal(
        now,
        {
          kind: 'tag',
          instrument: 'gate',
          antenna: Number(antenna),
          epcHex,
          atMs: index * 100,
          raw: new Uint8Array(),
          crcChecked: true,
        },
        ZONES,
      ),
    state,
  );
}

const directions = (state: PortalState): string[] =>
  endPortalPassages(state, 60_000).passages.map(({ direction }) => direction);

describe('direction', () => {
  it.each([
    ['111222', 'in'],
    ['112122', 'in'],
    ['222111', 'out'],
    ['111', 'unclear'],
    ['1112', 'unclear'],
    ['112211', 'unclear'],
    // A reflection of the other antenna, before the passage and after it.
    ['1222111', 'out'],
    ['2221112', 'out'],
    ['1112221', 'in'],
    ['12221112', 'out'],
    ['11222111', 'unclear'],
    ['33', 'nothing'],
  ])('%s is %s', (antennas, direction) => {
    expect(directions(walk(antennas))).toEqual(direction === 'nothing' ? [] : [direction]);
  });
});

it('a passage is told once, and only when the tag has gone', () => {
  const state = walk('1122');
  expect(endPortalPassages(state, 300 + PORTAL_LIMITS.goneMs).passages).toEqual([]);
  const ended = endPortalPassages(state, 301 + PORTAL_LIMITS.goneMs);
  expect(ended.passages).toEqual([{ epcHex: 'AAAA', direction: 'in', atMs: 300 }]);
  expect(endPortalPassages(ended.state, 60_000).passages).toEqual([]);
});

it('the gate never follows more than its maximum', () => {
  let state = EMPTY_PORTAL;
  for (let tag = 0; tag < PORTAL_LIMITS.maxTags + 5; tag += 1) state = walk('1', tag.toString(16), state);
  expect([state.tracks.size, state.overflow]).toEqual([PORTAL_LIMITS.maxTags, 5]);
});
