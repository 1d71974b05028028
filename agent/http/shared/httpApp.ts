// What the web server is started with, and what every route is handed. Types only.
import type { Server } from 'node:https';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock, Random } from '../../../drivers/contract/clock.ts';
import type { EventFeed } from './eventFeed.ts';
import type { Authenticator, AgentApi } from '../../services/agentApi.ts';
import type { SessionStore } from './sessionStore.ts';
import type { PinCheckLimiter } from './pinCheckLimiter.ts';

/** Fastify over HTTP or HTTPS, with zod schemas as its types. */
export type HttpApp = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** The site file's part about the web server, and where the page lies. */
export interface ServerSettings {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Further host names or addresses under which tablets reach this server. */
  names: readonly string[];
  /** Files with the certificate and its key (PEM); null only on loopback. */
  tls: { certificate: string; key: string } | null;
  /** A session without a command for this long is locked. */
  idleLockMinutes: number;
  /** Folder of the built page. */
  screenFolder: string;
}

/** The server's log. Callers pass named fields alone: never a URL, a body or a header. */
export interface ServerLog {
  info(fields: Record<string, string | number>, message: string): void;
  warn(fields: Record<string, string | number>, message: string): void;
  error(fields: Record<string, string | number>, message: string): void;
}

/** What the server is started with. */
export interface ServerOptions {
  settings: ServerSettings;
  agent: AgentApi;
  authenticator: Authenticator;
  log: ServerLog;
  clock: Clock;
  /** Must be cryptographic: session tokens are made of it. */
  random: Random;
}

/** What every route is handed. */
export interface ServerParts extends Omit<ServerOptions, 'random'> {
  sessions: SessionStore;
  pinChecks: PinCheckLimiter;
  feed: EventFeed;
}
