// Opens the link to headquarters as the site file says. Must not know what orders mean.
import type { SiteConfig } from '../../config/siteConfig.ts';
import type { Clock, Random } from '../../drivers/contract/clock.ts';
import { type HeadquartersLink, openHeadquartersLink } from '../link/headquartersLink.ts';
import type { OrderTaking } from '../link/inbox.ts';
import { type HeadquartersKeys, saveHeadquartersKeys } from '../link/keyFiles.ts';
import type { LinkLog } from '../link/linkLog.ts';
import { DEFAULT_LINK_SETTINGS } from '../link/linkSettings.ts';
import { createMqttConnector } from '../link/mqttTransport.ts';
import type { SigningGuard } from '../link/signingGuard.ts';
import type { BaseStore } from './baseStore.ts';

/** Where the link leads, and what it is made of. */
export interface HeadquartersLinkStart {
  settings: NonNullable<SiteConfig['headquarters']>;
  /** The data folder. */
  data: string;
  clock: Clock;
  random: Random;
  log: LinkLog;
}

/** Opens the link and leaves headquarters' public keys beside the ledger, where `hakari verify --against` looks. */
export function startHeadquartersLink(
  { settings, data, clock, random, log }: HeadquartersLinkStart,
  {
    ledger,
    keys,
    headquarters,
    ...taking
  }: Pick<BaseStore, 'ledger' | 'keys'> & { headquarters: HeadquartersKeys; guard: SigningGuard } & OrderTaking,
): HeadquartersLink {
  saveHeadquartersKeys(data, headquarters);
  return openHeadquartersLink({
    ledger,
    keys: { base: keys, headquarters },
    settings: DEFAULT_LINK_SETTINGS,
    clock,
    random,
    log,
    connectTransport: createMqttConnector({
      url: settings.broker,
      mqttVersion: settings.protocol === 5 ? '5' : '3.1.1',
      topicId: settings.topic,
      clientId: settings.client,
      tls: null,
      keepAliveSeconds: 30,
      connectTimeoutMs: 10_000,
      maxMessageBytes: 268_435_455,
    }),
    ...taking,
  });
}
