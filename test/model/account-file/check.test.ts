import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ACCOUNT_FILE_FORMAT } from '../../../src/core/model/account-file/format.js';
import { checkDocument, Faults, MAX_FAULTS, pathText } from '../../../src/core/model/document/check.js';
import { documentSchema } from '../../../src/core/model/document/json-schema.js';
import { SAMPLE_ACCOUNT } from '../../../src/core/model/account-file/sample.js';
import { makeMaterial, randomAccount } from '../../backends/local/portable/random-account.js';
import { admittedBy, withValueAt } from './schema-oracle.js';

function faultsOf(value: unknown): readonly string[] {
  const faults = new Faults();
  checkDocument(ACCOUNT_FILE_FORMAT, value, faults);
  return faults.shown.map(({ path, message }) => `${pathText(path)} ${message}`.trim());
}

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

describe('the format of an account file', () => {
  for (const [what, value, fault] of [
    ['no map', [], /^must be a map of members, not a list$/],
    ['nothing', null, /^must be a map of members, not nothing$/],
    ['no version', {}, /^version is missing$/],
    ['another version', { version: 2 }, /^version must be 1, the version this program reads, not 2$/],
    ['a version as a text', { version: '1' }, /^version must be 1.*not '1'$/],
    [
      'a member that is not known',
      { version: 1, fleet: [] },
      /^fleet is not known here: did you mean fleets\?$/,
    ],
    [
      'a member of all objects',
      JSON.parse('{"version":1,"__proto__":{}}'),
      /^\['__proto__'\] is not known here$/,
    ],
    ['one with an unlikely name', { version: 1, 'a b\u001b': 1 }, /^\['a b\\u001b'\] is not known here$/],
    ['fleets that are no list', { version: 1, fleets: {} }, /^fleets must be a list, not a map$/],
    [
      'a fleet that is a text',
      { version: 1, fleets: ['a'] },
      /^fleets\[0\] must be a map of members, not 'a'$/,
    ],
    ['a fleet without a name', { version: 1, fleets: [{}] }, /^fleets\[0\]\.name is missing$/],
    [
      'null in the place of a text',
      { version: 1, fleets: [{ name: null }] },
      /^fleets\[0\]\.name must be a fleet name.*not nothing$/,
    ],
    [
      'a number in the place of a text',
      { version: 1, fleets: [{ name: 12 }] },
      /as a text in quotes, not 12$/,
    ],
    [
      'a name the service refuses',
      { version: 1, fleets: [{ name: 'A' }] },
      /must be a fleet name: lower-case letters, .* not 'A'$/,
    ],
    [
      'a text too long',
      { version: 1, fleets: [{ name: 'a'.repeat(49) }] },
      /must have from 1 to 48 characters$/,
    ],
    [
      'an empty text',
      { version: 1, fleets: [{ name: 'a', displayName: '' }] },
      /displayName must have from 1 to 100 characters$/,
    ],
    [
      'a state that is none',
      { version: 1, fleets: [{ name: 'a', status: 'READY' }] },
      /status must be one of CREATING, .*not 'READY'$/,
    ],
    [
      'a truth that is none',
      { version: 1, fleets: [{ name: 'a', optimizeForEndUserLocation: 'yes' }] },
      /must be true or false, not 'yes'$/,
    ],
    [
      'a time without its zone',
      { version: 1, fleets: [{ name: 'a', createdTime: '2026-01-31T12:00:00' }] },
      /must be a time with its zone/,
    ],
    [
      'a day the month has not',
      { version: 1, fleets: [{ name: 'a', createdTime: '2026-02-30' }] },
      /must be a time/,
    ],
    [
      'a time before 1970',
      { version: 1, fleets: [{ name: 'a', createdTime: '1969-12-31' }] },
      /must be a time/,
    ],
    [
      'a tag key the service refuses',
      { version: 1, fleets: [{ name: 'a', tags: { 'aws:a': 'b' } }] },
      /tags\['aws:a'\] must be a TagKey/,
    ],
    [
      'a tag that is a number',
      { version: 1, fleets: [{ name: 'a', tags: { a: 1 } }] },
      /tags\.a must be a TagValue.*, not 1$/,
    ],
    [
      'too many tags',
      {
        version: 1,
        fleets: [
          {
            name: 'a',
            tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => ['a'.repeat(i + 1), 'b'])),
          },
        ],
      },
      /tags must have at most 50 entries$/,
    ],
    [
      'no subnets',
      {
        version: 1,
        fleets: [
          { name: 'a', network: { vpcId: 'vpc-11111111', subnetIds: [], securityGroupIds: ['sg-11111111'] } },
        ],
      },
      /subnetIds must have 1 or more elements$/,
    ],
    [
      'too many groups',
      {
        version: 1,
        fleets: [
          {
            name: 'a',
            network: {
              vpcId: 'vpc-11111111',
              subnetIds: ['subnet-11111111'],
              securityGroupIds: Array<string>(6).fill('sg-11111111'),
            },
          },
        ],
      },
      /at most 5 elements$/,
    ],
    [
      'half an address',
      { version: 1, vpcs: [{ id: 'vpc-11111111', cidr: '10.0.0.256/16' }] },
      /cidr must be an IPv4 block/,
    ],
    [
      'a block too small',
      { version: 1, vpcs: [{ id: 'vpc-11111111', cidr: '10.0.0.0/33' }] },
      /cidr must be an IPv4 block/,
    ],
    [
      'addresses in parts',
      {
        version: 1,
        vpcs: [{ id: 'vpc-11111111', subnets: [{ id: 'subnet-11111111', freeAddresses: 1.5 }] }],
      },
      /must be a whole number from 0 to 65536, not 1.5$/,
    ],
    [
      'a policy too deep',
      { version: 1, principals: [{ name: 'a', policies: [deep(40)] }] },
      /policies\[0\] must be the name of a managed policy/,
    ],
    ['a policy that is a list', { version: 1, principals: [{ name: 'a', policies: [[]] }] }, /not a list$/],
    [
      'a rate of nothing',
      { version: 1, faults: [{ latencyMs: 1, rate: 0 }] },
      /rate must be a number above 0 and at most 1, not 0$/,
    ],
    [
      'a rate that is no number',
      { version: 1, faults: [{ latencyMs: 1, rate: Number.NaN }] },
      /rate must be a number above 0/,
    ],
    [
      'an operation that is none',
      { version: 1, faults: [{ latencyMs: 1, operation: 'DeleteAll' }] },
      /operation must be one of AssociateDomain, /,
    ],
    [
      'a clock beyond all numbers',
      { version: 1, clockOffsetMs: 1e300 },
      /clockOffsetMs must be a whole number/,
    ],
    ['a function', { version: 1, accountId: () => 1 }, /not a function$/],
  ] as const) {
    it(`refuses ${what}`, () => {
      const faults = faultsOf(value);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0] ?? '', fault);
    });
  }

  it('names all that is wrong, and counts what is too much to name', () => {
    const faults = new Faults();
    assert.equal(
      checkDocument(
        ACCOUNT_FILE_FORMAT,
        { version: 1, fleets: Array<object>(MAX_FAULTS + 5).fill({}) },
        faults,
      ),
      false,
    );
    assert.deepEqual([faults.shown.length, faults.count], [MAX_FAULTS, MAX_FAULTS + 5]);
    assert.deepEqual(faultsOf({ version: 1, streams: [1], fleets: [{ name: 'A', regin: 'x' }] }), [
      'streams[0] must be the ARN of a Kinesis data stream, as a text in quotes, not 1',
      "fleets[0].name must be a fleet name: lower-case letters, digits and hyphens, with a letter or digit first and last, not 'A'",
      'fleets[0].regin is not known here: did you mean region?',
    ]);
  });

  it('counts characters, not the units that hold them', () => {
    assert.deepEqual(faultsOf({ version: 1, fleets: [{ name: 'a', displayName: '😀'.repeat(100) }] }), []);
    assert.equal(faultsOf({ version: 1, fleets: [{ name: 'a', displayName: '😀'.repeat(101) }] }).length, 1);
  });

  it('takes a member that is undefined for one that is left out', () => {
    assert.deepEqual(faultsOf({ version: 1, fleets: undefined }), []);
    assert.deepEqual(faultsOf({ version: undefined }), ['version is missing']);
  });

  it('looks at a hostile value in little time', () => {
    const started = performance.now();
    for (const hostile of [
      `${'a.'.repeat(50_000)}!`,
      `a${'-'.repeat(100_000)}`,
      `${'1'.repeat(100_000)}/x`,
      ':'.repeat(100_000),
    ]) {
      faultsOf({
        version: 1,
        distributionAliases: [hostile],
        streams: [hostile],
        vpcs: [
          {
            id: hostile,
            region: hostile,
            cidr: hostile,
            subnets: [{ id: hostile, availabilityZone: hostile }],
          },
        ],
        certificates: [{ arn: hostile, type: 'IMPORTED', domainName: hostile }],
        fleets: [
          { name: hostile, auditStreamArn: hostile, deviceCaCertificate: hostile, createdTime: hostile },
        ],
      });
    }
    assert.ok(performance.now() - started < 2000);
  });
});

describe('the JSON Schema of an account file', function () {
  this.timeout(60_000);
  const schema = documentSchema('worklink account file, version 1', ACCOUNT_FILE_FORMAT);

  it('admits what the program admits: the sample, and any account', async () => {
    assert.ok(admittedBy(schema, SAMPLE_ACCOUNT));
    const material = await makeMaterial();
    fc.assert(
      fc.property(randomAccount(material), (account) => {
        assert.deepEqual(faultsOf(account), []);
        assert.ok(admittedBy(schema, account), JSON.stringify(account));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses what the program refuses, value by value', async () => {
    const material = await makeMaterial();
    const wrong = fc.constantFrom<unknown>(
      null,
      0,
      -1,
      1.5,
      '',
      ' ',
      'x'.repeat(300),
      true,
      [],
      {},
      [null],
      { x: 1 },
      'ACTIVE',
      'vpc-1',
    );
    fc.assert(
      fc.property(randomAccount(material), fc.nat(), wrong, (account, place, value) => {
        const changed = withValueAt(account, place, value);
        assert.equal(admittedBy(schema, changed), faultsOf(changed).length === 0, JSON.stringify(changed));
      }),
      { numRuns: 200 },
    );
  });

  it('says what each member is for where its name does not', () => {
    const text = JSON.stringify(schema);
    assert.ok(text.includes('A secret.') && text.includes(ARN.slice(0, 12)));
  });
});

function deep(depth: number): object {
  return depth === 0 ? {} : { a: deep(depth - 1) };
}
