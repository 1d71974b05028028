// The broker has a certificate of the ministry's own authority and asks for one of the base: the site file has no word
// for it.
import { expect, it } from 'vitest';
import { parseSiteFile } from '../../config/siteConfig.ts';
import { models, SITE } from './models.ts';

function faultsOf(settings: string): string[] {
  const link = `broker: "mqtts://broker.test:8883", keys: ./hq.json, topic: 3f9c0d52, client: 77aa41c0${settings}`;
  const text = `${SITE}headquarters: { ${link} }\n`;
  const outcome = parseSiteFile(text, { file: 'site.yaml', folder: '/srv/hakari', models });
  return outcome.kind === 'valid' ? [] : outcome.errors.map(({ path, problem }) => `${path}: ${problem}`);
}

it('a broker with TLS may be named', () => {
  expect(faultsOf('')).toEqual([]);
});

it.fails('and the authority that signed its certificate', () => {
  // As one setting, or in a group of them.
  expect([faultsOf(', ca: ./ca.pem'), faultsOf(', tls: { ca: ./ca.pem }')]).toContainEqual([]);
});

it.fails('and the base’s own certificate and key', () => {
  const flat = faultsOf(', ca: ./ca.pem, certificate: ./base.pem, key: ./base.key');
  const grouped = faultsOf(', tls: { ca: ./ca.pem, certificate: ./base.pem, key: ./base.key }');
  expect([flat, grouped]).toContainEqual([]);
});
