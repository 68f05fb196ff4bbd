import assert from 'node:assert/strict';
import { type Keys, meets } from './support.js';

type Case = readonly [operator: string, expected: unknown, actual: string, met: boolean];

function describeCases(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [operator, expected, actual, met] of cases) {
      it(`${operator} ${JSON.stringify(expected)} is ${met ? '' : 'not '}met by '${actual}'`, () => {
        assert.equal(meets({ [operator]: { 'x:Key': expected } }, { 'x:Key': actual }), met);
      });
    }
  });
}

describe('conditions', () => {
  describeCases('of strings', [
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', '', '', true],
    ['StringEquals', 5, '5', true],
    ['StringEquals', true, 'true', true],
    ['StringEquals', [], 'a', false],
    ['StringNotEquals', 'a', 'a', false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', [], 'a', true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringEqualsIgnoreCase', 'a', 'b', false],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['StringNotEqualsIgnoreCase', 'a', 'b', true],
    ['StringLike', 'a*c?', 'abbcd', true],
    ['StringLike', 'a*c?', 'abbc', false],
    ['StringLike', 'A*', 'ab', false],
    ['StringLike', '*', '', true],
    ['StringNotLike', 'a*', 'ab', false],
    ['StringNotLike', 'a*', 'b', true],
    ['stringlike', 'a*', 'ab', true],
  ]);

  describeCases('of numbers', [
    ['NumericEquals', '5', '5.0', true],
    ['NumericEquals', 5, '5', true],
    ['NumericEquals', '5', 'five', false],
    ['NumericEquals', '0', '', false],
    ['NumericNotEquals', '5', '5', false],
    ['NumericNotEquals', '5', '6', true],
    ['NumericNotEquals', '5', 'five', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThanEquals', '10', '10.5', false],
    ['NumericGreaterThan', '-1.5', '-1', true],
    ['NumericGreaterThan', '-1', '-1', false],
    ['NumericGreaterThanEquals', '1e3', '1000', true],
    ['NumericGreaterThanEquals', '1e3', '999', false],
  ]);

  describeCases('of dates', [
    ['DateEquals', '2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z', true],
    ['DateEquals', '2026-01-31T08:00:00+01:00', '2026-01-31T07:00:00Z', true],
    ['DateEquals', '2026-01-31T02:30:00-04:30', '2026-01-31T07:00:00Z', true],
    ['DateEquals', '2026', '2026-01-01T00:00:00Z', true],
    ['DateEquals', '2026-02', '2026-02-01T00:00:00Z', true],
    ['DateEquals', '2026-02-03', '2026-02-03T00:00:00Z', true],
    ['DateEquals', '2026-02-03T04:05Z', '2026-02-03T04:05:00Z', true],
    ['DateEquals', '1769846400', '2026-01-31T08:00:00Z', true],
    ['DateEquals', 1769846400, '1769846400', true],
    ['DateEquals', '2024-02-29', '2024-02-29', true],
    ['DateEquals', '2026-01-31', 'yesterday', false],
    ['DateNotEquals', '2026-01-31', '2026-01-31', false],
    ['DateNotEquals', '2026-01-31', '2026-02-01', true],
    ['DateLessThan', '2026-01-31T08:00:00.5Z', '2026-01-31T08:00:00Z', true],
    ['DateLessThan', '2026-01-31', '2026-01-31', false],
    ['DateLessThanEquals', '2026-01-31', '2026-01-31', true],
    ['DateGreaterThan', '2026-01-31', '2026-01-31T00:00:01Z', true],
    ['DateGreaterThan', '2026-01-31', '2026-01-30', false],
    ['DateGreaterThanEquals', '2026-01-31', '2026-01-31', true],
    ['DateGreaterThanEquals', '2026-01-31', '2026-01-30', false],
  ]);

  describeCases('of booleans and bytes', [
    ['Bool', 'true', 'true', true],
    ['Bool', 'True', 'true', true],
    ['Bool', false, 'false', true],
    ['Bool', 'false', 'true', false],
    ['Bool', 'false', 'no', false],
    ['BinaryEquals', 'AAE=', 'AAE=', true],
    ['BinaryEquals', 'AAE=', 'AAI=', false],
    ['BinaryEquals', 'AAE=', 'AAE', false],
  ]);

  describeCases('of addresses', [
    ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.0', false],
    ['IpAddress', '203.0.113.77/24', '203.0.113.1', true],
    ['IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['IpAddress', '0.0.0.0/0', '8.8.8.8', true],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::9', true],
    ['IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::9', false],
    ['IpAddress', '2001:db8::1', '2001:0db8:0:0::0001', true],
    ['IpAddress', '::/0', '10.0.0.1', false],
    ['IpAddress', '::/0', '2001:db8::1', true],
    ['IpAddress', '::/0', 'fe80::1%1', false],
    ['IpAddress', ['10.0.0.0/8', '::1'], '::1', true],
    ['IpAddress', '10.0.0.0/8', 'localhost', false],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
    ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', true],
  ]);

  const ROLE = 'arn:aws:iam::123456789012:role/a/b';
  // The guide's own example of a string that StringLike matches and ArnLike does not.
  const TRAP = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';
  describeCases('of ARNs', [
    ['ArnEquals', ROLE, ROLE, true],
    ['ArnEquals', 'arn:aws:iam::*:role/*', ROLE, true],
    ['ArnLike', 'arn:*:iam::123456789012:role/?/b', ROLE, true],
    ['ArnLike', 'arn:aws:iam::123456789012:user/*', ROLE, false],
    ['ArnLike', 'arn:aws:IAM::123456789012:role/*', ROLE, false],
    ['ArnLike', 'arn:aws:someservice:*:111122223333:finance/*', TRAP, false],
    ['StringLike', 'arn:aws:someservice:*:111122223333:finance/*', TRAP, true],
    ['ArnLike', 'arn:aws:someservice:*:*:store/*:finance/*', TRAP, true],
    ['ArnLike', '*', ROLE, false],
    ['ArnLike', 'arn:aws:iam:*', ROLE, false],
    ['ArnLike', 'arn:*:*:*:*:*', 'not-an-arn', false],
    ['ArnNotEquals', 'arn:aws:iam::*:role/*', ROLE, false],
    ['ArnNotLike', 'arn:aws:iam::*:user/*', ROLE, true],
    ['ArnNotLike', 'arn:aws:iam::*:user/*', 'not-an-arn', true],
  ]);

  describe('of a key the request does not have', () => {
    const absent: readonly [condition: Record<string, unknown>, met: boolean][] = [
      [{ StringEquals: { k: 'a' } }, false],
      [{ StringEquals: { k: '' } }, false],
      [{ StringLike: { k: '*' } }, false],
      [{ StringNotEquals: { k: 'a' } }, true],
      [{ StringNotEqualsIgnoreCase: { k: 'a' } }, true],
      [{ StringNotLike: { k: '*' } }, true],
      [{ NumericLessThan: { k: '5' } }, false],
      [{ NumericNotEquals: { k: '5' } }, true],
      [{ DateGreaterThan: { k: '2020' } }, false],
      [{ DateNotEquals: { k: '2020' } }, true],
      [{ Bool: { k: 'false' } }, false],
      [{ BinaryEquals: { k: 'AAE=' } }, false],
      [{ IpAddress: { k: '0.0.0.0/0' } }, false],
      [{ NotIpAddress: { k: '0.0.0.0/0' } }, true],
      [{ ArnLike: { k: 'arn:*:*:*:*:*' } }, false],
      [{ ArnNotLike: { k: 'arn:*:*:*:*:*' } }, true],
      [{ StringEqualsIfExists: { k: 'a' } }, true],
      [{ StringNotEqualsIfExists: { k: 'a' } }, true],
      [{ BoolIfExists: { k: 'true' } }, true],
      [{ 'ForAllValues:StringEquals': { k: 'a' } }, true],
      [{ 'ForAnyValue:StringEquals': { k: 'a' } }, false],
      [{ 'ForAnyValue:StringNotEquals': { k: 'a' } }, false],
      [{ 'ForAnyValue:StringEqualsIfExists': { k: 'a' } }, true],
      [{ Null: { k: 'true' } }, true],
      [{ Null: { k: true } }, true],
      [{ Null: { k: 'false' } }, false],
      [{ Null: { k: ['true', 'false'] } }, true],
    ];
    for (const [condition, met] of absent) {
      it(`${JSON.stringify(condition)} is ${met ? '' : 'not '}met`, () => {
        assert.equal(meets(condition, { other: 'a' }), met);
      });
    }
  });

  it('IfExists compares where the key is there', () => {
    assert.equal(meets({ StringEqualsIfExists: { k: 'a' } }, { k: 'b' }), false);
    assert.equal(meets({ StringEqualsIfExists: { k: 'a' } }, { k: 'a' }), true);
    assert.equal(meets({ StringEqualsIfExists: { k: 'a' } }, { k: [] }), false);
  });

  it('Null asks for presence with false', () => {
    assert.equal(meets({ Null: { k: 'false' } }, { k: 'a' }), true);
    assert.equal(meets({ Null: { k: 'true' } }, { k: 'a' }), false);
    assert.equal(meets({ Null: { k: 'true' } }, { k: [] }), true);
  });

  describe('of keys with several values', () => {
    const several: readonly [operator: string, expected: string[], actual: string[], met: boolean][] = [
      ['ForAllValues:StringEquals', ['a', 'b', 'c'], ['a', 'b'], true],
      ['ForAllValues:StringEquals', ['a', 'b', 'c'], ['a', 'd'], false],
      ['ForAllValues:StringEquals', ['a'], [], true],
      ['ForAllValues:StringEquals', ['a'], [''], true],
      ['ForAllValues:StringLike', ['cost-*'], ['cost-a', 'cost-b'], true],
      ['ForAllValues:StringNotLike', ['key1*'], ['key1:legal'], false],
      ['ForAllValues:StringNotLike', ['key1*'], ['key1:hr', 'key2:audit'], false],
      ['ForAllValues:StringNotLike', ['key1*'], ['key2:audit'], true],
      ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true],
      ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
      ['ForAnyValue:StringEquals', ['a'], [], false],
      ['ForAnyValue:StringEquals', [''], [''], false],
      ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
      ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
      ['ForAnyValue:IpAddress', ['10.0.0.0/8'], ['1.1.1.1', '10.0.0.1'], true],
      ['StringEquals', ['a'], ['b', 'a'], true],
      ['StringEquals', ['a'], ['b', 'c'], false],
      ['StringNotEquals', ['a'], ['b', 'a'], false],
      ['StringNotEquals', ['a'], ['b', 'c'], true],
      ['StringEquals', ['a'], [], false],
      ['StringNotEquals', ['a'], [], true],
    ];
    for (const [operator, expected, actual, met] of several) {
      it(`${operator} ${JSON.stringify(expected)} is ${met ? '' : 'not '}met by ${JSON.stringify(actual)}`, () => {
        assert.equal(meets({ [operator]: { 'aws:TagKeys': expected } }, { 'aws:TagKeys': actual }), met);
      });
    }
  });

  it('are all to be met: every operator, and every key of one', () => {
    const condition = { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } };
    const keys: Keys = { a: '1', b: '2', c: 'true' };
    assert.equal(meets(condition, keys), true);
    for (const key of Object.keys(keys))
      assert.equal(meets(condition, { ...keys, [key]: 'false' }), false, key);
  });

  it('name their keys in any case', () => {
    assert.equal(
      meets({ StringEquals: { 'AWS:requestTag/Team': 'a' } }, { 'aws:RequestTag/team': 'a' }),
      true,
    );
  });

  describe('with policy variables', () => {
    const keys: Keys = {
      'aws:username': 'ann',
      'x:Team': 'a*',
      'x:Many': ['p', 'q'],
      'x:Arn': 'arn:a:b:c:d:e/f',
    };
    const cases: readonly [operator: string, expected: string, actual: string, met: boolean][] = [
      ['StringEquals', '${aws:username}', 'ann', true],
      ['StringEquals', 'home/${AWS:UserName}/x', 'home/ann/x', true],
      ['StringEqualsIgnoreCase', '${aws:username}', 'ANN', true],
      ['StringLike', '${aws:username}-*', 'ann-1', true],
      ['StringLike', '${x:Team}', 'abc', false],
      ['StringLike', '${x:Team}', 'a*', true],
      ['StringLike', '${*}', 'a', false],
      ['StringLike', '${*}${?}${$}', '*?$', true],
      ['StringEquals', '${$}{aws:username}', '${aws:username}', true],
      ['StringEquals', "${x:None, 'company-wide'}", 'company-wide', true],
      ['StringEquals', "${aws:username, 'nobody'}", 'ann', true],
      ['StringEquals', "${x:None, ''}", '', true],
      ['StringLike', "${x:None, '*'}", 'a', false],
      ['StringEquals', '${x:None}', '', false],
      ['StringNotEquals', '${x:None}', 'a', true],
      ['StringEquals', '${x:Many}', 'p', false],
      ['StringEquals', "${x:Many, 'p'}", 'p', false],
      ['ArnLike', '${x:Arn}', 'arn:a:b:c:d:e/f', true],
      ['ArnLike', 'arn:a:b:c:d:e/${aws:username}', 'arn:a:b:c:d:e/ann', true],
    ];
    for (const [operator, expected, actual, met] of cases) {
      it(`${operator} ${expected} is ${met ? '' : 'not '}met by '${actual}'`, () => {
        assert.equal(meets({ [operator]: { k: expected } }, { ...keys, k: actual }), met);
      });
    }

    it('a boolean may be one', () => {
      assert.equal(meets({ Bool: { k: '${x:Flag}' } }, { k: 'true', 'x:Flag': 'true' }), true);
      assert.equal(meets({ Bool: { k: '${x:Flag}' } }, { k: 'true', 'x:Flag': 'maybe' }), false);
    });
  });
});
