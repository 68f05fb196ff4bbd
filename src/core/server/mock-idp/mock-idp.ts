import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { WorklinkError } from '../../errors.js';
import { type Clock } from '../../ports/clock.js';
import { type AuthnRequest, readAuthnRequest } from '../../saml/authn-request.js';
import { issueResponse, type MockIdentityProvider } from '../../saml/mock-idp/issue-response.js';
import { mockIdpMetadata } from '../../saml/mock-idp/metadata.js';
import { type Misbehaviour, MISBEHAVIOURS } from '../../saml/mock-idp/misbehaviours.js';
import { type KnownServiceProvider } from '../../saml/mock-idp/service-providers.js';
import { type KnownUser } from '../../saml/mock-idp/users.js';
import { hostCheck } from '../allowed-hosts.js';
import { HEALTH_PATH } from '../health.js';
import { createHttpServer, type HttpServer, type ServerTimeouts } from '../http-server.js';
import { type BrowserRequest, wrongMethod } from '../pages/browser-request.js';
import { fieldOf, type Form } from '../pages/form.js';
import { notePage, type PageAnswer, textAnswer } from '../pages/page.js';
import { showPage } from '../pages/show.js';
import { type ServerEvent } from '../server-events.js';
import { type CarriedRequest, handOverPage, LOGIN_PATH, loginPage } from './pages.js';

export interface MockIdpOptions {
  /** The machine's clock. */
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  readonly allowedHosts?: readonly string[];
  readonly log: (event: ServerEvent) => void;
  readonly timeouts?: Partial<ServerTimeouts>;
  /** What the health endpoint tells, so that the process can be known by it. */
  readonly instanceId: string;
  readonly key: Pick<MockIdentityProvider, 'privateKeyPem' | 'certificatePem'>;
  readonly users: readonly KnownUser[];
  /** Whether people it does not know may sign in too, by any e-mail address. */
  readonly admitsAnybody: boolean;
  /** Whom it can encrypt to. */
  readonly serviceProviders: readonly KnownServiceProvider[];
  /** How it goes wrong: they take turns, one for each sign-in. */
  readonly misbehaviours: readonly Misbehaviour[];
}

export interface MockIdpServer extends Pick<HttpServer, 'close'> {
  /** Begins to answer. @returns where, its metadata and the address of that */
  listen(): Promise<{ readonly url: string; readonly metadataUrl: string; readonly metadata: string }>;
}

const METADATA_PATH = '/metadata';
const SSO_PATH = '/sso';
const E_MAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/** A SAML 2.0 identity provider for trials: whoever can reach it can be whoever they say, and it goes wrong on demand. */
export function createMockIdpServer(options: MockIdpOptions): MockIdpServer {
  const checkHost = hostCheck(options.host, options.allowedHosts ?? []);
  const provider = new MockProvider(options);
  const server = createHttpServer({ ...options, what: 'the mock identity provider' }, (isClosing) => {
    return async (request, response, expectsContinue) => {
      const started = options.clock.now();
      const requestId = randomUUID();
      const { method = '', url = '', socket } = request;
      const [path = ''] = url.split('?', 1);
      const line = {
        method,
        path,
        query: url.slice(path.length + 1),
        sourceIp: socket.remoteAddress ?? '',
      };
      response.once('close', () => {
        options.log({
          kind: 'request',
          time: started,
          requestId,
          sourceIp: line.sourceIp,
          method,
          path,
          status: response.writableFinished ? response.statusCode : 0,
          milliseconds: Math.max(0, options.clock.now().getTime() - started.getTime()),
        });
      });
      if (expectsContinue) response.writeContinue();
      const pages = async (browser: BrowserRequest): Promise<PageAnswer> => {
        checkHost(request.rawHeaders, socket.localAddress);
        return provider.answer(browser);
      };
      const context = (close = false) => ({
        requestId,
        now: options.clock.now(),
        close: close || isClosing(),
      });
      await showPage(pages, request, response, { line, context, log: options.log });
    };
  });
  return {
    close: () => server.close(),
    listen: async () => {
      const { url } = await server.listen();
      return { url, metadataUrl: `${url}${METADATA_PATH}`, metadata: provider.publish(url) };
    },
  };
}

class MockProvider {
  #entityId = '';
  #metadata = '';
  #signIns = 0;
  /** What was issued last for each ACS, to be sent once more. */
  readonly #last = new Map<string, string>();

  constructor(private readonly options: MockIdpOptions) {}

  /** Takes the address on which it listens. @returns its metadata */
  publish(url: string): string {
    this.#entityId = `${url}${METADATA_PATH}`;
    const sso = `${url}${SSO_PATH}`;
    this.#metadata = mockIdpMetadata({
      entityId: this.#entityId,
      redirectUrl: sso,
      postUrl: sso,
      signingCertificates: [this.options.key.certificatePem],
    });
    return this.#metadata;
  }

  async answer(request: BrowserRequest): Promise<PageAnswer> {
    const { method, path } = request;
    const isReading = method === 'GET' || method === 'HEAD';
    if (path === HEALTH_PATH && isReading) {
      const { instanceId } = this.options;
      return textAnswer(JSON.stringify({ status: 'ok', instanceId }), 'application/json');
    }
    if (path === METADATA_PATH && isReading)
      return textAnswer(this.#metadata, 'application/samlmetadata+xml; charset=utf-8');
    if (path === SSO_PATH && isReading) {
      const query = new URLSearchParams(request.query);
      return this.#asked('redirect', query.get('SAMLRequest'), query.get('RelayState'));
    }
    if (path === SSO_PATH && method === 'POST') {
      const form = await request.form();
      return this.#asked('post', form.get('SAMLRequest'), form.get('RelayState'));
    }
    if (path === LOGIN_PATH && method === 'POST') return this.#login(await request.form());
    if ([METADATA_PATH, SSO_PATH, LOGIN_PATH, HEALTH_PATH].includes(path))
      throw wrongMethod('another method');
    return notePage(
      path === '/' ? 200 : 404,
      'Mock identity provider',
      `Sign-in begins at the service provider. The metadata is at ${METADATA_PATH}.`,
    );
  }

  #asked(
    binding: CarriedRequest['binding'],
    samlRequest: string | null | undefined,
    relayState: string | null | undefined,
  ): Promise<PageAnswer> {
    const carried = { binding, samlRequest: samlRequest ?? '', relayState: relayState ?? undefined };
    return this.#understood(carried, (request) => this.#loginPage(request, carried));
  }

  async #login(form: Form): Promise<PageAnswer> {
    const carried: CarriedRequest = {
      samlRequest: fieldOf(form, 'SAMLRequest') ?? '',
      binding: form.get('binding') === 'post' ? 'post' : 'redirect',
      relayState: form.get('RelayState'),
    };
    return this.#understood(carried, async (request) => {
      const entered = fieldOf(form, 'user') ?? '';
      const user = this.#userOf(entered, form.get('password') ?? '');
      if (typeof user === 'string') return this.#loginPage(request, carried, { entered, problem: user });
      const chosen = misbehaviourOf(form.get('misbehaviour'));
      const recipient = chosen.misbehaviour === 'encrypted' ? this.#recipient(request.issuer) : undefined;
      if (chosen.misbehaviour === 'encrypted' && recipient === undefined) {
        const problem = `No certificate of ${request.issuer} is known: start with --sp-metadata.`;
        return this.#loginPage(request, carried, { entered, problem });
      }
      const acsUrl = request.assertionConsumerServiceUrl ?? '';
      const previous = this.#last.get(acsUrl);
      const { xml, samlResponse } = await issueResponse({
        identityProvider: { ...this.options.key, entityId: this.#entityId },
        request: { id: request.id, issuer: request.issuer, acsUrl },
        user: {
          nameId: user.email,
          attributes: {
            email: [user.email],
            ...(user.name !== undefined && { name: [user.name] }),
            ...user.attributes,
          },
        },
        at: this.options.clock.now(),
        newId: () => `_${randomBytes(20).toString('hex')}`,
        ...chosen,
        ...(recipient !== undefined && { encryption: { publicKey: recipient.publicKey } }),
        ...(previous !== undefined && { previous }),
      });
      this.#signIns += 1;
      this.#last.set(acsUrl, xml);
      const { relayState } = carried;
      return handOverPage(acsUrl, {
        SAMLResponse: samlResponse,
        ...(relayState !== undefined && { RelayState: relayState }),
      });
    });
  }

  /** The page that a request leads to, or why it is no request. */
  async #understood(
    { samlRequest, binding }: CarriedRequest,
    next: (request: AuthnRequest) => PageAnswer | Promise<PageAnswer>,
  ): Promise<PageAnswer> {
    try {
      const request = readAuthnRequest(samlRequest, binding);
      const acsUrl = request.assertionConsumerServiceUrl ?? '';
      if (!URL.canParse(acsUrl) || !['http:', 'https:'].includes(new URL(acsUrl).protocol)) {
        return notePage(400, 'That is no sign-in', 'The request names no address to answer to.');
      }
      return await next(request);
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      return notePage(400, 'That is no sign-in', error.message);
    }
  }

  #loginPage(
    request: AuthnRequest,
    carried: CarriedRequest,
    state: { readonly entered?: string; readonly problem?: string } = {},
  ): PageAnswer {
    const { users, misbehaviours } = this.options;
    const misbehaviour = misbehaviours[this.#signIns % Math.max(1, misbehaviours.length)];
    return loginPage({ users, request, carried, misbehaviour, ...state });
  }

  #recipient(issuer: string): KnownServiceProvider | undefined {
    return this.options.serviceProviders.find(({ entityId }) => entityId === issuer);
  }

  /** @returns the user, or what a person is told */
  #userOf(entered: string, password: string): KnownUser | string {
    const { users, admitsAnybody } = this.options;
    const known = users.find(({ email }) => email.toLowerCase() === entered.toLowerCase());
    if (known !== undefined) {
      return known.password === undefined || isSame(known.password, password)
        ? known
        : 'The user or the password is wrong.';
    }
    if (!admitsAnybody) return 'The user or the password is wrong.';
    return E_MAIL.test(entered) ? { email: entered, attributes: {} } : 'Enter an e-mail address.';
  }
}

function misbehaviourOf(text: string | undefined): { readonly misbehaviour?: Misbehaviour } {
  const known = Object.keys(MISBEHAVIOURS).find((name): name is Misbehaviour => name === text);
  return known === undefined ? {} : { misbehaviour: known };
}

function isSame(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
