import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MAX_POLICY_CHARACTERS,
  parsePolicy,
  type PolicyFault,
} from '../../../../src/core/backends/local/authorization/policy.js';
import { WorklinkError } from '../../../../src/core/errors.js';

const STATEMENT = { Effect: 'Allow', Action: 'worklink:*', Resource: '*' };

function refusalOf(document: unknown): WorklinkError {
  try {
    parsePolicy(document);
  } catch (error: unknown) {
    const refusal: unknown = error;
    if (refusal instanceof WorklinkError && refusal.code === 'InvalidInput') return refusal as WorklinkError;
    throw error;
  }
  return assert.fail('the policy was accepted');
}

/** The paths of a document's faults, each checked to be in the message. */
function faultsOf(document: unknown): string[] {
  const error = refusalOf(document);
  const faults = error.details?.['faults'] as readonly PolicyFault[];
  for (const { path } of faults) assert.ok(error.message.includes(path), `${path} in ${error.message}`);
  return faults.map(({ path }) => path);
}

function withStatement(change: Record<string, unknown>): unknown {
  return { Version: '2012-10-17', Statement: [{ ...STATEMENT, ...change }] };
}

describe('reading a policy document', () => {
  describe('accepts', () => {
    const accepted: readonly [name: string, document: unknown][] = [
      ['one statement outside a list', { Version: '2012-10-17', Statement: STATEMENT }],
      ['the older version', { Version: '2008-10-17', Statement: [STATEMENT] }],
      ['JSON text', JSON.stringify({ Version: '2012-10-17', Statement: [STATEMENT] }, undefined, 4)],
      ['a Sid', withStatement({ Sid: 'Only1' })],
      [
        'two statements with an empty Sid',
        {
          Statement: [
            { ...STATEMENT, Sid: '' },
            { ...STATEMENT, Sid: '' },
          ],
        },
      ],
      [
        'NotAction and NotResource',
        { Statement: { Effect: 'Deny', NotAction: ['a:b'], NotResource: ['*'] } },
      ],
      ['a service with a hyphen', withStatement({ Action: 'execute-api:Invoke' })],
      ['every action of every service', withStatement({ Action: '*:*' })],
      ['an action with wildcards', withStatement({ Action: 'worklink:*Fle?t*' })],
      ['an ARN cut short by a wildcard', withStatement({ Resource: 'arn:aws:worklink:*' })],
      ['an ARN with a variable', withStatement({ Resource: 'arn:aws:worklink::1:fleet/${aws:username}-*' })],
      ['a quoted brace in a default', withStatement({ Resource: "arn:aws:s3:::${aws:username, '}'}" })],
      ['an empty Condition', withStatement({ Condition: {} })],
      [
        'numbers and booleans as values',
        withStatement({ Condition: { NumericLessThan: { k: 5 }, Bool: { k: true } } }),
      ],
      [
        'an operator in another case',
        withStatement({ Condition: { IPAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      ],
      [
        'qualified operators',
        withStatement({ Condition: { 'ForAllValues:ArnLikeIfExists': { k: 'arn:a:b:c:d:e' } } }),
      ],
      [
        'a variable where a boolean is due',
        withStatement({ Condition: { Bool: { k: '${aws:SecureTransport}' } } }),
      ],
    ];
    for (const [name, document] of accepted) {
      it(name, () => {
        assert.equal(parsePolicy(document).statements.length > 0, true);
      });
    }

    it('a document without Version as one of the older version', () => {
      assert.equal(parsePolicy({ Statement: STATEMENT }).version, '2008-10-17');
    });

    it('what begins as a variable, as plain text in the older version', () => {
      const statement = { ...STATEMENT, Resource: 'arn:aws:s3:::${oops' };
      assert.doesNotThrow(() => parsePolicy({ Version: '2008-10-17', Statement: statement }));
      assert.deepEqual(faultsOf({ Version: '2012-10-17', Statement: statement }), ['Statement.Resource']);
    });
  });

  describe('refuses, naming the place', () => {
    const refused: readonly [name: string, document: unknown, paths: string[]][] = [
      ['a list', [], ['']],
      ['null', 'null', ['']],
      ['what JSON cannot say', undefined, ['']],
      ['no statement', { Version: '2012-10-17' }, ['Statement']],
      ['an empty list of statements', { Statement: [] }, ['Statement']],
      ['another version', { Version: '2012-10-18', Statement: STATEMENT }, ['Version']],
      ['a version that is a number', { Version: 2012, Statement: STATEMENT }, ['Version']],
      ['an Id', { Id: 'x', Statement: STATEMENT }, ['Id']],
      ['an element in another case', { statement: STATEMENT }, ['statement', 'Statement']],
      ['a statement that is a string', { Statement: ['Allow'] }, ['Statement[0]']],
      ['a Principal', withStatement({ Principal: '*' }), ['Statement[0].Principal']],
      ['a NotPrincipal', withStatement({ NotPrincipal: { AWS: '1' } }), ['Statement[0].NotPrincipal']],
      ['an unknown element', withStatement({ Actions: [] }), ['Statement[0].Actions']],
      ['an effect in another case', withStatement({ Effect: 'allow' }), ['Statement[0].Effect']],
      ['an effect that is no string', withStatement({ Effect: true }), ['Statement[0].Effect']],
      ['a Sid with a space', withStatement({ Sid: 'a b' }), ['Statement[0].Sid']],
      [
        'a Sid twice',
        {
          Statement: [
            { ...STATEMENT, Sid: 'A' },
            { ...STATEMENT, Sid: 'A' },
          ],
        },
        ['Statement[1].Sid'],
      ],
      ['neither action', { Statement: { Effect: 'Allow', Resource: '*' } }, ['Statement']],
      ['both actions', withStatement({ NotAction: 'a:b' }), ['Statement[0]']],
      ['both resources', withStatement({ NotResource: '*' }), ['Statement[0]']],
      ['no actions', withStatement({ Action: [] }), ['Statement[0].Action']],
      ['no resources', withStatement({ Resource: [] }), ['Statement[0].Resource']],
      ['an action that is a number', withStatement({ Action: ['a:b', 1] }), ['Statement[0].Action[1]']],
      ['an action without a service', withStatement({ Action: 'CreateFleet' }), ['Statement[0].Action']],
      ['an action without a name', withStatement({ Action: 'worklink:' }), ['Statement[0].Action']],
      ['a service with a wildcard', withStatement({ Action: 'work*:CreateFleet' }), ['Statement[0].Action']],
      [
        'an action with a variable',
        withStatement({ Action: 'worklink:${aws:username}' }),
        ['Statement[0].Action'],
      ],
      ['a resource that is no ARN', withStatement({ Resource: 'fleet/one' }), ['Statement[0].Resource']],
      ['an ARN cut short', withStatement({ Resource: 'arn:aws:worklink' }), ['Statement[0].Resource']],
      [
        "a variable in an ARN's account",
        withStatement({ Resource: 'arn:aws:worklink::${aws:PrincipalAccount}:fleet/*' }),
        ['Statement[0].Resource'],
      ],
      [
        'a variable without an end',
        withStatement({ Resource: 'arn:aws:s3:::${a' }),
        ['Statement[0].Resource'],
      ],
      [
        'a variable without a name',
        withStatement({ Resource: 'arn:aws:s3:::${}' }),
        ['Statement[0].Resource'],
      ],
      [
        'a default without quotes',
        withStatement({ Resource: 'arn:aws:s3:::${aws:username, x}' }),
        ['Statement[0].Resource'],
      ],
      ['a Condition that is a list', withStatement({ Condition: [] }), ['Statement[0].Condition']],
      ['an unknown operator', withStatement({ Condition: { Same: {} } }), ['Statement[0].Condition.Same']],
      [
        'NullIfExists',
        withStatement({ Condition: { NullIfExists: { k: 'true' } } }),
        ['Statement[0].Condition.NullIfExists'],
      ],
      [
        'a name that every object has',
        withStatement({ Condition: { constructor: {} } }),
        ['Statement[0].Condition.constructor'],
      ],
      [
        'keys that are a string',
        withStatement({ Condition: { Bool: 'true' } }),
        ['Statement[0].Condition.Bool'],
      ],
      [
        'an empty key',
        withStatement({ Condition: { Bool: { '': 'true' } } }),
        ['Statement[0].Condition.Bool'],
      ],
      [
        'values of the wrong kind',
        withStatement({
          Condition: {
            StringEquals: { k: [null, 'a', {}] },
            NumericEquals: { k: ['many', '1'.repeat(65), '0x1'] },
            DateLessThan: {
              k: [
                '2026-02-30',
                '2026-13',
                '2026-01-00',
                '2026-01-01T24:00Z',
                '2026-01-01T00:00+24:00',
                '26-1-1',
              ],
            },
            Bool: { k: 'yes' },
            BinaryEquals: { k: 'a' },
            IpAddress: { k: ['10.0.0.0/33', '::/129', '10.0.0', 'fe80::1%1'] },
            Null: { k: '${aws:SecureTransport}' },
          },
        }),
        [
          'Statement[0].Condition.StringEquals.k[0]',
          'Statement[0].Condition.StringEquals.k[2]',
          ...[0, 1, 2].map((index) => `Statement[0].Condition.NumericEquals.k[${index}]`),
          ...[0, 1, 2, 3, 4, 5].map((index) => `Statement[0].Condition.DateLessThan.k[${index}]`),
          'Statement[0].Condition.Bool.k',
          'Statement[0].Condition.BinaryEquals.k',
          'Statement[0].Condition.IpAddress.k[0]',
          'Statement[0].Condition.IpAddress.k[1]',
          'Statement[0].Condition.IpAddress.k[2]',
          'Statement[0].Condition.IpAddress.k[3]',
          'Statement[0].Condition.Null.k',
        ],
      ],
      [
        'several faults, all at once',
        { Version: '1', Statement: [STATEMENT, { Effect: 'No', Action: 'x', Resource: 'y' }] },
        ['Version', 'Statement[1].Effect', 'Statement[1].Action', 'Statement[1].Resource'],
      ],
    ];
    for (const [name, document, paths] of refused) {
      it(name, () => {
        assert.deepEqual(faultsOf(document), paths);
      });
    }

    it('text that is not JSON', () => {
      assert.match(refusalOf('{"Version": ').message, /not JSON/);
    });

    it('a cycle', () => {
      const cycle: Record<string, unknown> = {};
      cycle['Statement'] = cycle;
      assert.deepEqual(faultsOf(cycle), ['']);
    });

    it('a key that is there twice, at any depth and however it is written', () => {
      const statement = String.raw`{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{"StringEquals":{"a:b":"c"},"String\u0045quals":{"d:e":["\" \"StringEquals\":", "\\"]}}}`;
      assert.deepEqual(
        faultsOf(
          `{"Statement":[${statement}, ${statement.replace('"Action"', '"Effect" : "Deny","Action"')}]}`,
        ),
        ['Statement[0].Condition.StringEquals', 'Statement[1].Effect', 'Statement[1].Condition.StringEquals'],
      );
    });

    it('nothing for a key that only looks the same in another object or in a value', () => {
      const statement =
        '{"Effect":"Allow","Action":["a:b","a:b"],"Resource":"*","Condition":{"StringEquals":{"x":"x"},"StringLike":{"x":"x"}}}';
      assert.doesNotThrow(() => parsePolicy(`{"Statement":[${statement},${statement}]}`));
    });
  });

  describe('measures a document', () => {
    const sized = (length: number): string => {
      const empty = JSON.stringify({ Statement: { ...STATEMENT, Action: 'a:' } });
      return empty.replace('"a:"', `"a:${'b'.repeat(length - empty.length)}"`);
    };

    it('without its white space', () => {
      const spaced = sized(MAX_POLICY_CHARACTERS).replaceAll(',', ',\n      ');
      assert.doesNotThrow(() => parsePolicy(spaced));
    });

    it('and refuses one character too many', () => {
      assert.match(refusalOf(sized(MAX_POLICY_CHARACTERS + 1)).message, /6144 characters/);
    });

    it('and refuses white space without end', () => {
      assert.match(refusalOf(`${sized(200)}${' '.repeat(200_000)}`).message, /6144 characters/);
    });
  });

  it('keeps its message short and printable, however many faults there are', () => {
    const key = `\u001b[31m${'k'.repeat(1000)}`;
    const error = refusalOf(
      withStatement({ Condition: { Bool: { [key]: Array.from({ length: 900 }, () => 1) } } }),
    );
    assert.ok(error.message.length < 40_000, String(error.message.length));
    assert.match(error.message, /and 800 more$/);
    assert.equal(error.message.includes('\u001b'), false);
  });

  it('refuses or reads any JSON, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.boolean(), (value, asStatement) => {
        const document = asStatement ? { Version: '2012-10-17', Statement: value } : value;
        assert.ok(refusalOf(JSON.stringify(document)) instanceof WorklinkError);
      }),
    );
  });

  it('refuses or reads a good document in which one value has been replaced', () => {
    const good = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'A', ...STATEMENT, Condition: { StringLike: { 'aws:username': ['a*', '${aws:userid}'] } } },
      ],
    };
    const text = JSON.stringify(good);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(4), fc.string({ maxLength: 6 }), (start, length, inserted) => {
        const changed = text.slice(0, start) + inserted + text.slice(start + length);
        try {
          parsePolicy(changed);
        } catch (error) {
          assert.ok(error instanceof WorklinkError, String(error));
          assert.equal(error.code, 'InvalidInput');
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('reads deep nesting without running out of stack', () => {
    assert.doesNotThrow(() => faultsOf(`{"Statement":${'['.repeat(3000)}${']'.repeat(3000)}}`));
  });
});
