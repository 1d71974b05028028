// The manual's page of states is made from the tables that the fold goes by: `npx vitest run test/statesPage.test.ts
// -u` writes it.
import { expect, it } from 'vitest';
import { PACKAGE_ACTS } from '../agent/core/model/packageActs.ts';
import { STATES_AT_BASE, LOT_STATES, LOT_STEPS, PACKAGE_STATES, PACKAGE_STEPS } from '../agent/core/model/states.ts';

interface Step {
  from: readonly string[];
  to: string;
  says: string;
}

/** Mermaid's state diagram; a state without a way out ends. */
function diagram(states: readonly string[], steps: Record<string, Step>): string {
  const name = (state: string): string => state.replaceAll('-', '_');
  const arrows = Object.values(steps).flatMap(({ from, to, says }) =>
    from.map((state) => `  ${name(state)} --> ${name(to)} : ${says.replaceAll(':', ' –')}`),
  );
  const ends = states
    .filter((state) => !Object.values(steps).some(({ from }) => from.includes(state)))
    .map((state) => `  ${name(state)} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${name(states[0] ?? '')}`, ...arrows, ...ends, '```'].join('\n');
}

function table(steps: Record<string, Step>): string {
  const rows = Object.entries(steps).map(
    ([step, { from, to, says }]) => `| \`${step}\` | ${from.join(', ')} | ${to} | ${says} |`,
  );
  return ['| step | from | to | when |', '|---|---|---|---|', ...rows].join('\n');
}

/** What may be done with a package: in which states, and what forbids it there. */
function actTable(): string {
  const rows = Object.entries(PACKAGE_ACTS).map(
    ([act, { means, from, unless }]) => `| \`${act}\` | ${means} | ${from.join(', ')} | ${unless.join(', ')} |`,
  );
  return ['| act | what | in these states | unless it is |', '|---|---|---|---|', ...rows].join('\n');
}

const page = `# States of lots and packages

Made from the tables in \`agent/core/model/states.ts\`, by which the book is changed. Do not edit.

## Packages

A package counts for the book while it is ${STATES_AT_BASE.join(', ')}.

${diagram(PACKAGE_STATES, PACKAGE_STEPS)}

${table(PACKAGE_STEPS)}

What may be done with a package is asked of the package alone, never of its lot (\`agent/core/model/packageActs.ts\`):

${actTable()}

## Lots

${diagram(LOT_STATES, LOT_STEPS)}

${table(LOT_STEPS)}
`;

it('the page of states is that of the tables', async () => {
  await expect(page).toMatchFileSnapshot('../agent/manual/states.md');
});

it('every state can be reached, and every step leads from somewhere', () => {
  const machines: [readonly string[], Record<string, Step>][] = [
    [PACKAGE_STATES, PACKAGE_STEPS],
    [LOT_STATES, LOT_STEPS],
  ];
  for (const [states, steps] of machines) {
    const reached = new Set([states[0] ?? '', ...Object.values(steps).map(({ to }) => to)]);
    expect([...reached].sort()).toEqual([...states].sort());
  }
});
