import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSignOnAddresses } from '../../../src/core/admin/doctor/sites.js';
import { type FleetGround } from '../../../src/core/admin/setup/look.js';
import { type Resolution, type SiteProbe, type Visit } from '../../../src/core/ports/site-probe.js';
import { FakeClock } from '../../support/account.js';

const OKTA = await readFile(join(import.meta.dirname, '../../fixtures/saml/okta-idp-metadata.xml'), 'utf8');
const failure = (code: string) => ({ code, message: `It says ${code}.` });
const FOUND: Resolution = { addresses: ['192.0.2.1'] };

/** What is found of an identity provider whose site is as said. */
async function found(
  metadata: string | undefined,
  resolution: Resolution = FOUND,
  visit: Visit = { failed: [], address: '192.0.2.1', http: { status: 200 } },
): Promise<{ readonly said: readonly string[]; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const probe: SiteProbe = {
    resolve: (host) => {
      asked.push(host);
      return Promise.resolve(resolution);
    },
    visit: ({ host }, { port }) => {
      asked.push(`${host}:${String(port)}`);
      return Promise.resolve(visit);
    },
    systemRoots: () => Promise.resolve({ certificates: [], troubles: [] }),
  };
  const clock = new FakeClock();
  const call = () => Promise.resolve({ IdentityProviderSamlMetadata: metadata });
  const ground = {
    backend: { workLink: { call } },
    arn: 'arn:aws:worklink::123456789012:fleet/sales',
    name: 'sales',
    now: clock.now(),
    clock,
    signal: new AbortController().signal,
    expiresWithinMs: 0,
  } as unknown as FleetGround; // nothing else of the backend is asked
  const findings = await checkSignOnAddresses(ground, { probe, timeoutMs: 1_000, concurrency: 1 });
  assert.ok(findings.every(({ id, severity }) => id === 'idp-unreachable' && severity === 'error'));
  return { said: findings.map(({ message }) => message), asked };
}

describe('a look at where users sign in', () => {
  it('given no metadata, then there is nothing to look at', async () => {
    assert.deepEqual(await found(undefined), { said: [], asked: [] });
  });

  it('given a site that answers, then finds nothing, and asks each host once', async () => {
    const { said, asked } = await found(OKTA);
    assert.deepEqual(said, []);
    assert.equal(asked.length, 2);
    assert.match(asked[1] ?? '', /:443$/);
  });

  it('given an address with a port, then asks there; one that is no https, then does not', async () => {
    const elsewhere = OKTA.replaceAll(/Location="https:\/\/([^/"]+)/g, 'Location="https://$1:8443');
    assert.match((await found(elsewhere)).asked[1] ?? '', /:8443$/);
    const plain = OKTA.replaceAll('Location="https:', 'Location="http:');
    assert.deepEqual((await found(plain)).asked, []);
  });

  for (const [what, resolution, visit, expected] of [
    [
      'without an address',
      { addresses: [], failure: failure('ENOTFOUND') },
      undefined,
      /no address \('ENOTFOUND'\)/,
    ],
    [
      'that takes no connection',
      FOUND,
      { failed: [{ address: '192.0.2.1', ...failure('ECONNREFUSED') }] },
      /no connection \('ECONNREFUSED'\)/,
    ],
    ['that nobody knows of why', FOUND, { failed: [] }, /no connection \('unknown'\)/],
    [
      'whose TLS fails',
      FOUND,
      { failed: [], address: '192.0.2.1', tlsFailure: failure('EPROTO') },
      /: 'It says EPROTO\.'/,
    ],
    [
      'that does not answer',
      FOUND,
      { failed: [], address: '192.0.2.1', httpFailure: failure('TIMEOUT') },
      /: 'It says TIMEOUT\.'/,
    ],
    ['that is broken', FOUND, { failed: [], address: '192.0.2.1', http: { status: 503 } }, /it answers 503/],
  ] as const) {
    it(`given a site ${what}, then says so`, async () => {
      const { said } = await found(OKTA, resolution, visit);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', expected);
    });
  }
});
