import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cloudTrailRecord, type RecordedCall } from '../../../src/core/backends/local/trail-record.js';
import { operationNames } from '../../../src/core/contract/contract.js';
import { invalidRequest, ServiceError } from '../../../src/core/contract/errors.js';
import { parseInput } from '../../../src/core/contract/validate.js';

const CALLER: RecordedCall['caller'] = {
  principal: {
    name: 'alice',
    arn: 'arn:aws:iam::123456789012:user/alice',
    principalId: 'AIDAEXAMPLE',
    accountId: '123456789012',
    accessKeyId: 'AKIAEXAMPLE',
  },
  region: 'us-east-1',
  sourceIp: '192.0.2.7',
  userAgent: 'tests',
};
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

function recordOf(call: Partial<RecordedCall>) {
  return cloudTrailRecord(
    {
      operation: 'ListFleets',
      input: {},
      caller: CALLER,
      now: Date.UTC(2019, 0, 2, 21, 45, 23, 999),
      requestId: 'request',
      outcome: { output: {} },
      ...call,
    },
    'event',
  );
}

describe('the record of a call', () => {
  it('has the members of the guide’s example, in its order', () => {
    assert.deepEqual(Object.keys(recordOf({})), [
      'eventVersion',
      'userIdentity',
      'eventTime',
      'eventSource',
      'eventName',
      'awsRegion',
      'sourceIPAddress',
      'userAgent',
      'requestParameters',
      'responseElements',
      'requestID',
      'eventID',
      'readOnly',
      'eventType',
      'recipientAccountId',
    ]);
    assert.equal(recordOf({})['eventTime'], '2019-01-02T21:45:23Z');
  });

  it('has null for what was not sent and not answered', () => {
    const { requestParameters, responseElements } = recordOf({ operation: 'DeleteFleet', input: undefined });
    assert.deepEqual([requestParameters, responseElements], [null, null]);
  });

  it('has of a request what the service knows, and nothing else', () => {
    const { requestParameters } = recordOf({
      operation: 'CreateFleet',
      input: {
        FleetName: 'sales',
        DisplayName: { secret: 'x' },
        Password: 'secret',
        OptimizeForEndUserLocation: false,
        Tags: JSON.parse('{"__proto__":"p","a":7}') as unknown,
      },
    });
    assert.deepEqual(JSON.parse(JSON.stringify(requestParameters)), {
      FleetName: 'sales',
      OptimizeForEndUserLocation: false,
      Tags: JSON.parse('{"__proto__":"p","a":null}') as unknown,
    });
  });

  it('leaves out a request that is too large for a record', () => {
    const SecurityGroupIds = Array.from({ length: 10_000 }, () => 'sg-0123456789abcdef0');
    const input = { FleetArn: 'arn', VpcId: 'vpc-1', SubnetIds: [], SecurityGroupIds };
    const { requestParameters } = recordOf({ operation: 'UpdateCompanyNetworkConfiguration', input });
    assert.deepEqual(requestParameters, { omitted: true });
  });

  it('says of a refusal its code and the beginning of its message', () => {
    const record = recordOf({
      outcome: { error: new ServiceError('UnauthorizedException', 'x'.repeat(5_000)) },
    });
    assert.equal(record['errorCode'], 'UnauthorizedException');
    assert.equal(String(record['errorMessage']).length, 1_024);
  });

  it('of any input is JSON of a bounded size', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...operationNames),
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
        fc.string(),
        (operation, input, userAgent) => {
          const outcome = { error: invalidRequest('no') };
          const record = recordOf({ operation, input, outcome, caller: { ...CALLER, userAgent } });
          const text = JSON.stringify(record);
          assert.equal(JSON.stringify(JSON.parse(text)), text);
          assert.ok(text.length < 110 * 1_024);
        },
      ),
    );
  });

  it('holds no private key, wherever in a request one was put, and however it was refused', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/]{40,200}$/);
    const kind = fc.constantFrom('', 'RSA ', 'EC ', 'ENCRYPTED ', 'OPENSSH ');
    const before = fc.constantFrom('', '\n', 'x'.repeat(50), '-----BEGIN CERTIFICATE-----\nMIIB\n');
    const places: readonly ((key: string) => readonly [RecordedCall['operation'], object])[] = [
      (key) => ['AssociateWebsiteCertificateAuthority', { FleetArn: 'arn', Certificate: key }],
      (key) => ['UpdateDevicePolicyConfiguration', { FleetArn: 'arn', DeviceCaCertificate: key }],
      (key) => ['CreateFleet', { FleetName: key, DisplayName: key, Tags: { a: key } }],
      (key) => ['CreateFleet', { FleetName: 'a', Tags: { [key]: 'a' } }],
      (key) => ['UntagResource', { ResourceArn: 'arn', TagKeys: ['a', key] }],
      (key) => ['ListFleets', { [key]: key, MaxResults: key, NextToken: key }],
      (key) => ['CreateFleet', { FleetName: [key], DisplayName: { a: key }, Tags: key }],
    ];
    fc.assert(
      fc.property(secret, kind, before, fc.constantFrom(...places), (body, name, prefix, place) => {
        const key = `${prefix}-----BEGIN ${name}PRIVATE KEY-----\n${body}\n-----END ${name}PRIVATE KEY-----\n`;
        const [operation, input] = place(key);
        const text = JSON.stringify(recordOf({ operation, input, outcome: outcomeOf(operation, input) }));
        assert.ok(!text.includes(body.slice(0, 20)), text);
      }),
    );
    const { requestParameters } = recordOf({
      operation: 'ListFleets',
      input: { NextToken: '-----BEGIN PRIVATE KEY-----\nMIIE' },
    });
    assert.deepEqual(requestParameters, { NextToken: HIDDEN });
  });
});

function outcomeOf(operation: RecordedCall['operation'], input: unknown): RecordedCall['outcome'] {
  try {
    parseInput(operation, input);
    return { output: {} };
  } catch (error) {
    assert.ok(error instanceof ServiceError);
    return { error };
  }
}
