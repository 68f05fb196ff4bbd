import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { SERVICE_NAME } from '../contract/contract.js';
import { type LocalAccount } from '../backends/local/account.js';
import { type Principal } from '../backends/local/caller.js';
import { type Clock } from '../ports/clock.js';
import { type AnswerContext, sendError, sendJson, sendOutput } from './answers.js';
import { answerTo, bodyTooLarge, HttpRefusal, isUnforeseen, unknownOperation } from './http-refusal.js';
import { showPage } from './pages/show.js';
import { discardBody, readBody } from './read-body.js';
import { type RequestHandler } from './http-server.js';
import { gatherInput } from './request-input.js';
import { findRoute, type Route } from './routing.js';
import { type ServerEvent } from './server-events.js';
import { HEALTH_PATH } from './health.js';
import { isSignInPath, loggedPath, signInPages } from './sign-in/sign-in.js';
import { verifySignature } from './sigv4/verify-signature.js';

/** What the server needs of an account. */
export type EmulatedAccount = Pick<LocalAccount, 'accountId' | 'call' | 'findAccessKey' | 'emulator'>;

/** Who is answering: what the health endpoint tells, so that a process can be known by it. */
export interface ServerInstance {
  readonly version: string;
  readonly instanceId: string;
  readonly pid?: number;
}

export interface RequestHandlerOptions {
  readonly account: EmulatedAccount;
  readonly clock: Clock;
  readonly instance: ServerInstance;
  readonly log: (event: ServerEvent) => void;
  readonly checkHost: (rawHeaders: readonly string[], localAddress: string | undefined) => void;
  readonly maxBodyBytes: number;
  readonly isClosing: () => boolean;
}

/** How far a request has come. */
interface Progress {
  bodyAsked: boolean;
  /** What its line in the log says of it. */
  readonly known: { caller?: string; operation?: string; error?: string };
}

/** Paths of the emulator itself begin so; the service has none of them. */
const OWN_PATHS = '/_worklink/';

/**
 * Makes the function that answers one HTTP request: host and origin, route, signature, then the service itself.
 *
 * @returns a function that resolves once the answer is handed over; it never rejects. `expectsContinue` says that the
 *   client waits for a word before it sends its body
 */
export function requestHandler(options: RequestHandlerOptions): RequestHandler {
  const pages = signInPages({
    signIns: () => options.account.emulator().signIns(),
    clock: options.clock,
  });
  return async (request, response, expectsContinue) => {
    const started = options.clock.now();
    const requestId = randomUUID();
    const progress: Progress = { bodyAsked: false, known: {} };
    const line = requestLine(request);
    const context = (close = false): AnswerContext => ({
      requestId,
      now: options.clock.now(),
      close: close || options.isClosing(),
    });
    response.once('close', () => {
      options.log({
        kind: 'request',
        time: started,
        requestId,
        sourceIp: line.sourceIp,
        method: line.method,
        path: loggedPath(line.path),
        status: response.writableFinished ? response.statusCode : 0,
        milliseconds: Math.max(0, options.clock.now().getTime() - started.getTime()),
        ...progress.known,
      });
    });
    try {
      options.checkHost(request.rawHeaders, request.socket.localAddress);
      if (isSignInPath(line.path)) {
        progress.bodyAsked = true;
        if (expectsContinue) response.writeContinue();
        await showPage(pages, request, response, { line, context, log: options.log });
        return;
      }
      const route = admit(request, line, options);
      if (route === HEALTH_PATH) {
        const { version, instanceId, pid } = options.instance;
        const { accountId } = options.account;
        sendJson(response, { status: 'ok', version, accountId, instanceId, pid }, context());
        return;
      }
      progress.known.operation = route.operation;
      progress.bodyAsked = true;
      if (expectsContinue) response.writeContinue();
      const body = await readBody(request, options.maxBodyBytes);
      const output = await callService({ request, line, route, body, requestId, progress }, options);
      sendOutput(response, route.operation, output, context());
    } catch (error) {
      if (response.destroyed || request.socket.destroyed) return; // gone: nobody is left to be told
      const answer = answerTo(error);
      progress.known.error = answer.errorType;
      if (isUnforeseen(error)) options.log({ kind: 'failure', time: options.clock.now(), requestId, error });
      // A client that still waits for its word sends no body: there is nothing to hear out.
      if (!progress.bodyAsked && !expectsContinue) await discardBody(request).catch(() => undefined);
      if (!response.headersSent) sendError(response, answer, context(!request.complete));
    }
  };
}

/** Looks at all that can be judged of a call before its body is there. */
function admit(
  request: IncomingMessage,
  { method, path }: RequestLine,
  options: RequestHandlerOptions,
): Route | typeof HEALTH_PATH {
  if (request.headers.origin !== undefined) {
    // No SDK sends it, every browser does: a page has no business here, whatever it has got hold of.
    throw new HttpRefusal(
      403,
      'AccessDeniedException',
      'The emulator answers no request made by a web page.',
    );
  }
  if (path === HEALTH_PATH && (method === 'GET' || method === 'HEAD')) return HEALTH_PATH;
  if (path.startsWith(OWN_PATHS)) throw unknownOperation('The emulator has no such page.');
  const route = findRoute(method, path);
  const { 'content-encoding': encoding = 'identity', 'content-length': length = '0' } = request.headers;
  if (encoding.trim().toLowerCase() !== 'identity') {
    throw new HttpRefusal(415, 'UnsupportedMediaTypeException', 'The request body must not be compressed.');
  }
  if (Number(length) > options.maxBodyBytes) throw bodyTooLarge(options.maxBodyBytes);
  return route;
}

interface ServiceCall {
  readonly request: IncomingMessage;
  readonly line: RequestLine;
  readonly route: Route;
  readonly body: Uint8Array;
  readonly requestId: string;
  readonly progress: Progress;
}

function callService(
  { request, line, route, body, requestId, progress }: ServiceCall,
  { account, clock }: RequestHandlerOptions,
): Promise<unknown> {
  const { rawHeaders } = request;
  const { method, target, query, sourceIp } = line;
  const { 'user-agent': userAgent = '' } = request.headers;
  let principal: Principal | undefined;
  const verification = verifySignature(
    { method, target, rawHeaders, body },
    {
      now: clock.now(),
      service: SERVICE_NAME,
      findSecret: (accessKeyId) => {
        const found = account.findAccessKey(accessKeyId);
        principal = found?.principal;
        return found?.secretAccessKey;
      },
      // The emulator hands out long-term keys only: none of them comes with a session token.
      sessionTokenOf: () => undefined,
    },
  );
  if (!verification.ok) {
    const { status, errorType, message } = verification.failure;
    throw new HttpRefusal(status, errorType, message);
  }
  if (principal === undefined) throw new Error('A signature was verified for a key that nobody holds.');
  progress.known.caller = principal.name;
  return account.call(route.operation, gatherInput(route, query, body), {
    principal: { ...principal, accessKeyId: verification.accessKeyId },
    region: verification.region,
    sourceIp,
    userAgent,
    requestId,
  });
}

/** What a request's first line and its connection say. */
interface RequestLine {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly sourceIp: string;
}

function requestLine({ method = '', url: target = '', socket }: IncomingMessage): RequestLine {
  const { remoteAddress: sourceIp = '' } = socket;
  const [path = ''] = target.split('?', 1);
  return { method, target, path, query: target.slice(path.length + 1), sourceIp };
}
