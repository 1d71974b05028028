// What every resource is handed: the typed web server and the agent's parts. Types only.
import type { Server } from 'node:https';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock } from '../../../drivers/contract/clock.ts';
import type { EventFeed } from './eventFeed.ts';
import type { Authenticator, AgentApi } from '../../services/agentApi.ts';
import type { SessionStore } from './sessionStore.ts';
import type { PinCheckLimiter } from './pinCheckLimiter.ts';

export type HttpApp = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface ServerSettings {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Further host names or addresses under which tablets reach this server. */
  names: readonly string[];
  /** Files with the certificate and its key (PEM); null only on loopback. */
  tls: { certificate: string; key: string } | null;
  /** A session without a command for so long is locked. */
  idleLockMinutes: number;
  /** Where the built page lies. */
  screenFolder: string;
}

/** Fields are an allow-list of this server's own making: no URL, no body, no header ever gets here. */
export interface ServerLog {
  info(fields: Record<string, string | number>, message: string): void;
  warn(fields: Record<string, string | number>, message: string): void;
  error(fields: Record<string, string | number>, message: string): void;
}

export interface ServerParts {
  settings: ServerSettings;
  agent: AgentApi;
  authenticator: Authenticator;
  log: ServerLog;
  clock: Clock;
  sessions: SessionStore;
  pinChecks: PinCheckLimiter;
  feed: EventFeed;
}
