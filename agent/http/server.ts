// The agent's web server: resources, gate, live feed and page put together. It is handed the agent as `Service` and the
// register as `Door`, and knows neither ledger nor stations.
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyError } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Random, Clock } from '../../drivers/contract/clock.ts';
import type { HttpApp, ServerParts, ServerLog, ServerSettings } from './shared/httpApp.ts';
import { sendError, HTTP_ERRORS } from './shared/httpErrors.ts';
import { EventFeed } from './shared/eventFeed.ts';
import { addRequestGuard } from './shared/requestGuard.ts';
import { addCaseRoutes } from './resources/caseRoutes.ts';
import { addCommandRoutes } from './resources/commandRoutes.ts';
import { addEventRoutes } from './resources/eventRoutes.ts';
import { addInstrumentConfigRoute } from './resources/instrumentEntry.ts';
import { addInstrumentCareRoutes } from './resources/instrumentCare.ts';
import { addInstrumentRoutes } from './resources/instrumentRoutes.ts';
import { addLotRoutes } from './resources/lotRoutes.ts';
import { addMessageRoutes } from './resources/messageRoutes.ts';
import { addOverviewRoutes } from './resources/overviewRoutes.ts';
import { addPageRoutes } from './resources/pageRoutes.ts';
import { addPhotoRoutes } from './resources/photoRoutes.ts';
import { addSecondPersonRoute } from './resources/secondPerson.ts';
import { addSessionRoutes } from './resources/sessionRoutes.ts';
import { addStateRoutes, addHealthRoute, addLedgerRoute, addOrderRoute } from './resources/stateRoutes.ts';
import { addWeighingRoutes } from './resources/weighingRoutes.ts';
import type { Authenticator, AgentApi } from '../services/agentApi.ts';
import { SessionStore } from './shared/sessionStore.ts';
import { PinCheckLimiter } from './shared/pinCheckLimiter.ts';

const BODY_BYTES = 16_384;
const SHIFT_MS = 12 * 3_600_000;

export interface RunningServer {
  /** "http://127.0.0.1:8080", with the port really used. */
  url: string;
  close(): Promise<void>;
}

/** `chance` must be cryptographic: session tokens come from it. Rejects if the address cannot be taken. */
export async function startServer(
  settings: ServerSettings,
  service: AgentApi,
  door: Authenticator,
  log: ServerLog,
  clock: Clock,
  chance: Random,
): Promise<RunningServer> {
  const server = await buildServer(settings, service, door, log, clock, chance);
  try {
    await server.app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await server.close();
    throw error;
  }
  const address = server.app.server.address();
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `${settings.tls === null ? 'http' : 'https'}://${host}:${typeof address === 'object' && address !== null ? address.port : settings.port}`,
    close: () => server.close(),
  };
}

/** The server without its socket: what `startServer` listens with, and what tests inject requests into. */
export async function buildServer(
  settings: ServerSettings,
  service: AgentApi,
  door: Authenticator,
  log: ServerLog,
  clock: Clock,
  chance: Random,
): Promise<{ app: HttpApp; close(): Promise<void> }> {
  const limits = { idleMs: settings.idleLockMinutes * 60_000, maxAgeMs: SHIFT_MS, maxSessions: 100 };
  const feed = new EventFeed(service, clock);
  const parts: ServerParts = {
    settings,
    agent: service,
    authenticator: door,
    log,
    clock,
    feed,
    sessions: new SessionStore(clock, chance, limits),
    pinChecks: new PinCheckLimiter(),
  };
  const app: HttpApp = Fastify({
    https:
      settings.tls === null
        ? null
        : { cert: readFileSync(settings.tls.certificate), key: readFileSync(settings.tls.key) },
    bodyLimit: BODY_BYTES,
    // A photograph over bad Wi-Fi.
    requestTimeout: 30_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = 256;
  app.server.headersTimeout = 10_000;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // JSON alone: a form of a foreign page cannot send it without being asked first.
  app.removeContentTypeParser('text/plain');
  addRequestGuard(app, parts);
  addErrorHandlers(app, log);
  const looking = [
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
  ];
  const doing = [
    addCommandRoutes,
    addSecondPersonRoute,
    addMessageRoutes,
    addInstrumentRoutes,
    addInstrumentConfigRoute,
    addInstrumentCareRoutes,
    addPhotoRoutes,
  ];
  for (const add of [...looking, ...doing]) add(app, parts);
  await addPageRoutes(app, parts);
  await app.ready();
  const close = async (): Promise<void> => {
    feed.close();
    await app.close();
  };
  return { app, close };
}

function addErrorHandlers(app: HttpApp, log: ServerLog): void {
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not-found'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined) {
      const detail = error.validation
        .map((one) => `${one.instancePath === '' ? '/' : one.instancePath} ${one.message ?? ''}`)
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
