import assert from 'node:assert/strict';
import { lookAtCertificates } from '../../../src/core/admin/setup/certificates.js';
import { ownError } from '../../../src/core/errors.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type CertificateSummary } from '../../../src/core/ports/certificate-manager.js';
import { type WorkLink } from '../../../src/core/ports/work-link.js';
import { FakeClock } from '../../support/account.js';

const DAY_MS = 86_400_000;
const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const NOW = new FakeClock().now();

interface Given extends Partial<CertificateSummary> {
  /** Not told where absent: describing the certificate fails. */
  readonly inUseBy?: readonly string[];
}

/** What a look says where the account has these certificates, `c0`, `c1`, … */
function lookAt(...given: readonly Given[]): ReturnType<typeof lookAtCertificates> {
  return lookWith(noService, ...given);
}

/** As {@link lookAt}, of a service that answers. */
function lookWith(call: WorkLink['call'], ...given: readonly Given[]): ReturnType<typeof lookAtCertificates> {
  const all = given.map((one, index) => ({
    arn: `c${String(index)}`,
    domainName: `d${String(index)}.example`,
    subjectAlternativeNames: [],
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    createdTime: new Date(0),
    ...one,
  }));
  const certificates = {
    list: async function* () {
      yield* await Promise.resolve(all);
    },
    describe: (arn: string) => {
      const found = all.find((one) => one.arn === arn);
      return found?.inUseBy === undefined
        ? Promise.reject(ownError('NotFound', `${arn} is gone.`))
        : Promise.resolve(found);
    },
  };
  return lookAtCertificates({
    backend: { certificates, workLink: { call } } as unknown as Backend,
    now: NOW,
    clock: { now: () => NOW },
    signal: new AbortController().signal,
    expiresWithinMs: 30 * DAY_MS,
  });
}

const noService: WorkLink['call'] = () => Promise.reject(ownError('NotAllowed', 'You may not.'));

const days = (count: number): Date => new Date(NOW.getTime() + count * DAY_MS);

describe('a look at the certificates of an account', () => {
  for (const [what, given, severity, id, said] of [
    [
      'REVOKED and used',
      { status: 'REVOKED', inUseBy: [FLEET] },
      'error',
      'certificate-failed',
      'is REVOKED; used by fleet sales.',
    ],
    [
      'FAILED and used by no fleet',
      { status: 'FAILED', inUseBy: ['arn:aws:elasticloadbalancing:x'] },
      'warning',
      'certificate-failed',
      'is FAILED; no fleet is known to use it.',
    ],
    [
      'FAILED and gone meanwhile',
      { status: 'FAILED' },
      'warning',
      'certificate-failed',
      'is FAILED; no fleet is known to use it.',
    ],
    [
      'EXPIRED at a time not told',
      { status: 'EXPIRED', inUseBy: [] },
      'warning',
      'certificate-expired',
      'is EXPIRED; no fleet is known to use it.',
    ],
    [
      'past its end',
      { notAfter: days(-1), inUseBy: [FLEET] },
      'error',
      'certificate-expired',
      `is ISSUED, and ended on ${days(-1).toISOString()}; used by fleet sales.`,
    ],
    [
      'VALIDATION_TIMED_OUT',
      { status: 'VALIDATION_TIMED_OUT', notAfter: days(1), inUseBy: [] },
      'warning',
      'certificate-failed',
      'is VALIDATION_TIMED_OUT; no fleet is known to use it.',
    ],
  ] as const) {
    it(`given one that is ${what}, then none is ISSUED, and it is a finding`, async () => {
      const look = await lookAt(given);

      assert.equal(look.presence, 'missing');
      assert.equal(look.command, 'worklink certificate request DOMAIN');
      assert.deepEqual(
        look.findings.map((one) => [one.severity, one.id, one.message]),
        [[severity, id, `The certificate of d0.example ${said}`]],
      );
    });
  }

  for (const [type, fix] of [
    ['IMPORTED', /^Import a renewed one .* --replace c0$/],
    ['AMAZON_ISSUED', /renews it as long as/],
  ] as const) {
    it(`given one that is ${type} and ends soon, then says who renews it`, async () => {
      const look = await lookAt({ type, notAfter: days(5) }, { notAfter: days(300) }, {});

      assert.equal(look.presence, 'present');
      assert.equal(look.detail, '3 certificates ISSUED.');
      const [finding, ...others] = look.findings;
      assert.deepEqual(others, []);
      assert.equal(finding?.id, 'certificate-expires-soon');
      assert.match(finding.fix, fix);
    });
  }

  describe('given one that a fleet uses', () => {
    /** A fleet of so many domains that the certificate covers, every other of which has another certificate. */
    const service = (count: number): WorkLink['call'] => {
      const answers: Readonly<Record<string, (name: string) => unknown>> = {
        ListFleets: () => ({ FleetSummaryList: [{ FleetArn: FLEET, FleetName: 'sales' }] }),
        ListDomains: () => ({
          Domains: [
            { DomainName: 'other.example.org' },
            ...Array.from({ length: count }, (_, index) => ({ DomainName: `s${String(index)}.d0.example` })),
          ],
        }),
        DescribeDomain: (name) => ({ AcmCertificateArn: /^s\d*[02468]\./.test(name) ? 'c0' : 'another' }),
      };
      return ((operation: string, { DomainName = '' }: { DomainName?: string }) =>
        Promise.resolve(answers[operation]?.(DomainName))) as unknown as WorkLink['call'];
    };
    const used = (inUseBy: string) => ({
      notAfter: days(5),
      inUseBy: [inUseBy],
      subjectAlternativeNames: ['*.d0.example'],
    });
    const loadBalancer = 'arn:aws:elasticloadbalancing:x';

    for (const [what, count, user, expected] of [
      ['a few domains', 4, FLEET, '; used by fleet sales for s0.d0.example, s2.d0.example.'],
      ['many domains', 24, FLEET, /s18\.d0\.example and 2 others\.$/],
      ['no domain that it covers', 0, FLEET, '; used by fleet sales.'],
      ['something the service works with', 2, loadBalancer, '; used by fleet sales for s0.d0.example.'],
      ['something else', 0, loadBalancer, 'Z.'],
    ] as const) {
      it(`for ${what}, then says for which`, async () => {
        const { findings } = await lookWith(service(count), used(user));
        const [{ message } = { message: '' }] = findings;
        assert.ok(
          typeof expected === 'string' ? message.endsWith(expected) : expected.test(message),
          message,
        );
      });
    }

    it('whose domains may not be looked at, then says which fleet alone', async () => {
      const [finding] = (await lookAt(used(FLEET))).findings;
      assert.ok(finding?.message.endsWith('; used by fleet sales.'), finding?.message);
    });
  });

  it('given one that waits for validation alone, then it is pending and is shown by the command', async () => {
    const look = await lookAt({ status: 'FAILED' }, { status: 'PENDING_VALIDATION' });

    assert.equal(look.presence, 'pending');
    assert.equal(look.command, 'worklink certificate show c1');
    assert.deepEqual(
      look.findings.map(({ id, subject }) => [id, subject]),
      [
        ['certificate-failed', 'c0'],
        ['certificate-pending-validation', 'c1'],
      ],
    );
  });
});
