import assert from 'node:assert/strict';
import { type Diagnosis, type DoctorOptions, examine } from '../../../src/core/admin/doctor/doctor.js';
import { judgeNode, judgeStateFile } from '../../../src/core/admin/doctor/tool.js';
import { setupStatus, type StepStatus } from '../../../src/core/admin/status/status.js';
import { type OperationName } from '../../../src/core/contract/contract.js';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { ownError } from '../../../src/core/errors.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { type SiteProbe } from '../../../src/core/ports/site-probe.js';
import { type TemporaryAccount, withAccount } from '../../support/account.js';

const DAY_MS = 86_400_000;
const TOOL = { version: '1.0.0', node: '22.1.0', oldestNode: '20.19.0' };

function optionsFor({ clock }: TemporaryAccount, others: Partial<DoctorOptions> = {}): DoctorOptions {
  return {
    clock,
    signal: new AbortController().signal,
    expiresWithinMs: 30 * DAY_MS,
    tool: TOOL,
    ...others,
  };
}

type Answers = Partial<Record<OperationName, (input: Readonly<Record<string, unknown>>) => unknown>>;

/** A backend whose service answers some operations as a test says, and which counts its calls. */
function answering(
  backend: Backend,
  answers: Answers,
): { readonly backend: Backend; readonly calls: ReadonlyMap<string, number> } {
  const calls = new Map<string, number>();
  const workLink: Backend['workLink'] = {
    call: async (operation, input) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      const answer = answers[operation];
      if (answer === undefined) return backend.workLink.call(operation, input);
      return answer({ ...input }) as never; // as a service may answer, whatever its contract says
    },
  };
  return { backend: { ...backend, workLink }, calls };
}

async function withFleet(
  body: (backend: Backend, temporary: TemporaryAccount) => Promise<void>,
): Promise<void> {
  await withAccount(async (temporary) => {
    const backend = temporary.account.backend(temporary.caller());
    await backend.workLink.call('CreateFleet', { FleetName: 'sales' });
    await body(backend, temporary);
  });
}

const ids = (diagnoses: readonly Diagnosis[]): readonly string[] => diagnoses.map(({ id }) => id);

async function found(
  backend: Backend,
  temporary: TemporaryAccount,
  others: Partial<DoctorOptions> = {},
): Promise<readonly Diagnosis[]> {
  const open = () => Promise.resolve(backend);
  return (await examine(open, 'sales', optionsFor(temporary, others))).diagnoses;
}

describe('examining', () => {
  it('given 100,000 domains, then reads each page once and none of them alone, and says little', () =>
    withFleet(async (backend, temporary) => {
      const pageSize = 1000;
      const served = answering(backend, {
        ListDomains: ({ NextToken: token }) => {
          const from = token === undefined ? 0 : Number(token);
          const next = from + pageSize;
          return {
            Domains: Array.from({ length: pageSize }, (_, index) => ({
              DomainName: `site-${String(from + index)}.example.com`,
              DomainStatus: 'PENDING_VALIDATION',
              CreatedTime: new Date(0),
            })),
            ...(next < 100_000 && { NextToken: String(next) }),
          };
        },
      });
      const before = process.memoryUsage().heapUsed;
      const diagnoses = await found(served.backend, temporary);
      const pending = diagnoses.filter(({ id }) => id === 'domain-pending-validation');
      assert.equal(pending.length, 1);
      assert.match(pending[0]?.message ?? '', /^100000 domains PENDING_VALIDATION/);
      assert.match(pending[0]?.subject ?? '', /^site-0\.example\.com, .* and 99990 more$/);
      assert.deepEqual(
        [served.calls.get('ListDomains'), served.calls.get('DescribeDomain')],
        [100, undefined],
      );
      const grown = process.memoryUsage().heapUsed - before;
      assert.ok(grown < 200 * 1_048_576, `${String(grown)} bytes`);
    }));

  it('given each operation refused in turn, then that is a finding, and the others are made', () =>
    withFleet(async (backend, temporary) => {
      const operations: readonly OperationName[] = [
        'DescribeIdentityProviderConfiguration',
        'ListDomains',
        'ListWebsiteCertificateAuthorities',
        'DescribeCompanyNetworkConfiguration',
        'ListWebsiteAuthorizationProviders',
        'DescribeDevicePolicyConfiguration',
        'DescribeAuditStreamConfiguration',
        'ListDevices',
      ];
      const usual = ids(await found(backend, temporary));
      assert.ok(!usual.includes('check-not-allowed') && usual.length > 3);
      for (const operation of operations) {
        const refusing = answering(backend, {
          [operation]: () => {
            throw new ServiceError('UnauthorizedException', 'No.');
          },
        });
        const seen = ids(await found(refusing.backend, temporary));
        assert.ok(seen.includes('check-not-allowed'), operation);
        assert.ok(seen.length >= usual.length - 1, operation);
      }
    }));

  it('given a bug met in a check, then that is a finding that says so', () =>
    withFleet(async (backend, temporary) => {
      const broken = answering(backend, {
        ListDevices: () => {
          throw new TypeError('nothing is no function');
        },
      });
      const bug = (await found(broken.backend, temporary)).find(({ id }) => id === 'check-failed');
      assert.deepEqual([bug?.severity, bug?.message], ['error', 'nothing is no function']);
    }));

  it('given a backend that cannot be opened, then that is a finding; a wrong flag is not', async () => {
    await withAccount(async (temporary) => {
      const failing = (code: 'Unreachable' | 'Usage') =>
        examine(() => Promise.reject(ownError(code, 'Not there.')), undefined, optionsFor(temporary));
      assert.deepEqual(ids((await failing('Unreachable')).diagnoses), ['check-failed']);
      await assert.rejects(failing('Usage'), { code: 'Usage' });
    });
  });

  it('given a retired service, then says so for the fleets', () =>
    withFleet(async (backend, temporary) => {
      const retired = answering(backend, {
        DescribeFleetMetadata: () => {
          throw ownError('RetiredService', 'The service was retired.');
        },
      });
      const diagnosis = (await found(retired.backend, temporary)).find(({ check }) => check === 'fleets');
      assert.deepEqual([diagnosis?.id, diagnosis?.message], ['check-failed', 'The service was retired.']);
    }));

  it('given a name that a service made up, then no command repeats it', () =>
    withFleet(async (backend, temporary) => {
      const hostile = '$(reboot)\u001b[2J';
      const { backend: lying } = answering(backend, {
        ListFleets: () => ({
          FleetSummaryList: [
            { FleetArn: `arn:aws:worklink::123456789012:fleet/${hostile}`, FleetName: hostile },
          ],
        }),
      });
      const steps: StepStatus[] = [];
      for await (const step of setupStatus(lying, undefined, optionsFor(temporary))) steps.push(step);
      assert.ok(steps.length > 5);
      assert.ok(steps.every(({ command = '' }) => !command.includes('reboot')));
    }));

  it('given answers that lack everything, then goes on', () =>
    withFleet(async (backend, temporary) => {
      const empty = () => ({});
      const bare = answering(backend, {
        DescribeFleetMetadata: empty,
        ListDomains: empty,
        ListDevices: empty,
        ListWebsiteCertificateAuthorities: empty,
        DescribeAuditStreamConfiguration: () => ({ AuditStreamArn: 'arn:nonsense' }),
        DescribeDevicePolicyConfiguration: () => ({ DeviceCaCertificate: 'nonsense' }),
        DescribeIdentityProviderConfiguration: () => ({
          IdentityProviderType: 'SAML',
          IdentityProviderSamlMetadata: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        }),
      });
      const seen = ids(await found(bare.backend, temporary));
      for (const id of ['fleet-not-active', 'audit-stream-invalid', 'chain-unreadable', 'xml-doctype'])
        assert.ok(seen.includes(id), `${id}: ${seen.join(', ')}`);
    }));

  it('given another service’s clock and the root user’s keys, then says so', () =>
    withFleet(async (backend, temporary) => {
      const at = (offsetMs: number): Backend => ({
        ...backend,
        identity: {
          whoAmI: () =>
            Promise.resolve({
              ...{ accountId: '123456789012', arn: 'arn:aws:iam::123456789012:root', userId: '123456789012' },
              answeredAt: new Date(temporary.clock.now().getTime() + offsetMs),
            }),
        },
      });
      const severityAt = async (offsetMs: number) =>
        (await found(at(offsetMs), temporary)).find(({ id }) => id === 'clock-off')?.severity;
      assert.deepEqual(
        [await severityAt(59_000), await severityAt(-60_000), await severityAt(300_000)],
        [undefined, 'warning', 'error'],
      );
      assert.ok(ids(await found(at(0), temporary)).includes('credentials-root-user'));
    }));

  it('given no service-linked role, then warns; with it, does not', () =>
    withFleet(async (backend, temporary) => {
      assert.ok(backend.roles);
      const { roles } = backend;
      assert.ok(!ids(await found(backend, temporary)).includes('service-linked-role-missing'));
      const without: Backend = {
        ...backend,
        roles: {
          serviceLinkedRole: () => Promise.resolve(undefined),
          permissionsPolicy: () => roles.permissionsPolicy(),
          deleteServiceLinkedRole: () => roles.deleteServiceLinkedRole(),
          deletion: (id) => roles.deletion(id),
        },
      };
      assert.ok(ids(await found(without, temporary)).includes('service-linked-role-missing'));
    }));

  it('given an audit stream in each state, then says whether records arrive', () =>
    withFleet(async (backend, temporary) => {
      const { auditStreams } = backend;
      assert.ok(auditStreams);
      const seen = async (status: 'CREATING' | 'DELETING' | 'ACTIVE', region = 'us-east-1') => {
        const linked = answering(backend, {
          DescribeAuditStreamConfiguration: () => ({
            AuditStreamArn: `arn:aws:kinesis:${region}:123456789012:stream/AmazonWorkLink-a`,
          }),
        });
        const streams: NonNullable<Backend['auditStreams']> = {
          list: (prefix) => auditStreams.list(prefix),
          create: (stream) => auditStreams.create(stream),
          read: (name, options) => auditStreams.read(name, options),
          write: (name, records) => auditStreams.write(name, records),
          describe: (name) =>
            Promise.resolve({
              ...{ name, arn: 'a', status, mode: 'ON_DEMAND', openShards: 1, retentionHours: 168 },
              isEncrypted: true,
            }),
        };
        const diagnoses = await found({ ...linked.backend, auditStreams: streams }, temporary);
        return ids(diagnoses).filter((id) => id.startsWith('audit-stream'));
      };
      assert.deepEqual(await seen('ACTIVE'), []);
      assert.deepEqual(await seen('CREATING'), ['audit-stream-creating']);
      assert.deepEqual(await seen('DELETING'), ['audit-stream-deleting']);
      assert.deepEqual(await seen('ACTIVE', 'eu-west-1'), ['audit-stream-other-region']);
    }));

  it('given an identity provider that answers, or fails, then says which', () =>
    withFleet(async (backend, temporary) => {
      const { readFile } = await import('node:fs/promises');
      const metadata = await readFile(
        new URL('../../../examples/okta-metadata.xml', import.meta.url),
        'utf8',
      );
      const linked = answering(backend, {
        DescribeIdentityProviderConfiguration: () => ({
          IdentityProviderType: 'SAML',
          IdentityProviderSamlMetadata: metadata,
        }),
      });
      const seen = async (visit: Awaited<ReturnType<SiteProbe['visit']>>): Promise<readonly string[]> => {
        const probe: SiteProbe = {
          resolve: () => Promise.resolve({ addresses: ['192.0.2.1'] }),
          visit: () => Promise.resolve(visit),
          systemRoots: () => Promise.resolve({ certificates: [], troubles: [] }),
        };
        const identityProvider = { probe, timeoutMs: 1000, concurrency: 1 };
        const diagnoses = await found(linked.backend, temporary, { identityProvider });
        return diagnoses.filter(({ id }) => id === 'idp-unreachable').map(({ message }) => message);
      };
      const address = '192.0.2.1';
      assert.deepEqual(await seen({ failed: [], address, http: { status: 400 } }), []);
      assert.match((await seen({ failed: [], address, http: { status: 503 } }))[0] ?? '', /it answers 503/);
      const refused = { failed: [{ address, code: 'ECONNREFUSED', message: 'refused' }] };
      assert.match((await seen(refused))[0] ?? '', /takes no connection \('ECONNREFUSED'\)/);
    }));
});

describe('judging the tool', () => {
  for (const [node, expected] of [
    ['20.18.9', ['node-too-old']],
    ['18.99.99', ['node-too-old']],
    ['20.19.0', []],
    ['20.20.0', []],
    ['22.0.0', []],
  ] as const) {
    it(`given Node ${node}, then finds ${expected.join() || 'nothing'}`, () => {
      assert.deepEqual(
        judgeNode({ ...TOOL, node }).map(({ id }) => id),
        expected,
      );
    });
  }

  const FILE = { file: 'a.db', faults: [], mode: 0o600, folderMode: 0o755, freeBytes: 2 ** 40 };
  for (const [what, facts, expected] of [
    ['a sound file', {}, []],
    ['a full disk', { freeBytes: 1_048_576 }, ['error disk-nearly-full']],
    ['little room', { freeBytes: 50 * 1_048_576 }, ['warning disk-nearly-full']],
    ['damage', { faults: ['page 3 is lost'] }, ['error state-file-damaged']],
    ['a group that reads', { mode: 0o640 }, ['error state-file-open-to-others']],
    ['a folder of everybody', { folderMode: 0o777 }, ['warning state-folder-open-to-others']],
  ] as const) {
    it(`given ${what}, then finds ${expected.join() || 'nothing'}`, () => {
      assert.deepEqual(
        judgeStateFile({ ...FILE, ...facts }).map(({ severity, id }) => `${severity} ${id}`),
        expected,
      );
    });
  }
});
