import assert from 'node:assert/strict';
import { startServer, TestTimer } from '../server/harness.js';
import { createAuthority, issueCertificate } from '../../src/core/certificates/issue.js';
import {
  type Answer,
  enterAwsWorld,
  type AwsWorld,
  KEYS,
  type Stub,
  startStub,
} from '../backends/aws/stub.js';
import { Workplace } from '../support/cli.js';

const ARN = 'arn:aws:acm:us-east-1:999999999999:certificate/12345678-1234-1234-1234-123456789012';
const FOREVER_DAYS = 36_500;

/** Stands for ACM with one certificate, of another account than the emulated one. */
async function startAcm(name: string, status = 'ISSUED'): Promise<Stub> {
  // The emulated account's clock stands at the beginning of 2026.
  const now = new Date('2025-12-01T00:00:00Z');
  const authority = await createAuthority({ name: 'A certificate authority', now });
  const issued = await issueCertificate({
    authority,
    domainName: name,
    subjectAltNames: [name],
    now,
    days: 365,
  });
  const described = {
    CertificateArn: ARN,
    DomainName: name,
    SubjectAlternativeNames: [name],
    SubjectAlternativeNameSummaries: [name],
    Status: status,
    Type: 'AMAZON_ISSUED',
    CreatedAt: now.getTime() / 1_000,
    NotAfter: now.getTime() / 1_000 + FOREVER_DAYS * 86_400,
  };
  const answers: Record<string, Answer> = {
    'CertificateManager.ListCertificates': { body: { CertificateSummaryList: [described] } },
    'CertificateManager.DescribeCertificate': { body: { Certificate: described } },
    'CertificateManager.GetCertificate': {
      body: { Certificate: issued.certificatePem, CertificateChain: issued.chainPem },
    },
  };
  return startStub(({ action }) => answers[action] ?? { status: 400, body: {} });
}

describe('a backend with companions from elsewhere', () => {
  let world: AwsWorld;
  beforeEach(async () => {
    world = await enterAwsWorld(KEYS, {
      config:
        '[profile other]\nregion = eu-west-3\naws_access_key_id = AKIDOTHER\naws_secret_access_key = secret\n',
    });
  });
  afterEach(() => world.leave());

  it('given the local service and the certificates of AWS, then a domain is associated with a real one', async () => {
    const acm = await startAcm('intranet.example.com');
    process.env['AWS_ENDPOINT_URL_ACM'] = acm.url;
    await Workplace.with(async (place) => {
      const companions = ['--companions', 'aws'];
      await place.succeed(['fleet', 'create', 'sales']);

      const certificates = await place.json(['certificate', 'list', ...companions]);
      await place.succeed(['domain', 'associate', 'intranet.example.com', '-f', 'sales', ...companions]);

      assert.equal((certificates as { arn?: string; certificateArn?: string }[]).length, 1);
      const shown = JSON.stringify(
        await place.json(['domain', 'show', 'intranet.example.com', '-f', 'sales', ...companions]),
      );
      assert.ok(shown.includes(ARN), shown);
      assert.ok(shown.includes('PENDING_VALIDATION') || shown.includes('ASSOCIATING'), shown);
    });
    await acm.close();
  });

  it('given a real certificate that is not issued, then a domain is refused', async () => {
    const acm = await startAcm('intranet.example.com', 'EXPIRED');
    process.env['AWS_ENDPOINT_URL_ACM'] = acm.url;
    await Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      const { code, stderr } = await place.run([
        ...['domain', 'associate', 'intranet.example.com', '-f', 'sales', '--companions', 'aws'],
        ...['--certificate', ARN],
      ]);
      assert.equal(code, 6, stderr);
    });
    await acm.close();
  });

  it('given nobody who is signed in, then what asks a companion exits 4, and what does not goes on', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    await Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--companions', 'aws']);
      const { code, stderr } = await place.run(['certificate', 'list', '--companions', 'aws']);
      assert.equal(code, 4);
      assert.match(stderr, /no credentials for ACM/);
    });
  });

  it('given a service at an endpoint and local companions, then each is asked for its own', async () => {
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: server.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey,
    });
    await Workplace.with(async (place) => {
      const there = ['--backend', 'aws', '--endpoint-url', server.url];
      await place.succeed(['fleet', 'create', 'sales', ...there]);
      await place.succeed(['certificate', 'request', 'intranet.example.com']);

      assert.match(await place.succeed(['fleet', 'list', ...there, '--companions', 'local']), /sales/);
      assert.doesNotMatch(await place.succeed(['fleet', 'list']), /sales/);
      const fleetArn = 'arn:aws:worklink::123456789012:fleet/sales';
      await server.account.emulator().devices.generate({ fleetArn, count: 1, seed: '1' });
      assert.match(
        await place.succeed(['devices', 'list', '-f', 'sales', ...there, '--companions', 'local']),
        /adam\.adams@example\.com/,
      );
      assert.match(
        await place.succeed(['certificate', 'list', ...there, '--companions', 'local']),
        /intranet\.example\.com/,
      );
    });
    await server.close();
  });

  it('given a profile, then its Region is the home Region, unless another is named', async () => {
    const stub = await startStub(() => ({ body: { FleetSummaryList: [] } }));
    await Workplace.with(async (place) => {
      const there = ['fleet', 'list', '--backend', 'aws', '--endpoint-url', stub.url];
      await place.succeed([...there, '--profile', 'other', '--region', 'us-west-2']);
      await place.succeed(there);
      const { stderr } = await place.run([...there, '--profile', 'other']);
      assert.match(stderr, /^There are no fleets in eu-west-3[^\n]*\n$/);
    }).finally(() => stub.close());

    assert.deepEqual(
      stub.received.map(({ signed }) => [signed.accessKeyId, signed.region]),
      [
        ['AKIDOTHER', 'us-west-2'],
        ['AKIDEXAMPLE', 'us-east-1'],
        ['AKIDOTHER', 'eu-west-3'],
      ],
    );
  });

  it('given an endpoint for a local service, then it is refused, whoever the companions are', async () => {
    await Workplace.with(async (place) => {
      for (const companions of ['local', 'aws']) {
        const argv = ['fleet', 'list', '--companions', companions, '--endpoint-url', 'http://127.0.0.1:1'];
        const { code, stderr } = await place.run(argv);
        assert.equal(code, 2);
        assert.match(stderr, /local backend has no endpoint/);
      }
    });
  });
});
