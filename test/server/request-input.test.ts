import assert from 'node:assert/strict';
import { HttpRefusal } from '../../src/core/server/http-refusal.js';
import { gatherInput } from '../../src/core/server/request-input.js';
import { type Route } from '../../src/core/server/routing.js';

const create: Route = { operation: 'CreateFleet', pathMembers: {} };
const tag: Route = { operation: 'TagResource', pathMembers: { ResourceArn: 'in-path' } };
const untag: Route = { operation: 'UntagResource', pathMembers: { ResourceArn: 'in-path' } };

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
function refuses(act: () => unknown, errorType: string): void {
  assert.throws(
    act,
    (error) => error instanceof HttpRefusal && error.status === 400 && error.errorType === errorType,
  );
}

describe('gathering an input', () => {
  it('reads a JSON object from the body', () => {
    assert.deepEqual(gatherInput(create, '', bytes('{"FleetName":"é","Tags":{"a":"b"}}')), {
      FleetName: 'é',
      Tags: { a: 'b' },
    });
  });

  it('reads an empty body as an empty object', () => {
    assert.deepEqual(gatherInput(create, '', bytes('')), {});
  });

  it('lets the path win over a body that names another resource', () => {
    const input = gatherInput(tag, '', bytes('{"ResourceArn":"in-body","Tags":{"a":"b"}}'));
    assert.deepEqual(input, { ResourceArn: 'in-path', Tags: { a: 'b' } });
  });

  it('takes the last of two equal keys', () => {
    assert.deepEqual(gatherInput(create, '', bytes('{"FleetName":"a","FleetName":"b"}')), { FleetName: 'b' });
  });

  it('keeps __proto__ a key like any other', () => {
    const input = gatherInput(create, '', bytes('{"__proto__":{"FleetName":"polluted"}}'));
    assert.equal(Object.getPrototypeOf(input), Object.prototype);
    assert.equal(Object.hasOwn(input, 'FleetName'), false);
    assert.equal(input['FleetName'], undefined);
    assert.equal(Object.hasOwn({}, 'FleetName'), false);
  });

  it('collects repeated tag keys in their order, a plus sign left alone', () => {
    const input = gatherInput(untag, 'tagKeys=a+b&X-Amz-Date=1&tagKeys=c%2Fd&tagKeys', bytes(''));
    assert.deepEqual(input, { ResourceArn: 'in-path', TagKeys: ['a+b', 'c/d', ''] });
  });

  it('leaves tag keys absent where none are given', () => {
    assert.equal(gatherInput(untag, '', bytes(''))['TagKeys'], undefined);
  });

  it('does not read a body where no member travels in it', () => {
    assert.deepEqual(gatherInput(untag, 'tagKeys=a', bytes('not json')), {
      ResourceArn: 'in-path',
      TagKeys: ['a'],
    });
  });

  for (const query of ['tagKeys=%', 'tagKeys=%ff', '%zz=a', 'a&'.repeat(300)]) {
    it(`refuses the query ${query.slice(0, 20)}`, () => {
      refuses(() => gatherInput(untag, query, bytes('')), 'BadRequestException');
    });
  }

  const bad: Readonly<Record<string, Uint8Array>> = {
    'a half document': bytes('{'),
    'two documents': bytes('{}{}'),
    'a trailing comma': bytes('{"FleetName":"a",}'),
    'a comment': bytes('{}//'),
    'white space alone': bytes(' '),
    'an array': bytes('[]'),
    null: bytes('null'),
    'a string': bytes('"{}"'),
    'a number': bytes('1'),
    'a byte-order mark': bytes('\ufeff{}'),
    'UTF-16': Buffer.from('{}', 'utf16le'),
    'bytes that are not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    'an overlong encoding': Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
    'deep nesting': bytes('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
    'deep lists': bytes('{"a":' + '['.repeat(1_000_000) + ']'.repeat(1_000_000) + '}'),
  };
  for (const [what, body] of Object.entries(bad)) {
    it(`refuses ${what} with SerializationException`, () => {
      refuses(() => gatherInput(create, '', body), 'SerializationException');
    });
  }

  it('counts no brackets inside strings', () => {
    const name = `${'['.repeat(200)}\\"${'{'.repeat(200)}`;
    assert.deepEqual(gatherInput(create, '', bytes(`{"FleetName":"${name}"}`)), {
      FleetName: name.replace('\\"', '"'),
    });
  });
});
