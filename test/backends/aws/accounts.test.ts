import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import { type TrailFilter } from '../../../src/core/model/trail-events.js';
import { all, type Answer, jsonError, withStub } from './stub.js';

const ROLE_ARN =
  'arn:aws:iam::123456789012:role/aws-service-role/worklink.amazonaws.com/AWSServiceRoleForAmazonWorkLink';

/** An exception as the query protocol writes it. */
function queryError(code: string, status: number): Answer {
  return {
    status,
    body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>As IAM puts it</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

function iam(action: string, result: string): Answer {
  return {
    body: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${action}Response>`,
  };
}

describe('the service-linked role in IAM', () => {
  it('is described', async () => {
    await withStub(
      ({ action }) =>
        iam(
          action,
          `<Role><Path>/aws-service-role/worklink.amazonaws.com/</Path><RoleName>AWSServiceRoleForAmazonWorkLink</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>${ROLE_ARN}</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate><RoleLastUsed><LastUsedDate>2026-02-03T04:05:06Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed></Role>`,
        ),
      async (backend, stub) => {
        assert.deepEqual(await backend.roles.serviceLinkedRole(), {
          name: 'AWSServiceRoleForAmazonWorkLink',
          arn: ROLE_ARN,
          id: 'AROAEXAMPLE',
          createdTime: new Date('2026-01-02T03:04:05Z'),
          lastUsed: { time: new Date('2026-02-03T04:05:06Z'), region: 'eu-west-1' },
        });
        assert.deepEqual(stub.forms(), [
          { Action: 'GetRole', Version: '2010-05-08', RoleName: 'AWSServiceRoleForAmazonWorkLink' },
        ]);
        assert.equal(stub.received[0]?.signed.service, 'iam');
      },
    );
  });

  it('has its policy in the version that counts', async () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'a:b', Resource: '*' }],
    };
    const arn = 'arn:aws:iam::aws:policy/aws-service-role/AmazonWorkLinkServiceRolePolicy';
    const answers: Readonly<Record<string, string>> = {
      ListAttachedRolePolicies: `<AttachedPolicies><member><PolicyName>p</PolicyName><PolicyArn>${arn}</PolicyArn></member></AttachedPolicies>`,
      GetPolicy: `<Policy><Arn>${arn}</Arn><DefaultVersionId>v2</DefaultVersionId></Policy>`,
      GetPolicyVersion: `<PolicyVersion><Document>${encodeURIComponent(JSON.stringify(document))}</Document></PolicyVersion>`,
    };
    await withStub(
      ({ action }) => iam(action, answers[action] ?? ''),
      async ({ roles }, stub) => {
        assert.deepEqual(await roles.permissionsPolicy(), { arn, versionId: 'v2', document });
        assert.deepEqual(
          stub.forms().map(({ Action }) => Action),
          ['ListAttachedRolePolicies', 'GetPolicy', 'GetPolicyVersion'],
        );
      },
    );
    await withStub(
      ({ action }) => iam(action, '<AttachedPolicies/>'),
      async ({ roles }) => {
        assert.equal(await roles.permissionsPolicy(), undefined);
      },
    );
  });

  it('is nothing where there is none', async () => {
    await withStub(
      () => queryError('NoSuchEntity', 404),
      async (backend) => {
        assert.equal(await backend.roles.serviceLinkedRole(), undefined);
        assert.equal(await backend.roles.permissionsPolicy(), undefined);
      },
    );
  });

  it('is deleted by a task that says how far it is, and why it failed', async () => {
    await withStub(
      ({ action }) =>
        action === 'DeleteServiceLinkedRole'
          ? iam(action, '<DeletionTaskId>task/1</DeletionTaskId>')
          : iam(
              action,
              '<Status>FAILED</Status><Reason><Reason>A fleet remains.</Reason><RoleUsageList><member><Region>eu-west-1</Region><Resources><member>arn:fleet</member></Resources></member></RoleUsageList></Reason>',
            ),
      async ({ roles }, stub) => {
        assert.deepEqual(await roles.deleteServiceLinkedRole(), { id: 'task/1', status: 'NOT_STARTED' });
        assert.deepEqual(await roles.deletion('task/1'), {
          id: 'task/1',
          status: 'FAILED',
          reason: 'A fleet remains.',
          usage: [{ region: 'eu-west-1', resources: ['arn:fleet'] }],
        });
        assert.equal(stub.forms()[1]?.['DeletionTaskId'], 'task/1');
      },
    );
  });

  for (const [exception, status, code] of [
    ['NoSuchEntity', 404, 'NotFound'],
    ['DeleteConflict', 409, 'WrongState'],
    ['AccessDenied', 403, 'NotAllowed'],
    ['InvalidClientTokenId', 403, 'NotSignedIn'],
    ['Throttling', 400, 'Throttled'],
  ] as const) {
    it(`refuses its deletion with ${code} where IAM answers ${exception}`, async () => {
      await withStub(
        () => queryError(exception, status),
        async ({ roles }) => {
          await assert.rejects(
            roles.deleteServiceLinkedRole(),
            (error) =>
              error instanceof WorklinkError &&
              error.code === code &&
              error.message.includes('As IAM puts it'),
          );
        },
      );
    });
  }
});

describe('the caller’s identity in STS', () => {
  it('is told, in the home Region', async () => {
    await withStub(
      () => ({
        headers: { date: 'Fri, 02 Jan 2026 03:04:05 GMT' },
        body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/alice</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      }),
      async (backend, stub) => {
        assert.deepEqual(await backend.identity.whoAmI(), {
          accountId: '123456789012',
          arn: 'arn:aws:iam::123456789012:user/alice',
          userId: 'AIDAEXAMPLE',
          answeredAt: new Date('2026-01-02T03:04:05Z'),
        });
        assert.deepEqual(stub.forms(), [{ Action: 'GetCallerIdentity', Version: '2011-06-15' }]);
        assert.deepEqual(stub.received[0]?.signed, {
          accessKeyId: 'AKIDEXAMPLE',
          region: 'eu-west-1',
          service: 'sts',
        });
      },
    );
  });
});

describe('the trail in CloudTrail', () => {
  it('is looked up for WorkLink between two moments, page by page', async () => {
    const event = (n: number) => ({
      EventId: `event-${String(n)}`,
      EventName: 'CreateFleet',
      EventTime: 1_767_225_600 + n,
      EventSource: 'worklink.amazonaws.com',
      ReadOnly: 'false',
      Username: 'alice',
      CloudTrailEvent: JSON.stringify({
        eventVersion: '1.08',
        awsRegion: 'eu-west-1',
        errorCode: 'AccessDenied',
      }),
    });
    await withStub(
      (_, index) => ({
        body: index === 0 ? { Events: [event(2)], NextToken: 'more' } : { Events: [event(1)] },
      }),
      async (backend, stub) => {
        const from = new Date('2026-01-01T00:00:00Z');
        const found = await all(backend.trail.events({ from }));

        assert.deepEqual(found[0], {
          id: 'event-2',
          name: 'CreateFleet',
          time: new Date('2026-01-01T00:00:02Z'),
          username: 'alice',
          readOnly: false,
          record: { eventVersion: '1.08', awsRegion: 'eu-west-1', errorCode: 'AccessDenied' },
        });
        assert.equal(found.length, 2);
        const lookup = {
          LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'worklink.amazonaws.com' }],
          MaxResults: 50,
          StartTime: from.getTime() / 1000,
        };
        assert.deepEqual(stub.inputs(), [lookup, { ...lookup, NextToken: 'more' }]);
        assert.match(stub.received[0]?.action ?? '', /\.LookupEvents$/);
        assert.equal(stub.received[0]?.signed.region, 'eu-west-1');
      },
    );
  });

  it('has a record of what it was found by, for what CloudTrail no longer has, or has garbled', async () => {
    await withStub(
      () => ({
        body: {
          Events: [
            { EventId: '1', EventName: 'ListFleets', EventTime: 1_767_225_600 },
            { EventId: '2', CloudTrailEvent: '{' },
            { EventId: '3', CloudTrailEvent: '[]' },
          ],
        },
      }),
      async (backend) => {
        assert.deepEqual(
          (await all(backend.trail.events())).map(({ record }) => record),
          [
            {
              eventTime: '2026-01-01T00:00:00Z',
              eventSource: 'worklink.amazonaws.com',
              eventName: 'ListFleets',
              eventID: '1',
            },
            { eventSource: 'worklink.amazonaws.com', eventID: '2' },
            { eventSource: 'worklink.amazonaws.com', eventID: '3' },
          ],
        );
      },
    );
  });

  it('is looked up by what finds the fewest events; the rest of a filter is judged here', async () => {
    const record = (code?: string) => ({
      CloudTrailEvent: JSON.stringify({
        userIdentity: { arn: 'arn:aws:iam::123456789012:user/alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
        ...(code !== undefined && { errorCode: code }),
      }),
    });
    await withStub(
      () => ({
        body: {
          Events: [
            { EventId: '1', EventName: 'CreateFleet', Username: 'alice', ...record() },
            { EventId: '2', EventName: 'CreateFleet', Username: 'alice', ...record('AccessDenied') },
            { EventId: '3', EventName: 'CreateFleet', EventSource: 'other.amazonaws.com', ...record() },
            { EventId: '4', EventName: 'ListFleets', Username: 'bob', ...record() },
          ],
        },
      }),
      async ({ trail }, stub) => {
        const ids = async (filter: TrailFilter) => (await all(trail.events(filter))).map(({ id }) => id);

        assert.deepEqual(await ids({ operations: ['CreateFleet'], refused: true }), ['2']);
        assert.deepEqual(await ids({ operations: ['CreateFleet', 'ListFleets'] }), ['1', '2', '4']);
        assert.deepEqual(await ids({ principal: 'bob' }), ['4']);
        assert.deepEqual(await ids({ principal: 'AKIAIOSFODNN7EXAMPLE' }), ['1', '2', '4']);
        assert.deepEqual(await ids({ principal: 'arn:aws:iam::123456789012:user/alice' }), ['1', '2', '4']);
        assert.deepEqual(
          stub.inputs().map((input) => (input as { LookupAttributes: unknown[] }).LookupAttributes),
          [
            [{ AttributeKey: 'EventName', AttributeValue: 'CreateFleet' }],
            [{ AttributeKey: 'EventSource', AttributeValue: 'worklink.amazonaws.com' }],
            [{ AttributeKey: 'Username', AttributeValue: 'bob' }],
            [{ AttributeKey: 'AccessKeyId', AttributeValue: 'AKIAIOSFODNN7EXAMPLE' }],
            [{ AttributeKey: 'EventSource', AttributeValue: 'worklink.amazonaws.com' }],
          ],
        );
      },
    );
  });

  it('is refused where a moment makes no sense', async () => {
    await withStub(
      () => jsonError('InvalidTimeRangeException', 'As CloudTrail puts it'),
      async (backend) => {
        await assert.rejects(
          all(backend.trail.events()),
          (error) => error instanceof WorklinkError && error.code === 'InvalidInput',
        );
      },
    );
  });
});

describe('distributions in CloudFront', () => {
  const distribution = (id: string, aliases: readonly string[]) => `<DistributionSummary><Id>${id}</Id>
    <ARN>arn:aws:cloudfront::123456789012:distribution/${id}</ARN><Status>Deployed</Status><DomainName>${id}.cloudfront.net</DomainName>
    <Aliases><Quantity>${String(aliases.length)}</Quantity>${aliases.length === 0 ? '' : `<Items>${aliases.map((alias) => `<CNAME>${alias}</CNAME>`).join('')}</Items>`}</Aliases>
    <Enabled>true</Enabled></DistributionSummary>`;
  const page = (items: readonly string[], next?: string): Answer => ({
    body: `<?xml version="1.0"?><DistributionList xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Marker></Marker>${
      next === undefined ? '' : `<NextMarker>${next}</NextMarker>`
    }<MaxItems>100</MaxItems><IsTruncated>${String(next !== undefined)}</IsTruncated><Quantity>${String(items.length)}</Quantity><Items>${items.join('')}</Items></DistributionList>`,
  });

  it('that carry a name are found on whatever page, in any case, and wildcards are other names', async () => {
    await withStub(
      (_, index) =>
        index === 0
          ? page([distribution('E1', []), distribution('E2', ['*.example.com', 'other.example.com'])], 'E2')
          : page([distribution('E3', ['WWW.example.com'])]),
      async (backend, stub) => {
        const found = await backend.distributions.carrying(['www.Example.com', 'intranet.example.com']);

        assert.deepEqual(
          [...found],
          [
            [
              'www.Example.com',
              {
                id: 'E3',
                arn: 'arn:aws:cloudfront::123456789012:distribution/E3',
                domainName: 'E3.cloudfront.net',
                isEnabled: true,
              },
            ],
          ],
        );
        assert.deepEqual(
          stub.received.map(({ method, path, query }) => [method, path, query.get('Marker')]),
          [
            ['GET', '/2020-05-31/distribution', null],
            ['GET', '/2020-05-31/distribution', 'E2'],
          ],
        );
        assert.equal(stub.received[0]?.signed.service, 'cloudfront');
      },
    );
  });

  it('are looked through no further than needed, and not at all for no names', async () => {
    await withStub(
      () => page([distribution('E1', ['a.example.com'])], 'E1'),
      async ({ distributions }, stub) => {
        assert.equal((await distributions.carrying([])).size, 0);
        assert.equal(stub.received.length, 0);
        assert.equal((await distributions.carrying(['a.example.com', 'a.example.com'])).size, 1);
        assert.equal(stub.received.length, 1);
      },
    );
  });

  it('are none in an account that has none', async () => {
    await withStub(
      () => page([]),
      async (backend) => {
        assert.equal((await backend.distributions.carrying(['a.example.com'])).size, 0);
      },
    );
  });
});
