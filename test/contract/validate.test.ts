import assert from 'node:assert/strict';
import fc from 'fast-check';

import { isServiceErrorName, ServiceError } from '../../src/core/contract/errors.js';
import { type StringSchema } from '../../src/core/contract/schema.js';
import * as shapes from '../../src/core/contract/shapes.js';
import { admits, parseInput, violationsOf } from '../../src/core/contract/validate.js';
import { toWire } from '../../src/core/contract/wire.js';
import { contract } from '../../src/core/contract/contract.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/demo';

function refusalOf(operation: Parameters<typeof parseInput>[0], input: unknown): string {
  try {
    parseInput(operation, input);
  } catch (error) {
    assert.ok(error instanceof ServiceError && error.code === 'InvalidRequestException');
    return error.message;
  }
  return assert.fail('it was not refused');
}

describe('reading an input by the contract', () => {
  it('leaves out what it does not know, and reads null as absent', () => {
    const input = parseInput('CreateFleet', { FleetName: 'demo', DisplayName: null, Colour: 'red' });

    assert.deepEqual(input, { FleetName: 'demo' });
  });

  it('says everything that is wrong in one message, member by member', () => {
    const message = refusalOf('UpdateCompanyNetworkConfiguration', {
      FleetArn: 'short',
      SubnetIds: ['subnet-12345678', 'subnet-x'],
      SecurityGroupIds: Array<string>(6).fill('sg-12345678'),
    });

    assert.match(message, /^4 validation errors detected: /);
    for (const member of ["'FleetArn'", "'VpcId'", "'SubnetIds[1]'", "'SecurityGroupIds'"]) {
      assert.ok(message.includes(member), `${member} in ${message}`);
    }
  });

  it('refuses whatever is not an object', () => {
    for (const input of [null, undefined, [], 'text', 7, true]) {
      assert.match(refusalOf('ListFleets', input), /must be an object/);
    }
  });

  it('counts a length in code points, not in UTF-16 units', () => {
    const flags = '🏴'.repeat(100);

    assert.equal(flags.length, 200);
    assert.ok(admits(shapes.DisplayName, flags));
    assert.ok(!admits(shapes.DisplayName, `${flags}x`));
  });

  it('keeps a tag named like a property of every object', () => {
    const tags: unknown = JSON.parse('{"__proto__":"a","constructor":"b"}');

    const input = parseInput('TagResource', { ResourceArn: ARN, Tags: tags });

    assert.deepEqual(Object.entries(input.Tags), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('takes a map of tags by its keys, its values and its size', () => {
    assert.ok(admits(shapes.TagMap, { 'a+,-./09:;<=A_z': '' }));
    assert.ok(!admits(shapes.TagMap, {}));
    assert.ok(!admits(shapes.TagMap, { 'aws:owner': 'x' }));
    assert.ok(!admits(shapes.TagMap, { 'no space': 'x' }));
    assert.ok(!admits(shapes.TagMap, { owner: 'x'.repeat(257) }));
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));
    assert.ok(admits(shapes.TagMap, many(50)));
    assert.ok(!admits(shapes.TagMap, many(51)));
  });

  it('takes 32-bit integers only', () => {
    assert.ok(admits(shapes.MaxResults, 2 ** 31 - 1));
    for (const value of [0, -1, 2 ** 31, 1.5, '1', Number.NaN]) assert.ok(!admits(shapes.MaxResults, value));
  });

  it('takes a timestamp where one is meant', () => {
    assert.ok(admits(shapes.DateTime, new Date(0)));
    assert.ok(!admits(shapes.DateTime, new Date(Number.NaN)));
    assert.ok(!admits(shapes.DateTime, '2026-01-01T00:00:00Z'));
  });

  it('says at most a hundred violations, and counts all', () => {
    const message = refusalOf('UpdateCompanyNetworkConfiguration', {
      FleetArn: ARN,
      VpcId: 'vpc-12345678',
      SubnetIds: Array<string>(500).fill('x'),
      SecurityGroupIds: [],
    });

    assert.match(message, /^500 validation errors detected/);
    assert.ok(message.length < 30_000);
  });

  it('shows an offending value shortened and without control characters', () => {
    const message = refusalOf('CreateFleet', { FleetName: `\u001b[31m${'x'.repeat(10_000)}` });

    assert.ok(message.includes('\\u001b[31m'));
    assert.ok(message.length < 1_000);
  });

  it('never throws anything but a refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(contract) as (keyof typeof contract)[])),
        fc.anything(),
        (name, input) => {
          try {
            parseInput(name, input);
          } catch (error) {
            assert.ok(error instanceof ServiceError);
          }
        },
      ),
    );
  });
});

describe('a pattern made linear', () => {
  /** Short strings of the characters that matter to the pattern, where every difference would show. */
  function agrees(schema: StringSchema, alphabet: string): void {
    const { pattern } = schema;
    assert.ok(pattern !== undefined);
    const asModelled = new RegExp(`^(?:${pattern.source})$`);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 12 }), (text) => {
        assert.equal(pattern.matcher.test(text), asModelled.test(text), text);
      }),
      { numRuns: 5_000 },
    );
  }

  it('admits the domain names that the model admits', () => {
    agrees(shapes.DomainName, 'aB0-.');
  });

  it('admits the certificate ARNs that the model admits', () => {
    const { pattern } = shapes.AcmCertificateArn;
    assert.ok(pattern !== undefined);
    const asModelled = new RegExp(`^(?:${pattern.source})$`);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('a0/:.+')), maxLength: 12 }), (tail) => {
        const text = `arn:aws:acm:us-east-1:1:c${tail}`;
        assert.equal(pattern.matcher.test(text), asModelled.test(text), text);
      }),
      { numRuns: 5_000 },
    );
  });

  it('takes a hostile value in its stride', () => {
    const hostile = [
      violationsOf(shapes.AcmCertificateArn, `arn:aws:acm:us-east-1:1:c${'/'.repeat(100_000)}!`),
      violationsOf(shapes.DomainName, `${'a'.repeat(252)}!`),
      violationsOf(shapes.AuditStreamArn, `arn:aws:kinesis:${':'.repeat(100_000)}`),
      violationsOf(shapes.CertificateChain, `-----BEGIN CERTIFICATE-----\n${'A'.repeat(32_000)}!`),
    ];

    for (const violations of hostile) assert.equal(violations.length, 1);
  });
});

describe('a value on the wire', () => {
  it('has its times as epoch seconds, and leaves out what is absent or unknown', () => {
    const { output } = contract.DescribeFleetMetadata;

    const wire = toWire(output, {
      FleetName: 'demo',
      DisplayName: undefined,
      CreatedTime: new Date(1_546_465_523_250),
      Tags: { owner: 'it' },
      internal: 1,
    });

    assert.deepEqual(wire, { FleetName: 'demo', CreatedTime: 1_546_465_523.25, Tags: { owner: 'it' } });
  });

  it('has lists of structures alike', () => {
    const { output } = contract.ListFleets;

    const wire = toWire(output, { FleetSummaryList: [{ FleetName: 'a', CreatedTime: new Date(1000) }] });

    assert.deepEqual(wire, { FleetSummaryList: [{ FleetName: 'a', CreatedTime: 1 }] });
  });
});

describe('the names of the service’s exceptions', () => {
  it('are told from others', () => {
    assert.ok(isServiceErrorName('TooManyRequestsException'));
    assert.ok(!isServiceErrorName('toString'));
  });

  it('have the status of the model', () => {
    assert.equal(new ServiceError('TooManyRequestsException', 'slow down').status, 429);
  });
});
