import assert from 'node:assert/strict';
import { hostCheck, isLoopback, urlHost } from '../../src/core/server/allowed-hosts.js';
import { HttpRefusal } from '../../src/core/server/http-refusal.js';

function statusFor(
  check: ReturnType<typeof hostCheck>,
  rawHeaders: readonly string[],
  local = '127.0.0.1',
): number {
  try {
    check(rawHeaders, local);
  } catch (error) {
    assert.ok(error instanceof HttpRefusal);
    return error.status;
  }
  return 200;
}

describe('the Host check', () => {
  const loopback = hostCheck('127.0.0.1', ['emulator', 'Worklink.Test']);
  const wildcard = hostCheck('0.0.0.0', []);
  const lan = hostCheck('192.0.2.7', []);

  for (const host of [
    '127.0.0.1:4580',
    '127.0.0.1',
    '127.1.2.3:80',
    'localhost:1',
    'LOCALHOST',
    'localhost.',
    'a.localhost:4580',
    '[::1]:4580',
    'emulator:4580',
    'worklink.test',
  ]) {
    it(`lets ${host} in`, () => {
      assert.equal(statusFor(loopback, ['Host', host]), 200);
    });
  }

  for (const host of [
    'evil.example',
    'evil.example:4580',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'notlocalhost',
    '192.0.2.7',
    '127.1',
    '[::2]',
    '0.0.0.0',
  ]) {
    it(`answers for ${host} with 421`, () => {
      assert.equal(statusFor(loopback, ['Host', host]), 421);
    });
  }

  for (const host of [
    '',
    ' ',
    'user@localhost',
    'localhost/',
    'localhost:',
    'localhost:x',
    'a b',
    '[::1',
    'a'.repeat(300),
  ]) {
    it(`refuses ${JSON.stringify(host.slice(0, 20))} as no host`, () => {
      assert.equal(statusFor(loopback, ['Host', host]), 400);
    });
  }

  it('refuses two Host headers, and none', () => {
    assert.equal(statusFor(loopback, ['Host', 'localhost', 'hOST', 'localhost']), 400);
    assert.equal(statusFor(loopback, ['Accept', 'host']), 400);
  });

  it('lets the address listened on in', () => {
    assert.equal(statusFor(lan, ['Host', '192.0.2.7:4580']), 200);
    assert.equal(statusFor(lan, ['Host', '192.0.2.8:4580']), 421);
  });

  it('lets the address a connection came in on in where every address is listened on', () => {
    assert.equal(statusFor(wildcard, ['Host', '192.0.2.7:4580'], '::ffff:192.0.2.7'), 200);
    assert.equal(statusFor(wildcard, ['Host', '192.0.2.7:4580'], '192.0.2.7'), 200);
    assert.equal(statusFor(wildcard, ['Host', '[2001:db8::1]:4580'], '2001:db8::1'), 200);
    assert.equal(statusFor(wildcard, ['Host', '192.0.2.8:4580'], '192.0.2.7'), 421);
    assert.equal(statusFor(wildcard, ['Host', '0.0.0.0:4580'], '192.0.2.7'), 421);
  });

  it('knows which addresses others can reach', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.9.9.9', '::1', 'localhost', 'LocalHost'].map(isLoopback),
      Array(5).fill(true),
    );
    assert.deepEqual(
      ['0.0.0.0', '::', '192.0.2.1', '127.evil.example', ''].map(isLoopback),
      Array(5).fill(false),
    );
  });

  it('puts IPv6 addresses into brackets', () => {
    assert.deepEqual([urlHost('::1'), urlHost('127.0.0.1'), urlHost('a.b')], ['[::1]', '127.0.0.1', 'a.b']);
  });
});
