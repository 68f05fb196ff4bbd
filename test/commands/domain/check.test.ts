import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalAccount } from '../../../src/core/backends/local/account.js';
import { type DomainCheck } from '../../../src/core/admin/domains/check-report.js';
import { interrupted } from '../../../src/cli/host.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { Workplace, type Run, type RunOptions } from '../../support/cli.js';
import { withNameServer } from '../../support/name-server.js';
import { authority, closedPort, siteIdentity, withServer, withSite } from '../../support/site.js';
import { associate, prepare } from './prepared.js';

const SITE = 'wiki.example.com';
const LOCALHOST = ['127.0.0.1'];
const company = authority('Company Root');
const identity = siteIdentity([SITE], company);

/** A workplace whose fleet `sales` has the domain {@link SITE}, ACTIVE. */
function withDomain<T>(body: (place: Workplace) => Promise<T>): Promise<T> {
  return Workplace.with(async (place) => {
    await prepare(place);
    await associate(place, SITE);
    return body(place);
  });
}

/** Changes the fleet as the commands for it would. */
async function onFleet(
  place: Workplace,
  change: (backend: Backend, arn: string) => Promise<unknown>,
): Promise<void> {
  const { fleetArn } = (await place.json(['fleet', 'show', 'sales'])) as { fleetArn: string };
  const account = openLocalAccount({ file: join(place.folder, 'data', 'emulator.db'), clock: place.clock });
  try {
    const caller = {
      principal: account.administrator(),
      region: 'us-east-1',
      sourceIp: '192.0.2.7',
      userAgent: 'test',
    };
    await change(account.backend(caller), fleetArn);
  } finally {
    account.close();
  }
}

function upload(place: Workplace, pem = company.pem): Promise<void> {
  return onFleet(place, ({ workLink }, FleetArn) =>
    workLink.call('AssociateWebsiteCertificateAuthority', { FleetArn, Certificate: pem }),
  );
}

interface CheckOptions extends RunOptions {
  readonly port: number;
  readonly zone?: Parameters<typeof withNameServer>[0];
  readonly words?: readonly string[];
  readonly timeout?: string;
}

function check(
  place: Workplace,
  { port, zone = { [SITE]: LOCALHOST }, words = [SITE], timeout = '5s', ...options }: CheckOptions,
): Promise<Run> {
  return withNameServer(zone, (resolver) =>
    place.run(
      [
        'domain',
        'check',
        ...words,
        '-f',
        'sales',
        '--resolver',
        resolver,
        '--port',
        String(port),
        '--timeout',
        timeout,
        '--json',
      ],
      options,
    ),
  );
}

function rowsOf({ stdout }: Run): readonly DomainCheck[] {
  return JSON.parse(stdout) as DomainCheck[];
}

function onlyRow(run: Run): DomainCheck {
  const [row, ...others] = rowsOf(run);
  assert.ok(row !== undefined && others.length === 0, run.stdout + run.stderr);
  return row;
}

/** The findings of the only row, as `severity id`. */
function idsOf(run: Run): readonly string[] {
  return onlyRow(run).findings.map(({ id, severity }) => `${severity} ${id}`);
}

describe('worklink domain check', () => {
  it('given a site whose authority is uploaded, then content-shown, 0, with all that was seen', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(identity, {}, async (port) => {
        const run = await check(place, { port });
        assert.equal(run.code, 0, run.stdout);
        const { meaning, ...row } = onlyRow(run);
        assert.deepEqual(row, {
          domainName: SITE,
          domainStatus: 'ACTIVE',
          outcome: 'content-shown',
          addresses: LOCALHOST,
          address: '127.0.0.1',
          tls: {
            protocol: 'TLSv1.3',
            subject: `CN=${SITE}`,
            issuer: 'CN=Company Root',
            notAfter: '2040-01-01T00:00:00.000Z',
            trustedBy: 'website-ca',
            chain: [`CN=${SITE}`, 'CN=Company Root'],
          },
          httpStatus: 200,
          redirects: [],
          findings: [],
        });
        assert.match(meaning, /^The content of the webpage is displayed/);
      });
    }));

  it('given a site whose authority this machine trusts, then content-shown by the system', () =>
    withDomain(async (place) => {
      await writeFile(join(place.folder, 'roots.pem'), `# of the company\n${company.pem}`);
      for (const variable of ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS']) {
        await withSite(identity, {}, async (port) => {
          const run = await check(place, { port, env: { [variable]: join(place.folder, 'roots.pem') } });
          assert.deepEqual([run.code, onlyRow(run).tls?.trustedBy], [0, 'system'], variable);
        });
      }
    }));

  it('given a site whose authority nobody trusts, then other-error, 3, and to upload it', () =>
    withDomain(async (place) => {
      await withSite(identity, {}, async (port) => {
        const run = await check(place, { port });
        assert.equal(run.code, 3);
        const { outcome, tls, findings } = onlyRow(run);
        assert.deepEqual([outcome, tls?.trustedBy], ['other-error', 'none']);
        assert.match(findings[0]?.fix ?? '', /worklink ca upload/);
        assert.match(run.stderr, /Error: The check of wiki\.example\.com found errors\.\n.*AWS support/);
      });
    }));

  it('given an intermediate that is sent or not, then good or not, and says what the server is to send', () =>
    withDomain(async (place) => {
      await upload(place);
      const intermediate = authority('Company Intermediate', company);
      const site = siteIdentity([SITE], intermediate);
      await withSite(site, { chain: [intermediate] }, async (port) => {
        const run = await check(place, { port });
        assert.deepEqual([run.code, onlyRow(run).tls?.chain.length], [0, 3], run.stdout);
      });
      await withSite(site, {}, async (port) => {
        const run = await check(place, { port });
        assert.equal(run.code, 3);
        assert.deepEqual(idsOf(run), ['error chain-issuer-missing']);
        assert.match(onlyRow(run).findings[0]?.fix ?? '', /send its intermediate certificates/);
      });
    }));

  it('given a self-signed certificate, then untrusted, until it is uploaded', () =>
    withDomain(async (place) => {
      const self = siteIdentity([SITE]);
      await withSite(self, {}, async (port) => {
        const run = await check(place, { port });
        assert.deepEqual([run.code, onlyRow(run).tls?.trustedBy], [3, 'none']);
      });
    }));

  it('given a certificate of another name, then certificate-name-mismatch with the names it has', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(siteIdentity(['other.example.com', '*.example.org'], company), {}, async (port) => {
        const run = await check(place, { port });
        assert.deepEqual([run.code, ...idsOf(run)], [3, 'error certificate-name-mismatch']);
        assert.match(
          run.stderr,
          /is for 'other\.example\.com', '\*\.example\.org', not for wiki\.example\.com/,
        );
      });
    }));

  it('given a wildcard certificate, then it covers one label', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(siteIdentity(['*.example.com'], company), {}, async (port) => {
        assert.equal((await check(place, { port })).code, 0);
      });
    }));

  it('given the emulator’s clock near or after the end of a certificate, then warns, or refuses it', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(identity, {}, async (port) => {
        await place.succeed(['emulator', 'clock', 'set', '2039-12-12T00:00:00Z']);
        const soon = await check(place, { port });
        assert.deepEqual([soon.code, ...idsOf(soon)], [0, 'warning certificate-expires-soon']);
        await place.succeed(['emulator', 'clock', 'set', '2040-01-02T00:00:00Z']);
        const late = await check(place, { port });
        assert.equal(late.code, 3);
        assert.ok(idsOf(late).includes('error chain-expired'), late.stdout);
      });
    }));

  it('given a name that does not exist, then not-resolved in the guide’s words: no error without a network, one with it', () =>
    withDomain(async (place) => {
      const without = await check(place, { port: 443, zone: {} });
      assert.equal(without.code, 0);
      const { outcome, meaning, addresses } = onlyRow(without);
      assert.deepEqual([outcome, addresses], ['not-resolved', []]);
      assert.match(
        meaning,
        /net:ERR_NAME_NOT_RESOLVED: .*successfully associated.* configure your company network/,
      );
      assert.deepEqual(idsOf(without), ['warning name-not-resolved']);
      await onFleet(place, ({ workLink }, FleetArn) =>
        workLink.call('UpdateCompanyNetworkConfiguration', {
          FleetArn,
          VpcId: 'vpc-0123456789abcdef0',
          SubnetIds: ['subnet-0123456789abcdef0'],
          SecurityGroupIds: ['sg-0123456789abcdef0'],
        }),
      );
      const linked = await check(place, { port: 443, zone: { [SITE]: [] } });
      assert.deepEqual(
        [linked.code, onlyRow(linked).outcome, ...idsOf(linked)],
        [3, 'not-resolved', 'error name-not-resolved'],
      );
    }));

  for (const [answer, expected] of [
    ['SERVFAIL', /ESERVFAIL/],
    ['REFUSED', /EREFUSED/],
    ['silence', /did not answer in time/],
  ] as const) {
    it(`given a name server that answers ${answer}, then resolver-failed and other-error`, () =>
      withDomain(async (place) => {
        const run = await check(place, { port: 443, zone: { [SITE]: answer }, timeout: '300ms' });
        assert.deepEqual(
          [run.code, onlyRow(run).outcome, ...idsOf(run)],
          [3, 'other-error', 'error resolver-failed'],
        );
        assert.match(run.stderr, expected);
      }));
  }

  it('given a port nothing listens on, then connection-failed', () =>
    withDomain(async (place) => {
      const run = await check(place, { port: await closedPort() });
      assert.deepEqual([run.code, ...idsOf(run)], [3, 'error connection-failed']);
      assert.match(run.stderr, /at 127\.0\.0\.1: nothing listens on the port/);
    }));

  it('given several addresses of which one answers, then is reached there, and the others are named', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(identity, {}, async (port) => {
        const run = await check(place, { port, zone: { [SITE]: ['::1', '127.0.0.2', '127.0.0.1'] } });
        assert.equal(run.code, 0, run.stdout);
        const { address, findings } = onlyRow(run);
        assert.equal(address, '127.0.0.1');
        assert.deepEqual(
          findings.map(({ id, subject }) => [id, subject]),
          [
            ['address-unreachable', '::1'],
            ['address-unreachable', '127.0.0.2'],
          ],
        );
      });
    }));

  it('given plain HTTP on the port, then tls-not-spoken', () =>
    withDomain(async (place) => {
      const serve = (socket: NodeJS.WritableStream) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      await withServer(serve, async (port) => {
        const run = await check(place, { port });
        assert.deepEqual([run.code, ...idsOf(run)], [3, 'error tls-not-spoken']);
      });
    }));

  it('given a server that says nothing, then tls-timeout after the time given', () =>
    withDomain(async (place) => {
      await withServer(
        () => undefined,
        async (port) => {
          const run = await check(place, { port, timeout: '200ms' });
          assert.deepEqual([run.code, ...idsOf(run)], [3, 'error tls-timeout']);
        },
      );
    }));

  it('given a server that hangs up, then tls-failed', () =>
    withDomain(async (place) => {
      await withServer(
        (socket) => socket.destroy(),
        async (port) => {
          const run = await check(place, { port });
          assert.deepEqual([run.code, ...idsOf(run)], [3, 'error tls-failed']);
        },
      );
    }));

  it('given a server that wants a client’s certificate, then says so, which a server of TLS 1.2 does not tell from other failures', () =>
    withDomain(async (place) => {
      await upload(place);
      for (const [maxVersion, expected] of [
        ['TLSv1.2', 'error tls-failed'],
        ['TLSv1.3', 'error tls-client-certificate-required'],
      ] as const) {
        await withSite(
          identity,
          { requestCert: true, rejectUnauthorized: true, maxVersion },
          async (port) => {
            const run = await check(place, { port });
            assert.deepEqual([run.code, ...idsOf(run)], [3, expected], run.stdout);
            assert.match(onlyRow(run).findings[0]?.fix ?? '', /certificate/);
          },
        );
      }
    }));

  const statuses: readonly (readonly [status: number, code: number, expected: readonly string[]])[] = [
    [204, 0, []],
    [401, 0, ['info http-sign-in']],
    [403, 0, ['warning http-forbidden']],
    [404, 0, ['warning http-not-found']],
    [405, 0, ['warning http-refused']],
    [500, 3, ['error http-server-error']],
    [503, 3, ['error http-server-error']],
  ];
  for (const [status, code, expected] of statuses) {
    it(`given the status ${String(status)}, then exits ${String(code)}: ${expected.join() || 'nothing to say'}`, () =>
      withDomain(async (place) => {
        await upload(place);
        const answer = (_: unknown, response: { writeHead: (status: number) => { end: () => unknown } }) =>
          response.writeHead(status).end();
        await withSite(identity, { answer }, async (port) => {
          const run = await check(place, { port });
          assert.deepEqual([run.code, onlyRow(run).httpStatus, ...idsOf(run)], [code, status, ...expected]);
          assert.equal(onlyRow(run).outcome, code === 0 ? 'content-shown' : 'other-error');
        });
      }));
  }

  const redirects: readonly (readonly [
    what: string,
    location: string,
    code: number,
    expected: readonly string[],
  ])[] = [
    [
      'its website authorization provider',
      'https://login.idp.example/sso?SAMLRequest=x',
      0,
      ['info redirect-to-authorization-provider'],
    ],
    ['another domain of the fleet', 'https://intranet.example.com/', 0, ['info redirect-to-domain']],
    ['elsewhere', 'https://example.net/', 0, ['warning redirect-elsewhere']],
    ['plain HTTP', 'http://wiki.example.com/', 0, ['warning redirect-to-http']],
    ['itself', '/', 3, ['error redirect-loop']],
    ['no address', 'https://[', 3, ['error redirect-unreadable']],
  ];
  for (const [what, Location, code, expected] of redirects) {
    it(`given a redirect to ${what}, then says so, and repeats no query`, () =>
      withDomain(async (place) => {
        await upload(place);
        await associate(place, 'intranet.example.com');
        await onFleet(place, ({ workLink }, FleetArn) =>
          workLink.call('AssociateWebsiteAuthorizationProvider', {
            FleetArn,
            AuthorizationProviderType: 'SAML',
            DomainName: 'idp.example',
          }),
        );
        await withSite(
          identity,
          { answer: (_, response) => response.writeHead(302, { Location }).end() },
          async (port) => {
            const run = await check(place, { port });
            assert.deepEqual([run.code, ...idsOf(run)], [code, ...expected], run.stdout);
            assert.doesNotMatch(run.stdout + run.stderr, /SAMLRequest/);
          },
        );
      }));
  }

  it('given redirects at the same site, then follows them with no cookie, and judges where they end', () =>
    withDomain(async (place) => {
      await upload(place);
      const asked: string[] = [];
      await withSite(
        identity,
        {
          answer: ({ url = '', headers }, response) => {
            asked.push(`${url} ${headers.host ?? ''} ${headers.cookie ?? '-'}`);
            if (url === '/')
              response.writeHead(302, { Location: '/home?lang=en#top', 'Set-Cookie': 'a=b' }).end();
            else response.end('home');
          },
        },
        async (port) => {
          const run = await check(place, { port });
          const host = `${SITE}:${String(port)}`;
          assert.deepEqual(asked, [`/ ${host} -`, `/home?lang=en ${host} -`]);
          assert.deepEqual([run.code, onlyRow(run).redirects], [0, [`https://${host}/home`]]);
        },
      );
    }));

  it('given redirects that never end, then stops after twenty', () =>
    withDomain(async (place) => {
      await upload(place);
      let count = 0;
      await withSite(
        identity,
        { answer: (_, response) => response.writeHead(302, { Location: `/${String((count += 1))}` }).end() },
        async (port) => {
          const run = await check(place, { port });
          assert.deepEqual([run.code, ...idsOf(run), count], [3, 'error redirect-loop', 21]);
        },
      );
    }));

  it('given a head without end, then http-header-too-large; a body without end, then content', () =>
    withDomain(async (place) => {
      await upload(place);
      const large = Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`X-${String(index)}`, 'x'.repeat(4000)]),
      );
      await withSite(
        identity,
        { answer: (_, response) => response.writeHead(200, large).end() },
        async (port) => {
          const run = await check(place, { port });
          assert.deepEqual([run.code, ...idsOf(run)], [3, 'error http-header-too-large']);
        },
      );
      const endless = (response: NodeJS.WritableStream): void => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', () => {
          endless(response);
        });
      };
      await withSite(
        identity,
        {
          answer: (_, response) => {
            endless(response);
          },
        },
        async (port) => {
          assert.equal((await check(place, { port })).code, 0);
        },
      );
    }));

  it('given an answer that does not come, or does not end, then http-timeout, or http-body-incomplete', () =>
    withDomain(async (place) => {
      await upload(place);
      await withSite(identity, { answer: () => undefined }, async (port) => {
        const run = await check(place, { port, timeout: '300ms' });
        assert.deepEqual([run.code, ...idsOf(run)], [3, 'error http-timeout']);
      });
      await withSite(identity, { answer: (_, response) => response.write('<h1>') }, async (port) => {
        const run = await check(place, { port, timeout: '300ms' });
        assert.deepEqual([run.code, ...idsOf(run)], [0, 'warning http-body-incomplete']);
      });
    }));

  it('given a domain that is not ACTIVE or not the fleet’s, then other-error, though the site is well', () =>
    withDomain(async (place) => {
      await upload(place);
      const other = 'new.example.com';
      await withSite(siteIdentity([SITE, other], company), {}, async (port) => {
        await place.succeed(['domain', 'revoke', SITE, '-f', 'sales']);
        const revoked = await check(place, { port });
        assert.deepEqual(
          [revoked.code, onlyRow(revoked).outcome, ...idsOf(revoked)],
          [3, 'other-error', 'error domain-not-active'],
        );
        assert.equal(onlyRow(revoked).httpStatus, 200);
        const unknown = await check(place, { port, words: [other], zone: { [other]: LOCALHOST } });
        assert.deepEqual([unknown.code, ...idsOf(unknown)], [3, 'error domain-not-associated']);
        assert.match(unknown.stderr, /worklink domain associate new\.example\.com --fleet sales/);
      });
    }));

  it('given no names, then checks all of the fleet, each in a row of every form, and only those at fault are named', () =>
    withDomain(async (place) => {
      await upload(place);
      await associate(place, 'a.example.com', 'b.example.com');
      const names = ['a.example.com', 'b.example.com', SITE];
      const zone = Object.fromEntries(names.map((name) => [name, LOCALHOST]));
      await withSite(siteIdentity([SITE, 'a.example.com'], company), {}, async (port) => {
        const run = await check(place, { port, zone, words: [] });
        assert.equal(run.code, 3);
        assert.deepEqual(
          rowsOf(run).map(({ domainName, outcome }) => [domainName, outcome]),
          [
            ['a.example.com', 'content-shown'],
            ['b.example.com', 'other-error'],
            [SITE, 'content-shown'],
          ],
        );
        assert.match(run.stderr, /Error: The check of b\.example\.com found errors/);
        await withNameServer(zone, async (resolver) => {
          const words = ['domain', 'check', '-f', 'sales', '--resolver', resolver, '--port', String(port)];
          const table = await place.run(words);
          assert.match(table.stdout, /^DOMAIN +STATUS +OUTCOME +ADDRESS +TLS +HTTP +FINDINGS\n/);
          assert.match(
            table.stdout,
            /\na\.example\.com +ACTIVE +content-shown +127\.0\.0\.1 +TLSv1\.3 website-ca +200 +-\n/,
          );
          const csv = await place.run([...words, '-o', 'csv', '--columns', 'domainName,findings']);
          assert.match(csv.stdout, /\nb\.example\.com,certificate-name-mismatch\n/);
        });
      });
    }));

  it('when Ctrl-C is pressed while a site does not answer, then ends at once with 130', () =>
    withDomain(async (place) => {
      const controller = new AbortController();
      const serve = (): void => {
        controller.abort(interrupted());
      };
      await withServer(serve, async (port) => {
        const run = await check(place, { port, timeout: '1h', signal: controller.signal });
        assert.equal(run.code, 130, run.stdout + run.stderr);
      });
    }));

  it('given certificate authorities of this machine that cannot be read, then says which and goes on', () =>
    withDomain(async (place) => {
      await upload(place);
      await writeFile(join(place.folder, 'bad.pem'), 'nothing');
      await withSite(identity, {}, async (port) => {
        const run = await check(place, {
          port,
          env: { SSL_CERT_FILE: join(place.folder, 'bad.pem'), NODE_EXTRA_CA_CERTS: '/nowhere.pem' },
        });
        assert.equal(run.code, 0);
        assert.match(run.stderr, /in \S*bad\.pem were left out: /);
        assert.match(run.stderr, /in \/nowhere\.pem were left out: there is no such file\./);
      });
    }));

  for (const [words, code, expected] of [
    [['*.example.com'], 3, /is a wildcard/],
    [['a.example.com', '--from', '-'], 2, /as arguments and with --from/],
    [['a.example.com', '--resolver', 'http://x'], 2, /is not a name server/],
    [['a.example.com', '--resolver', '10.0.0.1:99999'], 2, /is not a name server/],
    [['a.example.com', '--port', '0'], 2, /greater than or equal to 1/],
    [['a.example.com', '--timeout', 'long'], 2, /is not a duration/],
  ] as const) {
    it(`given ${words.join(' ')}, then exits ${String(code)}`, () =>
      withDomain(async (place) => {
        const run = await place.run(['domain', 'check', ...words, '-f', 'sales']);
        assert.equal(run.code, code, run.stderr);
        assert.match(run.stderr, expected);
      }));
  }

  it('given a fleet that does not exist, then exits 5', () =>
    withDomain(async (place) => {
      assert.equal((await place.run(['domain', 'check', '-f', 'nowhere'])).code, 5);
    }));
});
