import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { translate } from '../../../src/core/backends/aws/errors.js';
import { SteadyRetryStrategy } from '../../../src/core/backends/aws/retry.js';
import { type OwnErrorCode, WorklinkError } from '../../../src/core/errors.js';
import { KinesisStub } from './kinesis-stub.js';
import { all, type Answer, hurried, inAwsWorld, jsonError, KEYS, openBackend, withStub } from './stub.js';

const POLICY_ARN = 'arn:aws:iam::aws:policy/aws-service-role/AmazonWorkLinkServiceRolePolicy';
const TRUST = { Version: '2012-10-17', Statement: [] };
const STREAM = 'AmazonWorkLink-audit';

function iam(action: string, result: string): Answer {
  return { body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
}

function has(code: OwnErrorCode, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof WorklinkError && error.code === code && message.test(error.message);
}

describe('what IAM may say of the role, or not', () => {
  for (const { given, role, then } of [
    {
      given: 'a description and a trust policy',
      role: `<Description>For fleets.</Description><AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(TRUST))}</AssumeRolePolicyDocument>`,
      then: { description: 'For fleets.', trustPolicy: TRUST },
    },
    {
      given: 'a trust policy that is percent-encoded wrongly',
      role: '<AssumeRolePolicyDocument>%7B%</AssumeRolePolicyDocument>',
      then: {},
    },
    {
      given: 'a trust policy that is no JSON',
      role: '<AssumeRolePolicyDocument>%7B</AssumeRolePolicyDocument>',
      then: {},
    },
    {
      given: 'a trust policy that is a list',
      role: '<AssumeRolePolicyDocument>%5B%5D</AssumeRolePolicyDocument>',
      then: {},
    },
    {
      given: 'a trust policy that is null',
      role: '<AssumeRolePolicyDocument>null</AssumeRolePolicyDocument>',
      then: {},
    },
    {
      given: 'a last use without a Region',
      role: '<RoleLastUsed><LastUsedDate>2026-02-03T04:05:06Z</LastUsedDate></RoleLastUsed>',
      then: { lastUsed: { time: new Date('2026-02-03T04:05:06Z') } },
    },
    { given: 'no last use', role: '<RoleLastUsed/>', then: {} },
  ]) {
    it(`is told of a role with ${given}`, async () => {
      await withStub(
        ({ action }) =>
          iam(
            action,
            `<Role><RoleName>r</RoleName><RoleId>AROA</RoleId><Arn>arn:role</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate>${role}</Role>`,
          ),
        async ({ roles }) => {
          assert.deepEqual(await roles.serviceLinkedRole(), {
            name: 'r',
            arn: 'arn:role',
            id: 'AROA',
            createdTime: new Date('2026-01-02T03:04:05Z'),
            ...then,
          });
        },
      );
    });
  }

  for (const { given, policy, version, calls } of [
    { given: 'a policy without a version that counts', policy: '', version: '', calls: 2 },
    {
      given: 'a version without a document',
      policy: '<DefaultVersionId>v1</DefaultVersionId>',
      version: '',
      calls: 3,
    },
    {
      given: 'a version with a garbled document',
      policy: '<DefaultVersionId>v1</DefaultVersionId>',
      version: '<Document>%7B%22Version%22</Document>',
      calls: 3,
    },
  ]) {
    it(`is no permissions policy where there is ${given}`, async () => {
      const answers: Readonly<Record<string, string>> = {
        ListAttachedRolePolicies: `<AttachedPolicies><member><PolicyArn>${POLICY_ARN}</PolicyArn></member></AttachedPolicies>`,
        GetPolicy: `<Policy><Arn>${POLICY_ARN}</Arn>${policy}</Policy>`,
        GetPolicyVersion: `<PolicyVersion><VersionId>v1</VersionId>${version}</PolicyVersion>`,
      };
      await withStub(
        ({ action }) => iam(action, answers[action] ?? ''),
        async ({ roles }, stub) => {
          assert.equal(await roles.permissionsPolicy(), undefined);
          assert.equal(stub.received.length, calls);
        },
      );
    });
  }

  it('is not taken for a missing role where it is a refusal', async () => {
    await withStub(
      () => ({
        status: 403,
        body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you.</Message></Error></ErrorResponse>',
      }),
      async ({ roles }) => {
        await assert.rejects(roles.serviceLinkedRole(), has('NotAllowed', /Not you/));
        await assert.rejects(roles.permissionsPolicy(), has('NotAllowed', /Not you/));
      },
    );
  });

  for (const { given, reason, then } of [
    { given: 'names no usage', reason: '<Reason>In use.</Reason>', then: { reason: 'In use.' } },
    {
      given: 'has a usage without Region and resources, but no words',
      reason: '<RoleUsageList><member/></RoleUsageList>',
      then: { usage: [{ resources: [] }] },
    },
  ]) {
    it(`is why a deletion failed, where the reason ${given}`, async () => {
      await withStub(
        ({ action }) => iam(action, `<Status>FAILED</Status><Reason>${reason}</Reason>`),
        async ({ roles }) => {
          assert.deepEqual(await roles.deletion('task/1'), { id: 'task/1', status: 'FAILED', ...then });
        },
      );
    });
  }
});

describe('the moment STS answered', () => {
  const body =
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:alice</Arn><UserId>AIDA</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

  for (const { given, date } of [
    { given: 'has no date', date: undefined },
    { given: 'has a date that is none', date: 'some day' },
  ]) {
    it(`is not told where the answer ${given}`, async () => {
      const server = createServer((request, response) => {
        request.resume();
        response.sendDate = false;
        if (date !== undefined) response.setHeader('date', date);
        response.setHeader('content-type', 'text/xml');
        response.end(body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      try {
        await inAwsWorld({ ...KEYS, AWS_ENDPOINT_URL: `http://127.0.0.1:${String(port)}` }, async () => {
          const backend = openBackend();
          try {
            assert.deepEqual(await backend.identity.whoAmI(), {
              accountId: '1',
              arn: 'arn:alice',
              userId: 'AIDA',
            });
          } finally {
            backend.close();
          }
        });
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    });
  }
});

describe('what ACM says of a certificate', () => {
  it('is described by every member there is', async () => {
    const time = Date.parse('2026-01-01T00:00:00Z') / 1000;
    await withStub(
      () => ({
        body: {
          Certificate: {
            CertificateArn: 'arn',
            DomainName: 'a.example.com',
            Status: 'ISSUED',
            Type: 'PRIVATE',
            CreatedAt: time,
            Serial: '0a:0b',
            Subject: 'CN=a.example.com',
            Issuer: 'Example CA',
            SignatureAlgorithm: 'SHA256WITHRSA',
            IssuedAt: time + 60,
            NotBefore: time + 120,
            InUseBy: ['arn:distribution'],
          },
        },
      }),
      async ({ certificates }) => {
        assert.deepEqual(await certificates.describe('arn'), {
          arn: 'arn',
          domainName: 'a.example.com',
          subjectAlternativeNames: ['a.example.com'],
          status: 'ISSUED',
          type: 'PRIVATE',
          createdTime: new Date('2026-01-01T00:00:00Z'),
          serialNumber: '0a:0b',
          subject: 'CN=a.example.com',
          issuer: 'Example CA',
          signatureAlgorithm: 'SHA256WITHRSA',
          issuedTime: new Date('2026-01-01T00:01:00Z'),
          notBefore: new Date('2026-01-01T00:02:00Z'),
          inUseBy: ['arn:distribution'],
          validationRecords: [],
        });
      },
    );
  });

  for (const [exception, code] of [
    ['AccessDeniedException', 'NotAllowed'],
    ['ResourceNotFoundException', 'NotFound'],
  ] as const) {
    it(`is no text where it answers ${exception}, which is no certificate yet to come`, async () => {
      await withStub(
        () => jsonError(exception, 'As ACM puts it.'),
        async ({ certificates }) => {
          await assert.rejects(certificates.read('arn'), has(code, /As ACM puts it/));
        },
      );
    });
  }
});

describe('a network of which EC2 says little', () => {
  it('has no block for an association without one, and no route in a table without any', async () => {
    const answers: Readonly<Record<string, string>> = {
      DescribeVpcs:
        '<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlockAssociationSet><item/><item><cidrBlock>10.1.0.0/16</cidrBlock></item><item><cidrBlock>10.2.0.0/16</cidrBlock><cidrBlockState><state>disassociated</state></cidrBlockState></item></cidrBlockAssociationSet></item></vpcSet>',
      DescribeSubnets: '<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet>',
      DescribeRouteTables:
        '<routeTableSet><item><associationSet><item><subnetId>subnet-1</subnetId></item></associationSet></item></routeTableSet>',
    };
    await withStub(
      ({ action }) => ({ body: `<${action}Response>${answers[action] ?? ''}</${action}Response>` }),
      async ({ network }) => {
        const { vpc, subnets, securityGroups } = await network.network('vpc-1');

        assert.deepEqual(vpc.cidrBlocks, ['10.1.0.0/16']);
        assert.deepEqual(
          subnets.map(({ id, routes }) => [id, routes]),
          [['subnet-1', []]],
        );
        assert.deepEqual(securityGroups, []);
      },
    );
  });
});

describe('the distributions CloudFront lists', () => {
  for (const [given, list] of [
    ['there are none', '<Quantity>0</Quantity>'],
    [
      'one has no other names',
      '<Quantity>1</Quantity><Items><DistributionSummary><Id>E1</Id><Aliases><Quantity>0</Quantity></Aliases></DistributionSummary></Items>',
    ],
  ] as const) {
    it(`carry no name where ${given}`, async () => {
      await withStub(
        () => ({ body: `<DistributionList>${list}</DistributionList>` }),
        async ({ distributions }, stub) => {
          assert.equal((await distributions.carrying(['a.example.com'])).size, 0);
          assert.equal(stub.received.length, 1);
        },
      );
    });
  }
});

describe('the trail up to a moment', () => {
  it('is looked up to then, from as long ago as CloudTrail remembers', async () => {
    await withStub(
      () => ({ body: {} }),
      async ({ trail }, stub) => {
        assert.deepEqual(await all(trail.events({ to: new Date('2026-01-01T00:00:00Z') })), []);
        const [input] = stub.inputs() as Record<string, unknown>[];
        assert.equal(input?.['EndTime'], 1_767_225_600);
        assert.equal(input['StartTime'], undefined);
      },
    );
  });
});

describe('a stream whose shards cannot be read on', () => {
  /** Two shards of one record each, and what is answered instead of what Kinesis would. */
  function stubOf(instead: (action: string, body: string) => Answer | undefined) {
    const kinesis = new KinesisStub();
    kinesis.put(kinesis.shard('shard-a'), 'a1');
    kinesis.put(kinesis.shard('shard-b'), 'b1');
    return {
      kinesis,
      answer: (request: Parameters<KinesisStub['answer']>[0]) =>
        instead(request.action.split('.').at(-1) ?? '', request.body) ?? kinesis.answer(request),
    };
  }

  it('goes without a shard that has no iterator', async () => {
    const { answer } = stubOf((action, body) =>
      action === 'GetShardIterator' && body.includes('shard-a') ? { body: {} } : undefined,
    );
    await withStub(answer, async ({ auditStreams }) => {
      const records = await all(auditStreams.read(STREAM, { from: 'oldest', follow: false }));
      assert.deepEqual(
        records.map(({ shardId }) => shardId),
        ['shard-b'],
      );
    });
  });

  it('goes without a shard whose expired iterator cannot be renewed', async () => {
    let asked = 0;
    const { answer, kinesis } = stubOf((action, body) => {
      if (action !== 'GetShardIterator' || !body.includes('shard-a')) return undefined;
      asked += 1;
      return asked > 1 ? { body: {} } : undefined;
    });
    kinesis.expired.add('shard-a/0');
    await withStub(answer, async ({ auditStreams }) => {
      const records = await all(auditStreams.read(STREAM, { from: 'oldest', follow: false }));
      assert.deepEqual(
        records.map(({ shardId }) => shardId),
        ['shard-b'],
      );
      assert.equal(asked, 2);
    });
  });

  it('fails as Kinesis refuses it for another reason', async () => {
    const { answer } = stubOf((action) =>
      action === 'GetRecords' ? jsonError('AccessDeniedException', 'Not you.') : undefined,
    );
    await withStub(answer, async ({ auditStreams }) => {
      await assert.rejects(
        all(auditStreams.read(STREAM, { from: 'oldest', follow: false })),
        has('NotAllowed', /Not you/),
      );
    });
  });

  it('is left between two shards where a signal says stop', async () => {
    const controller = new AbortController();
    const { answer } = stubOf(() => undefined);
    await withStub(answer, async ({ auditStreams }, stub) => {
      const shards: string[] = [];
      for await (const { shardId } of auditStreams.read(STREAM, {
        from: 'oldest',
        follow: true,
        signal: controller.signal,
      })) {
        shards.push(shardId);
        controller.abort();
      }
      assert.deepEqual(shards, ['shard-a']);
      assert.equal(stub.received.filter(({ action }) => action.endsWith('.GetRecords')).length, 1);
    });
  });

  it('fails where waiting does, rather than ending as if it were read', async () => {
    const { answer } = stubOf(() => undefined);
    const broken = new Error('the clock broke');
    await withStub(
      answer,
      async ({ auditStreams }) => {
        await assert.rejects(all(auditStreams.read(STREAM, { from: 'oldest', follow: true })), broken);
      },
      { timer: { now: () => new Date(), sleep: () => Promise.reject(broken) } },
    );
  });

  it('has an empty record where the answer has no data, and is at its end where it says nothing of that', async () => {
    const { answer } = stubOf((action) =>
      action === 'GetRecords'
        ? { body: { Records: [{ SequenceNumber: '1', PartitionKey: 'p' }], NextShardIterator: 'shard-a/1' } }
        : undefined,
    );
    await withStub(answer, async ({ auditStreams }) => {
      assert.deepEqual(await all(auditStreams.read(STREAM, { from: 'oldest', follow: false })), [
        { shardId: 'shard-a', sequenceNumber: '1', partitionKey: 'p', data: new Uint8Array() },
        { shardId: 'shard-b', sequenceNumber: '1', partitionKey: 'p', data: new Uint8Array() },
      ]);
    });
  });
});

describe('an answer the SDK failed to read', () => {
  const asked = { service: 'ACM', region: 'us-east-1' } as const;

  for (const thrown of [new SyntaxError('Unexpected token'), new TypeError('x is undefined')]) {
    it(`is what is wrong, where a ${thrown.name} is thrown of an answer`, () => {
      const translated = translate(Object.assign(thrown, { $metadata: {} }), asked);
      assert.ok(has('Unreachable', /ACM/)(translated), String(translated));
    });
  }

  it('is not, where something else is thrown of it', () => {
    const bug = Object.assign(new RangeError('a bug'), { $metadata: {} });
    assert.equal(translate(bug, asked), bug);
  });
});

describe('a retry strategy', () => {
  it('takes no tokens but its own', async () => {
    const strategy = new SteadyRetryStrategy({ timer: hurried, attempts: 3, throttledAttempts: 3 });
    const foreign = { getRetryCount: () => 0, getRetryDelay: () => 0 };

    await assert.rejects(
      strategy.refreshRetryTokenForRetry(foreign, { errorType: 'TRANSIENT' }),
      /another retry strategy/,
    );
    assert.throws(() => {
      strategy.recordSuccess(foreign);
    }, TypeError);
    const own = await strategy.acquireInitialRetryToken('');
    assert.equal(
      (await strategy.refreshRetryTokenForRetry(own, { errorType: 'TRANSIENT' })).getRetryCount(),
      1,
    );
  });
});
