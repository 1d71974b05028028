// A second person consents to one removal: nobody else takes by it, nothing more is taken by it, it ends with its first
// weighing and by itself.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decideAllowRemoval } from '../../agent/core/loads/removalConsent.ts';
import { viewConsents } from '../../agent/core/views/requestView.ts';
import { CONSENT_ACTS, ConsentDock, uncovered } from './consentScenes.ts';
import { consentTo } from './staff.ts';

it('what was consented to and taken back alone lives again for any mass', () => {
  const s = new ConsentDock();
  s.consent('bob', 'cho', 20);
  s.take('cho', 20);
  s.reverseAlone('cho');
  s.take('cho', 120);
  expect(s.suspected()).toBe(true);
});

it('it is used up by its weighing even where the same mass is taken again', () => {
  const s = new ConsentDock();
  s.consent('bob', 'cho', 20);
  s.take('cho', 20);
  expect(s.suspected()).toBe(false);
  s.reverseAlone('cho');
  s.take('cho', 20);
  expect(s.suspected()).toBe(true);
});

it('it is used up by a load as heavy as all that the drum holds', () => {
  const s = new ConsentDock();
  s.consent('bob', 'cho', 400);
  s.take('cho', 300);
  s.dock.reverse(s.dock.onScale ?? '');
  s.take('cho', 20);
  expect(s.suspected()).toBe(true);
});

describe('it covers', () => {
  const takes = (...consent: [string, string, number, number?]) => {
    const s = new ConsentDock();
    s.consent(...consent);
    return s;
  };
  it('the mass that it names, and not two grams more', () => {
    const exact = takes('bob', 'cho', 20);
    exact.take('cho', 20);
    expect(exact.suspected()).toBe(false);
    const more = takes('bob', 'cho', 20);
    more.take('cho', 20.2);
    expect(more.suspected()).toBe(true);
  });

  it('the person whom it names, and is kept for him if somebody else takes', () => {
    const s = takes('bob', 'cho', 20);
    s.take('dan', 0.5);
    s.take('cho', 20);
    expect(s.suspected()).toBe(false);
    const other = takes('bob', 'cho', 20);
    other.take('dan', 20);
    expect(other.suspected()).toBe(true);
  });

  it('a bag that was still being put down: what it weighs at last', () => {
    const s = takes('bob', 'cho', 20);
    s.take('cho', 10);
    s.rise(20);
    expect(s.suspected()).toBe(false);
    s.rise(21);
    expect(s.suspected()).toBe(true);
  });

  it('a load that did not lie there alone, once it is weighed again', () => {
    const s = takes('bob', 'cho', 20);
    s.take('cho', 20);
    s.disturb();
    s.take('cho', 20);
    expect(s.suspected()).toBe(false);
  });

  it('no longer than its minutes', () => {
    for (const [minutes, suspected] of [
      [9, false],
      [11, true],
    ] as const) {
      const s = takes('bob', 'cho', 20, 10);
      s.pass(minutes);
      s.take('cho', 20);
      expect(s.suspected()).toBe(suspected);
    }
  });

  it.each(['bob', 'cho'])('nothing once %s lost the role, though he has it again', (person) => {
    const s = takes('bob', 'cho', 20);
    s.lock(person);
    s.take('cho', 20);
    expect(s.suspected()).toBe(true);
  });
});

it('nobody is named who takes nothing out, or consents to himself; nor a mass that cannot be', () => {
  const { dock } = new ConsentDock();
  const answers = [
    { taker: 'bob' },
    { taker: 'nobody' },
    { taker: 'cho', mostMg: 0 },
    { taker: 'cho', mostMg: 300_000_000_000 },
    { taker: 'cho', package: 'CO-1-9' },
  ].map((said) => {
    const event = consentTo(dock.id(), { operator: 'bob', package: 'CO-1-1', ...said });
    return (dock.act((book) => decideAllowRemoval(event, book)) as { refusal?: string }).refusal;
  });
  expect(answers).toEqual([
    'consent-to-oneself',
    'taker-may-not-work',
    'weight-impossible',
    'weight-impossible',
    'package-unknown',
  ]);
});

it('the page shows who, how much and until when, as long as it stands', () => {
  const s = new ConsentDock();
  const shown = () => viewConsents(s.dock.ledger.book, s.dock.ledger.now());
  s.consent('bob', 'cho', 20);
  const at = s.dock.ledger.entries.at(-1)?.at.wallMs ?? 0;
  const mark = s.dock.drum(1).mark;
  const consent = { package: 'CO-1-1', mark, operator: 'bob', taker: 'cho', mostKg: '20' };
  expect(shown()).toEqual([{ ...consent, untilWallMs: at + 600_000 }]);
  s.pass(11);
  expect(shown()).toEqual([]);
  s.consent('bob', 'cho', 20);
  s.take('cho', 1);
  expect(shown()).toEqual([]);
});

it('whatever people do in whatever order, nothing beyond the limits is taken that no consent named, or it is a finding', () => {
  let covered = 0;
  fc.assert(
    fc.property(fc.array(CONSENT_ACTS, { minLength: 3, maxLength: 14 }), (acts) => {
      const s = new ConsentDock();
      for (const step of acts) step(s);
      covered += s.dock.ledger.entries.filter(
        (entry) => entry.kind === 'material-removed' && entry.body.allowedBy !== null,
      ).length;
      expect(uncovered(s.dock.ledger.entries)).toEqual([]);
    }),
    { numRuns: 200 },
  );
  // It was not all refused.
  expect(covered).toBeGreaterThan(40);
});
