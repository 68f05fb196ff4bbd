import assert from 'node:assert/strict';
import { definitionOf, type OperationName, operationNames } from '../../src/core/contract/contract.js';
import { violationsOf } from '../../src/core/contract/validate.js';
import { type Answer, type RunningServer, send, startServer } from '../server/harness.js';
import { boundaries, membersOf, ordinary, type Sample, violations } from './model-values.js';

type Input = Readonly<Record<string, unknown>>;

/** Sends an input where the contract says its members travel, as any client would. */
function call(server: RunningServer, operation: OperationName, input: Input): Promise<Answer> {
  const { http, input: schema } = definitionOf(operation);
  let path = http.uri;
  const query: Record<string, string[]> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const member = schema.members[name];
    if (member?.location === 'uri') path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (member?.location === 'querystring')
      query[member.locationName ?? name] = (value as string[]).map(String);
    else body[name] = value;
  }
  const hasBody = http.method === 'POST';
  return send(server, { method: http.method, path, query, ...(hasBody && { body: JSON.stringify(body) }) });
}

/** What breaks the limits of one member, and can be sent where the member travels. */
function sendable(operation: OperationName, name: string): readonly Sample[] {
  const member = definitionOf(operation).input.members[name];
  assert.ok(member);
  const broken = violations(member.schema);
  if (member.location === undefined)
    return [...broken, ...(member.required ? [{ what: 'null', value: null }] : [])];
  // An empty path segment is another path, and an empty list is no parameter at all.
  return broken.filter(
    ({ value, jsonOnly }) =>
      jsonOnly !== true && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
}

describe('the limits of the model, over HTTP', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  for (const operation of operationNames) {
    const { input: schema } = definitionOf(operation);
    const valid = ordinary(schema) as Input;

    describe(operation, () => {
      it('gets past the limits with an ordinary input', async () => {
        assert.deepEqual(violationsOf(schema, valid), []);
        const { message } = await call(server, operation, valid);
        assert.doesNotMatch(message, /validation error/);
      });

      for (const [name, member] of membersOf(schema)) {
        it(`refuses every ${name} that breaks a limit, and names it`, async () => {
          for (const { what, value } of sendable(operation, name)) {
            const { status, error, message } = await call(server, operation, { ...valid, [name]: value });
            assert.deepEqual([status, error], [400, 'InvalidRequestException'], `${what}: ${message}`);
            // An empty text breaks its pattern besides its length: every sentence is about this member, and no other.
            const blamed = [...message.matchAll(/ at '(\w+)[^;]*?failed to satisfy/g)].map(
              ([, path]) => path,
            );
            assert.ok(message.startsWith(`${String(blamed.length)} validation error`), `${what}: ${message}`);
            assert.deepEqual([...new Set(blamed)], [name], `${what}: ${message}`);
          }
        });

        if (member.required && member.location !== 'uri') {
          it(`refuses an input without ${name}`, async () => {
            const without = Object.entries(valid).filter(([given]) => given !== name);
            const { status, error, message } = await call(server, operation, Object.fromEntries(without));
            assert.deepEqual([status, error], [400, 'InvalidRequestException'], message);
            assert.ok(message.includes(`'${name}'`), message);
          });
        }

        it(`admits every ${name} that just keeps a limit`, () => {
          for (const { what, value } of boundaries(member.schema)) {
            assert.deepEqual(violationsOf(schema, { ...valid, [name]: value }), [], what);
          }
        });
      }

      it('says all that is wrong at once', async () => {
        const wrong = membersOf(schema).flatMap(([name]): [string, unknown][] => {
          const sample = sendable(operation, name).at(-1);
          return sample === undefined ? [] : [[name, sample.value]];
        });
        assert.ok(wrong.length > 0 || membersOf(schema).length === 0);
        const { status, message } = await call(server, operation, { ...valid, ...Object.fromEntries(wrong) });
        assert.equal(status, 400, message);
        assert.match(message, /^[1-9]\d* validation errors? detected/);
        for (const [name] of wrong) assert.ok(message.includes(`at '${name}`), message);
      });

      it('ignores members that the model does not have', async () => {
        const { message } = await call(server, operation, { ...valid, Unknown: { deep: [1] } });
        assert.doesNotMatch(message, /validation error/);
      });
    });
  }
});
