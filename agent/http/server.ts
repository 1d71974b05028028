// The agent's web server: routes, request guard, live feed and page put together. It is handed the agent as `AgentApi`
// and the register as `Authenticator`, and must not know ledger or stations.
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyError } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpApp, ServerLog, ServerOptions, ServerParts, ServerSettings } from './shared/httpApp.ts';
import { sendError, HTTP_ERRORS } from './shared/httpErrors.ts';
import { EventFeed } from './shared/eventFeed.ts';
import { addRequestGuard } from './shared/requestGuard.ts';
import { addCaseRoutes } from './resources/caseRoutes.ts';
import { addCommandRoutes, addSecondPersonRoute } from './resources/commandRoutes.ts';
import { addEventRoutes } from './resources/eventRoutes.ts';
import {
  addInstrumentCareRoutes,
  addInstrumentConfigRoute,
  addInstrumentRoutes,
} from './resources/instrumentRoutes.ts';
import { addLotRoutes } from './resources/lotRoutes.ts';
import { addMessageRoutes } from './resources/messageRoutes.ts';
import { addOverviewRoutes } from './resources/overviewRoutes.ts';
import { addPageRoutes } from './resources/pageRoutes.ts';
import { addRegisterRoutes } from './resources/registerRoutes.ts';
import { addPhotoRoutes } from './resources/photoRoutes.ts';
import { addSessionRoutes } from './resources/sessionRoutes.ts';
import { addStateRoutes, addHealthRoute, addLedgerRoute, addOrderRoute } from './resources/stateRoutes.ts';
import { addWeighingRoutes } from './resources/weighingRoutes.ts';
import { SessionStore } from './shared/sessionStore.ts';
import { PinCheckLimiter } from './shared/pinCheckLimiter.ts';

const MAX_BODY_BYTES = 16_384;
/** The longest shift: after it even a session in use ends. */
const SHIFT_MS = 12 * 3_600_000;
const MAX_SESSIONS = 100;

const ROUTES: readonly ((app: HttpApp, parts: ServerParts) => void)[] = [
  addSessionRoutes,
  addStateRoutes,
  addLotRoutes,
  addLedgerRoute,
  addOrderRoute,
  addEventRoutes,
  addWeighingRoutes,
  addOverviewRoutes,
  addCaseRoutes,
  addHealthRoute,
  addCommandRoutes,
  addSecondPersonRoute,
  addMessageRoutes,
  addInstrumentRoutes,
  addInstrumentConfigRoute,
  addInstrumentCareRoutes,
  addPhotoRoutes,
  addRegisterRoutes,
];

/** A server that listens. */
export interface RunningServer {
  /** "http://127.0.0.1:8080", with the port really used. */
  url: string;
  close(): Promise<void>;
}

/**
 * Builds the server and listens; resolves when requests are answered.
 *
 * @throws the system's error if the address cannot be taken; nothing is left open then.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings } = options;
  const server = await buildServer(options);
  try {
    await server.app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await server.close();
    throw error;
  }
  const scheme = settings.tls === null ? 'http' : 'https';
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const address = server.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  return { url: `${scheme}://${host}:${port}`, close: () => server.close() };
}

/** The server without its socket: what `startServer` listens with, and what tests inject requests into. */
export async function buildServer({
  random,
  ...options
}: ServerOptions): Promise<{ app: HttpApp; close(): Promise<void> }> {
  const { settings, agent, log, clock } = options;
  const limits = { idleMs: settings.idleLockMinutes * 60_000, maxAgeMs: SHIFT_MS, maxSessions: MAX_SESSIONS };
  const feed = new EventFeed(agent, clock);
  const parts: ServerParts = {
    ...options,
    feed,
    sessions: new SessionStore({ clock, random, limits, currentActor: (id) => options.authenticator.actor(id) }),
    pinChecks: new PinCheckLimiter(),
  };
  const app = createApp(settings);
  addRequestGuard(app, parts);
  addErrorHandlers(app, log);
  for (const addRoutes of ROUTES) addRoutes(app, parts);
  await addPageRoutes(app, parts);
  await app.ready();
  const close = async (): Promise<void> => {
    feed.close();
    await app.close();
  };
  return { app, close };
}

function createApp({ tls }: ServerSettings): HttpApp {
  const app: HttpApp = Fastify({
    https: tls === null ? null : { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) },
    bodyLimit: MAX_BODY_BYTES,
    // Long enough for a photograph over bad Wi-Fi.
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = 256;
  app.server.headersTimeout = 10_000;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // JSON alone: a form of a foreign page cannot send JSON without a preflight request.
  app.removeContentTypeParser('text/plain');
  return app;
}

function addErrorHandlers(app: HttpApp, log: ServerLog): void {
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not-found'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined) {
      const detail = error.validation
        .map(({ instancePath, message = '' }) => `${instancePath === '' ? '/' : instancePath} ${message}`)
        .join('; ');
      return sendError(reply, 'request-malformed', { detail: detail.slice(0, 500) });
    }
    if (error.statusCode === HTTP_ERRORS['request-too-large'].status)
      return sendError(reply, 'request-too-large', { bytes: request.routeOptions.bodyLimit });
    if (error.statusCode === HTTP_ERRORS['media-refused'].status) return sendError(reply, 'media-refused');
    if (error.statusCode !== undefined && error.statusCode < 500)
      return sendError(reply, 'request-malformed', { detail: error.code });
    log.error(
      {
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? '',
        error: error.stack ?? error.message,
      },
      'request-failed',
    );
    return sendError(reply, 'internal', { request: request.id });
  });
}
