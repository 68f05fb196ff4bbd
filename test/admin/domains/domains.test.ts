import assert from 'node:assert/strict';
import { DomainDisplayNames } from '../../../src/core/admin/display-names.js';
import { associateDomain, planAssociation } from '../../../src/core/admin/domains/associate.js';
import { CertificateFinder } from '../../../src/core/admin/domains/certificate.js';
import {
  changeableFleet,
  changeDomain,
  planDomainChange,
  waitForActiveDomain,
  waitForGoneDomain,
} from '../../../src/core/admin/domains/change.js';
import { listDomains, showDomain } from '../../../src/core/admin/domains/domains.js';
import { notFound, unauthorized } from '../../../src/core/contract/errors.js';
import { ownError } from '../../../src/core/errors.js';
import { DOMAIN_STATUSES, type DomainStatus } from '../../../src/core/model/domain-states.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import {
  type CertificateManager,
  type CertificateSummary,
} from '../../../src/core/ports/certificate-manager.js';
import { type WorkLink } from '../../../src/core/ports/work-link.js';
import { FakeClock, withAccount } from '../../support/account.js';

const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

/** A service whose one domain is in a state, and whose certificates are as given: states the emulator does not come to. */
function backendWith(
  status: DomainStatus | undefined,
  certificates: Partial<CertificateManager> = {},
): Backend & { readonly calls: string[] } {
  const calls: string[] = [];
  const answers: Readonly<Record<string, object>> = {
    DescribeFleetMetadata: { FleetStatus: 'ACTIVE' },
    DescribeDomain: {
      ...(status === undefined ? {} : { DomainStatus: status }),
      AcmCertificateArn: CERTIFICATE,
    },
    ListDomains: { Domains: [] },
  };
  const call = (operation: string): Promise<object> => {
    calls.push(operation);
    return Promise.resolve(answers[operation] ?? {});
  };
  const none: CertificateManager = {
    import: () => Promise.reject(new Error('not here')),
    request: () => Promise.reject(new Error('not here')),
    async *list() {
      await Promise.resolve();
    },
    describe: () => Promise.reject(ownError('NotFound', 'The certificate was not found.')),
    delete: () => Promise.reject(new Error('not here')),
  };
  return {
    name: 'aws',
    region: 'us-east-1',
    workLink: { call: call as WorkLink['call'] },
    certificates: { ...none, ...certificates },
    close: () => undefined,
    calls,
  };
}

const waiting = () => ({ timer: new FakeClock(), timeoutMs: 1000, intervalMs: 500 });
const summary = (arn: string, names: readonly string[]): CertificateSummary => ({
  arn,
  domainName: names[0] ?? '',
  subjectAlternativeNames: names,
  status: 'ISSUED',
  type: 'IMPORTED',
  createdTime: new Date(0),
});

describe('domains', () => {
  it('given any state, then an action is planned exactly where its state allows it', async () => {
    const allowed = { revoke: ['ACTIVE'], restore: ['INACTIVE'] } as const;
    for (const action of ['revoke', 'restore'] as const) {
      for (const status of DOMAIN_STATUSES) {
        const plan = planDomainChange(backendWith(status), FLEET, action, 'a.example.com');
        if (allowed[action].some((state) => state === status))
          assert.equal((await plan).input.DomainName, 'a.example.com');
        else
          await assert.rejects(plan, {
            code: 'WrongState',
            details: { domainName: 'a.example.com', state: status },
          });
      }
    }
    const disassociation = planDomainChange(
      backendWith('DISASSOCIATED'),
      FLEET,
      'disassociate',
      'a.example.com',
    );
    await assert.rejects(disassociation, { code: 'WrongState', hint: 'It will be gone in a while.' });
  });

  it('given a service that tells no state, then leaves the judgement to it', async () => {
    const backend = backendWith(undefined);
    const plan = await planDomainChange(backend, FLEET, 'revoke', 'a.example.com');
    assert.equal((await changeDomain(backend, plan)).domainName, 'a.example.com');
    assert.ok(backend.calls.includes('RevokeDomainAccess'));
    const wait = waitForActiveDomain(backend, FLEET, 'a.example.com', waiting());
    await assert.rejects(wait, { code: 'StateUnreachable', message: /in no known state/ });
  });

  it('given a failed association, then the wait says what is known of why', async () => {
    const wait = (certificates?: Partial<CertificateManager>): Promise<unknown> =>
      waitForActiveDomain(
        backendWith('FAILED_TO_ASSOCIATE', certificates),
        FLEET,
        'a.example.com',
        waiting(),
      );
    await assert.rejects(wait(), {
      code: 'StateUnreachable',
      message: /its certificate: The certificate was not found\.$/,
    });
    const describing = (status: CertificateSummary['status']): Partial<CertificateManager> => ({
      describe: (arn) =>
        Promise.resolve({ ...summary(arn, ['a.example.com']), status, inUseBy: [], validationRecords: [] }),
    });
    await assert.rejects(wait(describing('REVOKED')), { message: /its certificate '.*' is REVOKED\.$/ });
    await assert.rejects(wait(describing('ISSUED')), { message: /the service gives no reason\.$/ });
  });

  it('given a failed disassociation, then waiting for it to be gone is in vain', () =>
    assert.rejects(
      waitForGoneDomain(backendWith('FAILED_TO_DISASSOCIATE'), FLEET, 'a.example.com', waiting()),
      {
        code: 'StateUnreachable',
      },
    ));

  it('given a domain that is gone as soon as it is disassociated, then it is DISASSOCIATED', async () => {
    const backend = backendWith('ACTIVE');
    const plan = await planDomainChange(backend, FLEET, 'disassociate', 'a.example.com');
    const gone: Backend = {
      ...backend,
      workLink: {
        call: (operation) =>
          operation === 'DescribeDomain' ? Promise.reject(notFound('gone')) : Promise.resolve({} as never),
      },
    };
    assert.equal((await changeDomain(gone, plan)).domainStatus, 'DISASSOCIATED');
  });

  it('given a service that refuses to answer, then its refusal is the error, and no hint takes its place', async () => {
    const refusing = (refused: readonly string[], error: Error): Backend => ({
      ...backendWith('ACTIVE'),
      workLink: {
        call: (operation) =>
          refused.includes(operation) ? Promise.reject(error) : Promise.reject(notFound('no such domain')),
      },
    });
    const describing = showDomain(refusing(['DescribeDomain'], unauthorized('no')), FLEET, 'a.example.com');
    await assert.rejects(describing, { code: 'UnauthorizedException' });
    const listing = planDomainChange(
      refusing(['ListDomains'], unauthorized('no')),
      FLEET,
      'revoke',
      'a.example.com',
    );
    await assert.rejects(listing, { code: 'NotFound', message: "The fleet has no domain 'a.example.com'." });
  });

  it('given a certificate that may not be read, then the domain is shown without, saying why', async () => {
    const { validationRecordAbsence, certificateStatus } = await showDomain(
      backendWith('ACTIVE'),
      FLEET,
      'a.example.com',
    );
    assert.equal(
      validationRecordAbsence,
      'The certificate could not be read: The certificate was not found.',
    );
    assert.equal(certificateStatus, undefined);
  });

  it('given certificates of a private authority, or whose record is yet to come, then says so', async () => {
    for (const [type, expected] of [
      ['PRIVATE', /private authority/],
      ['AMAZON_ISSUED', /not made it yet/],
    ] as const) {
      const backend = backendWith('ACTIVE', {
        describe: (arn) =>
          Promise.resolve({ ...summary(arn, ['a.example.com']), type, inUseBy: [], validationRecords: [] }),
      });
      const { validationRecordAbsence } = await showDomain(backend, FLEET, 'a.example.com');
      assert.match(validationRecordAbsence ?? '', expected);
    }
  });

  it('given a fleet that is not there, then every question about its domains says so', () =>
    withAccount(async ({ account, caller }) => {
      const backend = account.backend(caller());
      const noFleet = { code: 'NotFound', message: "There is no fleet 'sales' in us-east-1." };
      await assert.rejects(showDomain(backend, 'sales', 'a.example.com'), noFleet);
      await assert.rejects(changeableFleet(backend, 'sales'), noFleet);
      await assert.rejects(listDomains(backend, 'sales')[Symbol.asyncIterator]().next(), noFleet);
    }));

  it('given a certificate whose name is only its common name, then it counts as its name', async () => {
    const backend = backendWith(undefined, {
      async *list() {
        await Promise.resolve();
        yield { ...summary(CERTIFICATE, []), domainName: 'a.example.com' };
      },
    });
    const found = await new CertificateFinder(backend.certificates).find('a.example.com', undefined);
    assert.equal(found.arn, CERTIFICATE);
  });

  it('given many certificates, then messages name ten and count the rest', async () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      summary(`${CERTIFICATE}${String(index)}`, ['a.example.com']),
    );
    const finder = new CertificateFinder({
      ...backendWith(undefined).certificates,
      async *list() {
        await Promise.resolve();
        yield* many;
      },
    });
    await assert.rejects(finder.find('a.example.com', undefined), {
      code: 'Usage',
      hint: /certificate\/19 and 3 more\.$/,
    });
    await assert.rejects(finder.find('a.example.com', 'a.example.com'), {
      code: 'Usage',
      message: /13 certificates have/,
    });
  });

  it('given a domain associated by somebody else meanwhile, then the service’s own refusal comes through', () =>
    withAccount(async ({ account, caller, clock }) => {
      const backend = account.backend(caller());
      await backend.workLink.call('CreateFleet', { FleetName: 'sales' });
      const arn = await backend.certificates.request({ domainName: 'a.example.com' });
      await backend.emulator?.certificates.validate(arn);
      clock.advance(5000);
      const plan = await planAssociation(
        backend,
        FLEET,
        { domainName: 'a.example.com' },
        new CertificateFinder(backend.certificates),
        new DomainDisplayNames(backend),
      );
      assert.equal((await associateDomain(backend, plan)).domainStatus, 'PENDING_VALIDATION');
      await assert.rejects(associateDomain(backend, plan), { code: 'ResourceAlreadyExistsException' });
    }));
});
