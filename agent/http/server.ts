// The agent's web server: resources, gate, live feed and page put together. It is handed the agent as `Service` and the
// register as `Door`, and knows neither ledger nor stations.
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyError } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Chance, Clock } from '../../drivers/contract/clock.ts';
import type { App, Parts, ServerLog, ServerSettings } from './app.ts';
import { answerError, HTTP_ERRORS } from './errors.ts';
import { Feed } from './feed.ts';
import { addGate } from './gate.ts';
import { addCases } from './resources/cases.ts';
import { addCommands } from './resources/commands.ts';
import { addEvents } from './resources/events.ts';
import { addHealth } from './resources/health.ts';
import { addInstrumentEntry } from './resources/instrumentEntry.ts';
import { addInstrumentCare } from './resources/instrumentCare.ts';
import { addInstruments } from './resources/instruments.ts';
import { addLedger } from './resources/ledger.ts';
import { addLots } from './resources/lots.ts';
import { addMessages } from './resources/messages.ts';
import { addOrders } from './resources/orders.ts';
import { addOverview } from './resources/overview.ts';
import { addPage } from './resources/page.ts';
import { addPhotos } from './resources/photos.ts';
import { addSecondPerson } from './resources/secondPerson.ts';
import { addSession } from './resources/session.ts';
import { addState } from './resources/state.ts';
import { addWeighings } from './resources/weighings.ts';
import type { Door, Service } from './service.ts';
import { Sessions } from './sessions.ts';
import { PinChecks } from './signIn.ts';

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
  service: Service,
  door: Door,
  log: ServerLog,
  clock: Clock,
  chance: Chance,
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
  service: Service,
  door: Door,
  log: ServerLog,
  clock: Clock,
  chance: Chance,
): Promise<{ app: App; close(): Promise<void> }> {
  const limits = { idleMs: settings.idleLockMinutes * 60_000, longestMs: SHIFT_MS, most: 100 };
  const feed = new Feed(service, clock);
  const parts: Parts = {
    settings,
    service,
    door,
    log,
    clock,
    feed,
    sessions: new Sessions(clock, chance, limits),
    pins: new PinChecks(),
  };
  const app: App = Fastify({
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
  addGate(app, parts);
  addTrouble(app, log);
  const looking = [
    addSession,
    addState,
    addLots,
    addLedger,
    addOrders,
    addEvents,
    addWeighings,
    addOverview,
    addCases,
    addHealth,
  ];
  const doing = [
    addCommands,
    addSecondPerson,
    addMessages,
    addInstruments,
    addInstrumentEntry,
    addInstrumentCare,
    addPhotos,
  ];
  for (const add of [...looking, ...doing]) add(app, parts);
  await addPage(app, parts);
  await app.ready();
  const close = async (): Promise<void> => {
    feed.close();
    await app.close();
  };
  return { app, close };
}

function addTrouble(app: App, log: ServerLog): void {
  app.setNotFoundHandler((_request, reply) => answerError(reply, 'not-found'));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined) {
      const detail = error.validation
        .map((one) => `${one.instancePath === '' ? '/' : one.instancePath} ${one.message ?? ''}`)
        .join('; ');
      return answerError(reply, 'request-malformed', { detail: detail.slice(0, 500) });
    }
    if (error.statusCode === HTTP_ERRORS['request-too-large'].status)
      return answerError(reply, 'request-too-large', { bytes: request.routeOptions.bodyLimit });
    if (error.statusCode === HTTP_ERRORS['media-refused'].status) return answerError(reply, 'media-refused');
    if (error.statusCode !== undefined && error.statusCode < 500)
      return answerError(reply, 'request-malformed', { detail: error.code });
    log.error(
      {
        request: request.id,
        method: request.method,
        route: request.routeOptions.url ?? '',
        error: error.stack ?? error.message,
      },
      'request-failed',
    );
    return answerError(reply, 'internal', { request: request.id });
  });
}
