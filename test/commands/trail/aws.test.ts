import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Answer,
  enterAwsWorld,
  type AwsWorld,
  KEYS,
  type Stub,
  startStub,
} from '../../backends/aws/stub.js';
import { startServer, TestTimer } from '../../server/harness.js';
import { Workplace } from '../../support/cli.js';

const ROLE = 'AWSServiceRoleForAmazonWorkLink';

function xml(action: string, result: string): Answer {
  return { body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
}

/** Stands for IAM, STS and CloudTrail of an account with one event, whose role cannot be deleted. */
function startAccount(): Promise<Stub> {
  const answers: Readonly<Record<string, Answer>> = {
    GetRole: xml(
      'GetRole',
      `<Role><RoleName>${ROLE}</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>arn:role</Arn><CreateDate>2020-01-02T03:04:05Z</CreateDate><RoleLastUsed><LastUsedDate>2022-02-03T04:05:06Z</LastUsedDate><Region>eu-west-1</Region></RoleLastUsed></Role>`,
    ),
    ListAttachedRolePolicies: {
      status: 403,
      body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    },
    DeleteServiceLinkedRole: xml('DeleteServiceLinkedRole', '<DeletionTaskId>task/1</DeletionTaskId>'),
    GetServiceLinkedRoleDeletionStatus: xml(
      'GetServiceLinkedRoleDeletionStatus',
      '<Status>FAILED</Status><Reason><Reason>Fleets remain.</Reason></Reason>',
    ),
    GetCallerIdentity: xml(
      'GetCallerIdentity',
      '<Account>999999999999</Account><Arn>arn</Arn><UserId>A</UserId>',
    ),
  };
  const event = {
    EventId: 'event-1',
    EventName: 'CreateFleet',
    EventTime: Date.UTC(2025, 11, 31) / 1000,
    EventSource: 'worklink.amazonaws.com',
    CloudTrailEvent: JSON.stringify({ eventName: 'CreateFleet', eventTime: '2025-12-31T00:00:00Z' }),
  };
  return startStub(
    ({ action }) =>
      answers[action] ??
      (action.endsWith('.LookupEvents') ? { body: { Events: [event] } } : { status: 400, body: {} }),
  );
}

describe('who may and who did, at AWS', () => {
  let world: AwsWorld;
  let stub: Stub;
  beforeEach(async () => {
    world = await enterAwsWorld(KEYS);
    stub = await startAccount();
    for (const service of ['IAM', 'STS', 'CLOUDTRAIL']) process.env[`AWS_ENDPOINT_URL_${service}`] = stub.url;
  });
  afterEach(async () => {
    await stub.close();
    await world.leave();
  });

  it('lists and exports the event history, and says how far back it reaches where more is asked for', () =>
    Workplace.with(async (place) => {
      const aws = ['--backend', 'aws'];
      const { stdout, stderr } = await place.run(['trail', 'events', '-o', 'json', ...aws]);
      assert.deepEqual(JSON.parse(stdout), [{ eventName: 'CreateFleet', eventTime: '2025-12-31T00:00:00Z' }]);
      assert.match(stderr, /reaches back 90 days/);
      assert.equal((await place.run(['trail', 'events', '--from', '89d', ...aws])).stderr, '');
      await place.succeed(['trail', 'export', '--directory', 'logs', '--region', 'eu-west-1', ...aws]);
      const files = readdirSync(
        join(place.folder, 'logs/AWSLogs/999999999999/CloudTrail/eu-west-1/2025/12/31'),
      );
      assert.equal(files.length, 1);
    }));

  it('shows the role with what IAM says, the rest from the guide; a deletion IAM refuses exits 6', () =>
    Workplace.with(async (place) => {
      const aws = ['--backend', 'aws'];
      const role = (await place.json(['role', 'show', ...aws])) as Record<string, unknown>;
      assert.equal(role['lastUsedTime'], '2022-02-03T04:05:06.000Z');
      assert.equal(role['permissionsFrom'], 'guide');
      const { code, stderr } = await place.run(['role', 'delete', '--yes', ...aws]);
      assert.equal(code, 6);
      assert.match(stderr, /The role could not be deleted: Fleets remain\./);
    }));

  it('associates, lists and disassociates authorization providers of a service at an endpoint', async () => {
    const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
    try {
      const { accessKeyId, secretAccessKey } = server.keys;
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
      await Workplace.with(async (place) => {
        const aws = ['--backend', 'aws', '--endpoint-url', server.url];
        await place.succeed(['fleet', 'create', 'sales', ...aws]);
        const topic = (verb: string, ...argv: readonly string[]) =>
          place.run(['auth-provider', verb, ...argv, '-f', 'sales', ...aws]);
        assert.equal((await topic('associate', 'login.example.com')).code, 0);
        assert.equal((await topic('associate', 'login.example.com')).code, 6);
        assert.match((await topic('list')).stdout, /login\.example\.com +SAML/);
        assert.equal((await topic('disassociate', 'login.example.com', '--yes')).code, 0);
        assert.equal((await topic('disassociate', 'login.example.com', '--yes')).code, 5);
      });
    } finally {
      await server.close();
    }
  });
});
