import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import { readOutput } from '../../../src/core/backends/aws/output.js';
import { translate } from '../../../src/core/backends/aws/errors.js';
import { codeOf } from '../../../src/core/backends/aws/error-codes.js';
import { contract } from '../../../src/core/contract/contract.js';
import { all, type Answer, withStub } from './stub.js';

/** Emulators leave out of their answers what AWS always says. */
const BARE: Readonly<Record<string, Answer>> = {
  DescribeVpcs: { body: '<DescribeVpcsResponse><vpcSet><item/></vpcSet></DescribeVpcsResponse>' },
  DescribeSubnets: {
    body: '<DescribeSubnetsResponse><subnetSet><item/></subnetSet></DescribeSubnetsResponse>',
  },
  DescribeRouteTables: {
    body: '<DescribeRouteTablesResponse><routeTableSet><item/><item><associationSet><item><main>true</main></item></associationSet><routeSet><item/><item><coreNetworkArn>arn:x</coreNetworkArn></item><item><localGatewayId>lgw-1</localGatewayId></item><item><carrierGatewayId>cagw-1</carrierGatewayId></item><item><gatewayId>odd-1</gatewayId></item></routeSet></item></routeTableSet></DescribeRouteTablesResponse>',
  },
  DescribeNatGateways: { body: '<DescribeNatGatewaysResponse/>' },
  DescribeSecurityGroups: {
    body: '<DescribeSecurityGroupsResponse><securityGroupInfo><item/><item><ipPermissionsEgress><item/></ipPermissionsEgress></item></securityGroupInfo></DescribeSecurityGroupsResponse>',
  },
  GetRole: { body: '<GetRoleResponse><GetRoleResult/></GetRoleResponse>' },
  DeleteServiceLinkedRole: {
    body: '<DeleteServiceLinkedRoleResponse><DeleteServiceLinkedRoleResult/></DeleteServiceLinkedRoleResponse>',
  },
  GetServiceLinkedRoleDeletionStatus: {
    body: '<GetServiceLinkedRoleDeletionStatusResponse><GetServiceLinkedRoleDeletionStatusResult/></GetServiceLinkedRoleDeletionStatusResponse>',
  },
  GetCallerIdentity: {
    body: '<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>',
  },
  'GET /2020-05-31/distribution': {
    body: '<DistributionList><Items><DistributionSummary/><DistributionSummary><Aliases><Items><CNAME>a.example.com</CNAME></Items></Aliases></DistributionSummary></Items></DistributionList>',
  },
  LookupEvents: { body: { Events: [{}] } },
  ListCertificates: { body: { CertificateSummaryList: [{ CertificateArn: 'arn', Status: 'ISSUED' }] } },
  DescribeCertificate: {
    body: {
      Certificate: {
        CertificateArn: 'arn',
        Status: 'ISSUED',
        DomainValidationOptions: [{ ResourceRecord: {} }],
      },
    },
  },
  ListStreams: { body: {} },
  DescribeStreamSummary: { body: { StreamDescriptionSummary: { StreamStatus: 'ACTIVE' } } },
  ListShards: { body: { Shards: [{}] } },
  GetShardIterator: { body: { ShardIterator: 'i' } },
  GetRecords: { body: { Records: [{ Data: '' }], MillisBehindLatest: 0 } },
  PutRecords: { body: {} },
};

function bare(action: string): Answer {
  return BARE[action.split('.').at(-1) ?? ''] ?? { body: {} };
}

function isUnderstood(error: unknown): error is WorklinkError {
  return error instanceof WorklinkError;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof WorklinkError && error.code === 'Unreachable';
}

describe('answers that leave out what AWS always says', () => {
  it('still make networks', async () => {
    await withStub(
      ({ action }) => bare(action),
      async ({ network }) => {
        const { vpc, subnets, securityGroups } = await network.network('vpc-1');

        assert.deepEqual(vpc, { id: '', state: 'unknown', isDefault: false, cidrBlocks: [] });
        assert.deepEqual(
          subnets[0]?.routes?.map(({ target }) => target),
          [
            { kind: 'other', id: '' },
            { kind: 'other', id: 'arn:x' },
            { kind: 'other', id: 'lgw-1' },
            { kind: 'other', id: 'cagw-1' },
            { kind: 'other', id: 'odd-1' },
          ],
        );
        assert.deepEqual(
          securityGroups.map(({ outbound }) => outbound),
          [[], [{ protocol: 'all', destinations: [] }]],
        );
      },
    );
  });

  it('still make certificates, events, identities and streams', async () => {
    await withStub(
      ({ action }) => bare(action),
      async ({ certificates, trail, identity, auditStreams, distributions, roles }) => {
        const epoch = new Date(0);
        const certificate = {
          arn: 'arn',
          domainName: '',
          subjectAlternativeNames: [''],
          status: 'ISSUED',
          type: 'AMAZON_ISSUED',
          createdTime: epoch,
        };
        assert.deepEqual(await all(certificates.list()), [certificate]);
        assert.deepEqual(await certificates.describe('arn'), {
          ...certificate,
          inUseBy: [],
          validationRecords: [
            {
              domainName: '',
              status: 'PENDING_VALIDATION',
              recordType: 'CNAME',
              recordName: '',
              recordValue: '',
            },
          ],
        });
        assert.deepEqual(await all(trail.events()), [
          { id: '', time: epoch, name: '', record: { eventSource: 'worklink.amazonaws.com' } },
        ]);
        const { answeredAt, ...caller } = await identity.whoAmI();
        assert.deepEqual(caller, { accountId: '', arn: '', userId: '' });
        assert.ok(answeredAt instanceof Date, 'the answer’s own date');
        assert.deepEqual(await all(auditStreams.list()), []);
        assert.deepEqual(await auditStreams.describe('s'), {
          name: '',
          arn: '',
          status: 'ACTIVE',
          mode: 'PROVISIONED',
          openShards: 0,
          retentionHours: 0,
          isEncrypted: false,
        });
        const records = await all(auditStreams.read('s', { from: 'oldest', follow: false }));
        assert.deepEqual(
          records.map(({ shardId, sequenceNumber, partitionKey }) => [shardId, sequenceNumber, partitionKey]),
          [['', '', '']],
        );
        await auditStreams.write('s', []);
        await auditStreams.write('s', [{ partitionKey: 'p', data: Buffer.from('x') }]);
        assert.equal(
          (await distributions.carrying(['a.example.com'])).get('a.example.com')?.isEnabled,
          false,
        );
        assert.equal((await roles.serviceLinkedRole())?.name, 'AWSServiceRoleForAmazonWorkLink');
      },
    );
  });

  it('are refused where what was asked for is not in them', async () => {
    await withStub(
      ({ action }) => (/DescribeStream|DescribeCert|ListCert/.test(action) ? { body: {} } : bare(action)),
      async ({ certificates, auditStreams, roles }) => {
        await assert.rejects(certificates.describe('arn'), isUnreachable);
        await assert.rejects(certificates.request({ domainName: 'a.example.com' }), isUnreachable);
        await assert.rejects(auditStreams.describe('s'), isUnreachable);
        await assert.rejects(roles.deleteServiceLinkedRole(), isUnreachable);
        await assert.rejects(roles.deletion('task/1'), isUnreachable);
        assert.deepEqual(await all(certificates.list()), []);
      },
    );
    await withStub(
      () => ({ body: { Certificate: { CertificateArn: 'arn' }, StreamDescriptionSummary: {} } }),
      async ({ certificates, auditStreams }) => {
        await assert.rejects(certificates.describe('arn'), isUnreachable);
        await assert.rejects(auditStreams.describe('s'), isUnreachable);
      },
    );
  });
});

describe('an answer read by the contract', () => {
  const { output } = contract.DescribeFleetMetadata;

  it('has members of the kinds the contract has', () => {
    const value = {
      FleetName: 'sales',
      FleetStatus: 'ACTIVE',
      OptimizeForEndUserLocation: true,
      CreatedTime: new Date(0),
      Tags: { a: 'b' },
    };
    assert.deepEqual(readOutput(output, value), { value });
    assert.deepEqual(readOutput({ kind: 'integer', shape: 'I' }, 7), { value: 7 });
  });

  for (const [value, fault] of [
    ['text', 'its answer is not an object'],
    [null, 'its answer is not an object'],
    [[], 'its answer is not an object'],
    [{ OptimizeForEndUserLocation: 'yes' }, 'OptimizeForEndUserLocation is not true or false'],
    [{ CreatedTime: new Date(Number.NaN) }, 'CreatedTime is not a time'],
    [{ Tags: [] }, 'Tags is not an object'],
    [{ Tags: { a: 1 } }, 'Tags.a is not a string'],
  ] as const) {
    it(`is refused where ${fault}, being ${JSON.stringify(value)}`, () => {
      assert.equal(readOutput(output, value).fault, fault);
    });
  }

  it('is refused where a number is none', () => {
    assert.equal(readOutput({ kind: 'integer', shape: 'I' }, 1.5).fault, 'its answer is not a whole number');
    const list = { kind: 'list', shape: 'L', member: { kind: 'string', shape: 'S' } } as const;
    assert.equal(readOutput(list, ['a', 1]).fault, '[1] is not a string');
  });
});

describe('what the SDK throws', () => {
  const asked = { service: 'ACM', region: 'us-east-1' } as const;
  const own = (error: unknown): WorklinkError => {
    const translated = translate(error, asked);
    assert.ok(isUnderstood(translated));
    return translated;
  };

  it('stays what it is where it is no failure of a call', () => {
    for (const thrown of [
      'text',
      undefined,
      new RangeError('a bug'),
      new WorklinkError('NotFound', 'gone'),
    ]) {
      assert.equal(translate(thrown, asked), thrown);
    }
  });

  it('names the host that failed, however it is known', () => {
    const failed = (members: object): string => own(Object.assign(new Error('failed'), members)).message;
    assert.match(failed({ code: 'ENOTFOUND', hostname: 'acm.example' }), / at acm\.example \(ENOTFOUND\)/);
    assert.match(
      failed({ code: 'ECONNREFUSED', address: '::1', port: 81 }),
      / at \[::1\]:81 \(ECONNREFUSED\)/,
    );
    assert.match(
      failed({ code: 'CERT_HAS_EXPIRED', host: 'acm.example' }),
      / at acm\.example \(CERT_HAS_EXPIRED\)/,
    );
    assert.match(failed({ code: 'ECONNRESET' }), / at its endpoint for us-east-1 \(ECONNRESET\)/);
    assert.match(failed({ name: 'TimeoutError' }), /\(TimeoutError\)/);
    assert.match(
      own(new Error('outer', { cause: Object.assign(new Error('inner'), { code: 'EPIPE' }) })).message,
      /\(EPIPE\)/,
    );
    const several = new AggregateError([
      Object.assign(new Error('one'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 81 }),
    ]);
    assert.match(own(Object.assign(several, { code: 'ECONNREFUSED' })).message, / at 127\.0\.0\.1:81 /);
  });

  it('says the port of an endpoint that has the usual one', () => {
    const failed = (endpoint: string): unknown =>
      translate(Object.assign(new Error('failed'), { code: 'ECONNRESET' }), { ...asked, endpoint });
    assert.match(String(failed('https://acm.example')), /acm\.example:443/);
    assert.match(String(failed('http://acm.example/below')), /acm\.example:80/);
    assert.match(String(failed('nonsense')), /the endpoint of ACM/);
  });

  it('follows causes no further than is sensible', () => {
    const error = new Error('circular');
    error.cause = error;
    assert.equal(translate(error, asked), error);
  });

  it('has words of its own where the service has none', () => {
    const silent = Object.assign(new Error('UnknownError'), {
      name: 'OddException',
      $fault: 'client',
      $metadata: {},
    });
    assert.match(own(silent).message, /ACM answered OddException\./);
    const expired = Object.assign(new Error(''), { name: 'ExpiredToken', $fault: 'client', $metadata: {} });
    assert.match(own(expired).message, /ACM refused the credentials: ExpiredToken\./);
    const service = translate(Object.assign(silent, { name: 'UnauthorizedException' }), {
      ...asked,
      service: 'WorkLink',
    });
    assert.match(String(service), /WorkLink answered UnauthorizedException\./);
  });

  it('means by an unknown exception what its HTTP status says', () => {
    for (const [status, code] of [
      [400, 'InvalidInput'],
      [401, 'NotSignedIn'],
      [403, 'NotAllowed'],
      [404, 'NotFound'],
      [409, 'WrongState'],
      [429, 'Throttled'],
      [503, 'Unreachable'],
      [undefined, 'Unreachable'],
    ] as const) {
      assert.equal(codeOf('STS', 'OddException', status), code);
    }
    assert.equal(codeOf('STS', 'constructor', 400), 'InvalidInput');
  });
});
