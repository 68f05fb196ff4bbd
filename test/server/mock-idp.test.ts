import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { createMockIdpServer, type MockIdpOptions } from '../../src/core/server/mock-idp/mock-idp.js';
import { TestTimer } from './harness.js';
import { idpKey } from './sign-in/world.js';

const ACS = 'https://sp.example.com/acs';

function authnRequest(acs: string | undefined): string {
  const address = acs === undefined ? '' : ` AssertionConsumerServiceURL="${acs}"`;
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a1" Version="2.0"` +
    ` IssueInstant="2026-01-01T00:00:00Z"${address}>` +
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://sp.example.com</saml:Issuer>` +
    `</samlp:AuthnRequest>`
  );
}

const posted = (acs: string | undefined = ACS): string => Buffer.from(authnRequest(acs)).toString('base64');
const redirected = (): string => deflateRawSync(authnRequest(ACS)).toString('base64');

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

type Ask = (path: string, form?: Readonly<Record<string, string>>, method?: string) => Promise<Answer>;

async function withIdp(body: (ask: Ask) => Promise<void>, options: Partial<MockIdpOptions> = {}) {
  const server = createMockIdpServer({
    clock: new TestTimer(),
    host: '127.0.0.1',
    port: 0,
    instanceId: 'mock-1',
    log: () => undefined,
    key: await idpKey,
    users: [],
    admitsAnybody: true,
    misbehaviours: [],
    serviceProviders: [],
    ...options,
  });
  const { url } = await server.listen();
  try {
    await body(async (path, form, method = form === undefined ? 'GET' : 'POST') => {
      const response = await fetch(url + path, {
        method,
        ...(form !== undefined && { body: new URLSearchParams(form) }),
      });
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, type, text: await response.text() };
    });
  } finally {
    await server.close();
  }
}

const LOGIN = { SAMLRequest: posted(), binding: 'post' };

describe('the mock identity provider', () => {
  for (const [path, method, status, words] of [
    ['/', 'GET', 200, /Sign-in begins at the service provider/],
    ['/elsewhere', 'GET', 404, /Sign-in begins at the service provider/],
    ['/metadata', 'PUT', 405, /method/i],
    ['/sso', 'DELETE', 405, /method/i],
    ['/login', 'GET', 405, /method/i],
    ['/_worklink/health', 'GET', 200, /"instanceId":"mock-1"/],
    ['/_worklink/health', 'POST', 405, /method/i],
  ] as const) {
    it(`given ${method} ${path}, then it answers ${String(status)}`, () =>
      withIdp(async (ask) => {
        const answer = await ask(path, undefined, method);
        assert.equal(answer.status, status, answer.text);
        assert.match(answer.text, words);
      }));
  }

  it('given a reader of its metadata, then it is SAML metadata that names the sign-in address', () =>
    withIdp(async (ask) => {
      const { status, type, text } = await ask('/metadata');
      assert.equal(status, 200);
      assert.match(type, /^application\/samlmetadata\+xml/);
      assert.match(text, /Location="http:\/\/127\.0\.0\.1:\d+\/sso"/);
    }));

  for (const [what, form] of [
    ['no request at all', {}],
    ['a request that is no XML', { SAMLRequest: Buffer.from('hello').toString('base64') }],
    [
      'a request without an address to answer to',
      { SAMLRequest: Buffer.from(authnRequest(undefined)).toString('base64') },
    ],
    ['a script as the address to answer to', { SAMLRequest: posted('javascript:alert(1)') }],
    ['a file as the address to answer to', { SAMLRequest: posted('file:///etc/passwd') }],
  ] as const) {
    for (const path of ['/sso', '/login']) {
      it(`given ${what} at ${path}, then it is no sign-in, and nothing is issued`, () =>
        withIdp(async (ask) => {
          const answer = await ask(path, { binding: 'post', user: 'a@example.com', ...form });
          assert.equal(answer.status, 400);
          assert.match(answer.text, /That is no sign-in/);
          assert.doesNotMatch(answer.text, /SAMLResponse/);
        }));
    }
  }

  it('given a link without a request, then it is no sign-in', () =>
    withIdp(async (ask) => {
      assert.equal((await ask('/sso')).status, 400);
    }));

  for (const relayState of [undefined, 'r-1']) {
    it(`given a request by redirect ${relayState === undefined ? 'without' : 'with'} relay state, then both pages carry just that`, () =>
      withIdp(async (ask) => {
        const carried = {
          SAMLRequest: redirected(),
          ...(relayState !== undefined && { RelayState: relayState }),
        };
        const login = await ask(`/sso?${new URLSearchParams(carried).toString()}`);
        const handOver = await ask('/login', { ...carried, binding: 'redirect', user: 'a@example.com' });
        for (const { status, text } of [login, handOver]) {
          assert.equal(status, 200, text);
          assert.equal(/name="RelayState"\s+value="r-1"/.test(text), relayState !== undefined, text);
        }
        assert.match(handOver.text, /name="SAMLResponse"/);
      }));
  }

  for (const [what, entries, admitted, words] of [
    ['the right password', { user: 'kim@example.com', password: 'secret' }, true, /SAMLResponse/],
    ['the name in other case', { user: 'KIM@example.com', password: 'secret' }, true, /SAMLResponse/],
    [
      'a wrong password',
      { user: 'kim@example.com', password: 'Secret' },
      false,
      /user or the password is wrong/,
    ],
    ['no password', { user: 'kim@example.com' }, false, /user or the password is wrong/],
    [
      'somebody unknown',
      { user: 'eve@example.com', password: 'secret' },
      false,
      /user or the password is wrong/,
    ],
    ['nobody', { password: 'secret' }, false, /user or the password is wrong/],
  ] as const) {
    it(`given users with passwords and ${what}, then sign-in is ${admitted ? 'admitted' : 'refused'}`, () =>
      withIdp(
        async (ask) => {
          const { status, text } = await ask('/login', { ...LOGIN, ...entries });
          assert.equal(status, admitted ? 200 : 403, text);
          assert.match(text, words);
          assert.equal(text.includes('name="SAMLResponse"'), admitted);
          assert.equal(text.includes('type="password"'), !admitted);
        },
        { users: [{ email: 'kim@example.com', password: 'secret', attributes: {} }], admitsAnybody: false },
      ));
  }

  for (const user of ['', 'eve', 'eve@', 'e ve@example.com']) {
    it(`given anybody is admitted, when “${user}” signs in, then an e-mail address is asked for`, () =>
      withIdp(async (ask) => {
        const { status, text } = await ask('/login', { ...LOGIN, user });
        assert.equal(status, 403);
        assert.match(text, /Enter an e-mail address/);
        assert.doesNotMatch(text, /type="password"/);
      }));
  }

  it('given misbehaviours that take turns, then each sign-in moves on to the next, and a refused one does not', () =>
    withIdp(
      async (ask) => {
        const chosen = async (): Promise<string | undefined> => {
          const { text } = await ask('/sso', { SAMLRequest: posted() });
          return /<option value="([^"]*)"\s+selected/.exec(text)?.[1];
        };
        assert.equal(await chosen(), 'expired');
        await ask('/login', { ...LOGIN, user: 'nobody' });
        assert.equal(await chosen(), 'expired');
        await ask('/login', { ...LOGIN, user: 'a@example.com' });
        assert.equal(await chosen(), 'unsigned');
        await ask('/login', { ...LOGIN, user: 'a@example.com' });
        assert.equal(await chosen(), 'expired');
      },
      { misbehaviours: ['expired', 'unsigned'] },
    ));
});
