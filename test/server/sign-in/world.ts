import { createSamlKeyPair } from '../../../src/core/certificates/issue.js';
import { type LocalAccount, openLocalAccount } from '../../../src/core/backends/local/account.js';
import { createEmulatorServer } from '../../../src/core/server/emulator-server.js';
import { createMockIdpServer, type MockIdpOptions } from '../../../src/core/server/mock-idp/mock-idp.js';
import { type ServerEvent } from '../../../src/core/server/server-events.js';
import { DEFAULT_USERS } from '../../../src/core/saml/mock-idp/users.js';
import { formOf, refreshed, type Seen, submit, visit } from '../../support/visitor.js';
import { TestTimer } from '../harness.js';

const FLEET_ARN = 'arn:aws:worklink::123456789012:fleet/sales';
/** The mock identity provider's key pair. */
export const idpKey = createSamlKeyPair({ name: 'Mock IdP', now: new Date(Date.UTC(2026, 0, 1)) });

/** A fleet whose users sign in with a mock identity provider, both over HTTP. */
export interface World {
  readonly url: string;
  readonly account: LocalAccount;
  readonly fleetArn: string;
  readonly companyCode: string;
  readonly clock: TestTimer;
  readonly idp: { readonly url: string; readonly metadata: string };
  readonly events: ServerEvent[];
  call(operation: Parameters<LocalAccount['call']>[0], input: object): Promise<Record<string, unknown>>;
  /** From the company code to the identity provider's login page. */
  toLogin(entries?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Signs in from the login page on, as far as the form that posts the response. */
  handOver(login: Seen, entries?: Readonly<Record<string, string>>): Promise<Seen>;
  /** All the way. */
  signIn(entries?: Readonly<Record<string, string>>): Promise<Seen>;
}

export interface WorldOptions {
  readonly idp?: Partial<MockIdpOptions>;
  /** Changes the metadata before it is linked. */
  readonly metadata?: (metadata: string) => string;
  /** Where the clocks stand, in milliseconds since the epoch. */
  readonly startsAt?: number;
}

export async function withWorld(
  body: (world: World) => Promise<void>,
  options: WorldOptions = {},
): Promise<void> {
  const clock = new TestTimer(options.startsAt);
  const events: ServerEvent[] = [];
  const log = (event: ServerEvent): void => void events.push(event);
  const account = openLocalAccount({ file: ':memory:', clock });
  const server = createEmulatorServer({
    account,
    clock,
    instance: { version: '0.0.0-test', instanceId: 'test' },
    host: '127.0.0.1',
    port: 0,
    log,
  });
  const idp = createMockIdpServer({
    clock,
    host: '127.0.0.1',
    port: 0,
    instanceId: 'mock-idp',
    log,
    key: await idpKey,
    users: DEFAULT_USERS,
    admitsAnybody: true,
    misbehaviours: [],
    serviceProviders: [],
    ...options.idp,
  });
  try {
    const { url } = await server.listen();
    account.emulator().setPublicUrl(url);
    const { url: idpUrl, metadata } = await idp.listen();
    const caller = {
      principal: account.administrator(),
      region: 'us-east-1',
      sourceIp: '192.0.2.7',
      userAgent: 'tests',
    };
    const call: World['call'] = (operation, input) => account.call(operation, input, caller);
    await call('CreateFleet', { FleetName: 'sales' });
    account.emulator().advanceClock(24 * 3_600_000);
    await call('UpdateIdentityProviderConfiguration', {
      FleetArn: FLEET_ARN,
      IdentityProviderType: 'SAML',
      IdentityProviderSamlMetadata: options.metadata?.(metadata) ?? metadata,
    });
    const { CompanyCode: companyCode } = await call('DescribeFleetMetadata', { FleetArn: FLEET_ARN });
    const toLogin: World['toLogin'] = async (entries = {}) => {
      const start = await visit(`${url}/sign-in`);
      const onward = await submit(start, { companyCode: String(companyCode), ...entries });
      return onward.html.includes('http-equiv="refresh"') ? refreshed(onward) : submit(onward);
    };
    const handOver: World['handOver'] = (login, entries) =>
      submit(login, { user: 'alice@example.com', misbehaviour: '', ...entries });
    await body({
      url,
      account,
      clock,
      events,
      call,
      fleetArn: FLEET_ARN,
      companyCode: String(companyCode),
      idp: { url: idpUrl, metadata },
      toLogin,
      handOver,
      signIn: async (entries) => submit(await handOver(await toLogin(), entries)),
    });
  } finally {
    await idp.close();
    await server.close();
    account.close();
  }
}

/** The response in the form that the identity provider would have posted. */
export function responseIn(handOver: Seen): Record<string, string> {
  return formOf(handOver).fields;
}
