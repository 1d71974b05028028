// A refusal in Japanese that names a state or a role in English, as the program calls it.
import { expect, it } from 'vitest';
import { createTranslator } from '../../agent/screen/shared/translator.ts';

const said = (code: string, params: Record<string, string>): string =>
  createTranslator('ja').errorText({ code, message: 'in English', params });

it('names a package as people know it', () => {
  expect(said('package-not-at-base', { package: 'CO-1-1', state: 'released' })).toContain('CO-1-1');
});

it.fails.each([
  ['package-not-at-base', { package: 'CO-1-1', state: 'released' }],
  ['package-set-aside', { package: 'CO-1-1', state: 'allocated' }],
  ['order-not-open', { order: '1', state: 'working' }],
  ['stocktake-not-open', { stocktake: 'ST-1', state: 'closed' }],
  ['finding-not-open', { finding: '1', state: 'approved' }],
])('says a state in Japanese: %s', (code, params) => {
  expect(said(code, params)).not.toContain(params.state);
});

it.fails('says a role in Japanese', () => {
  expect(said('role-missing', { roles: 'supervisor' })).not.toContain('supervisor');
});
