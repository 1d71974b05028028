// A broker beyond loopback lets nobody in who does not say who he is: by a certificate of his own.
import { describe, expect, it } from 'vitest';
import { parseSiteFile } from '../../config/siteConfig.ts';
import { models, SITE } from './models.ts';

function faultsWith(more: string): string[] {
  const headquarters = `headquarters: { broker: "mqtts://broker.example:8883", keys: ./hq.json, topic: 3f9c0d52, client: 77aa41c0${more} }\n`;
  const outcome = parseSiteFile(SITE + headquarters, { file: 'site.yaml', folder: '/srv/hakari', models });
  return outcome.kind === 'valid' ? [] : outcome.errors.map(({ path, problem }) => `${path}: ${problem}`);
}

describe('the site file', () => {
  it('without a word of it has no fault', () => {
    expect(faultsWith('')).toEqual([]);
  });

  it.fails('takes the certificate authority, certificate and key for the broker', () => {
    expect(faultsWith(', tls: { ca: ./ca.pem, certificate: ./base.pem, key: ./base.key }')).not.toContain(
      'headquarters.tls: unknown setting',
    );
  });
});
