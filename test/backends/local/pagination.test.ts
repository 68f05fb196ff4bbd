import assert from 'node:assert/strict';
import fc from 'fast-check';

import { Paginator } from '../../../src/core/backends/local/pagination.js';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { NextToken } from '../../../src/core/contract/shapes.js';
import { admits } from '../../../src/core/contract/validate.js';

const LIST = ['ListDomains', '1'];
const paginator = new Paginator(new Uint8Array(32).fill(7));

function pageOf(
  names: readonly string[],
  token: string | undefined,
  size: number,
  list = LIST,
  by = paginator,
) {
  const sorted = [...names].sort();
  return by.page(
    list,
    { NextToken: token, MaxResults: size },
    (after, limit) => sorted.filter((name) => after === undefined || name > after).slice(0, limit),
    (name) => name,
  );
}

function isRefused(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    error.code === 'InvalidRequestException' &&
    error.message.includes('NextToken')
  );
}

describe('paging through a list', () => {
  it('sees every item that stays exactly once, whatever comes and goes meanwhile', () => {
    const name = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefgh.-1')),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 40 }),
        fc.array(
          fc.record({ add: fc.array(name, { maxLength: 3 }), remove: fc.array(fc.nat(), { maxLength: 3 }) }),
        ),
        fc.integer({ min: 1, max: 7 }),
        (initial, changes, size) => {
          const now = new Set(initial);
          const stayed = new Set(initial);
          const seen: string[] = [];
          let token: string | undefined;
          let step = 0;
          do {
            const page = pageOf([...now], token, size);
            seen.push(...page.items);
            token = page.nextToken;
            const change = changes[step++];
            for (const added of change?.add ?? []) now.add(added);
            for (const index of change?.remove ?? []) {
              const removed = [...now][index % Math.max(now.size, 1)];
              if (removed !== undefined && now.delete(removed)) stayed.delete(removed);
            }
          } while (token !== undefined);

          assert.equal(new Set(seen).size, seen.length);
          for (const item of stayed) assert.ok(seen.includes(item), item);
        },
      ),
    );
  });

  it('ends with the page that holds the last item, and gives no token after it', () => {
    assert.equal(pageOf(['a', 'b'], undefined, 2).nextToken, undefined);
    assert.notEqual(pageOf(['a', 'b', 'c'], undefined, 2).nextToken, undefined);
    assert.deepEqual(pageOf([], undefined, 2), { items: [] });
  });

  it('gives tokens the contract admits, for the longest names too', () => {
    const { nextToken } = pageOf(['a'.repeat(253), 'b'], undefined, 1);

    assert.ok(admits(NextToken, nextToken));
  });

  it('serves a thousand items a page at most, however many are asked for', () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `n${index}`);

    assert.equal(pageOf(names, undefined, 2_000_000_000).items.length, 1_000);
  });

  it('refuses a token of another list', () => {
    const { nextToken } = pageOf(['a', 'b'], undefined, 1);

    assert.throws(() => pageOf(['a', 'b'], nextToken, 1, ['ListDomains', '2']), isRefused);
    assert.throws(() => pageOf(['a', 'b'], nextToken, 1, ['ListDevices', '1']), isRefused);
  });

  it('refuses a token of another account', () => {
    const { nextToken } = pageOf(['a', 'b'], undefined, 1);
    const other = new Paginator(new Uint8Array(32).fill(8));

    assert.throws(() => pageOf(['a', 'b'], nextToken, 1, LIST, other), isRefused);
  });

  it('refuses a token with any character changed, added or taken away', () => {
    const token = pageOf(['example', 'b'], undefined, 1).nextToken ?? assert.fail();
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      assert.throws(() => pageOf([], token.slice(0, index) + other + token.slice(index + 1), 1), isRefused);
      assert.throws(() => pageOf([], token.slice(0, index), 1), isRefused);
    }
    assert.throws(() => pageOf([], `${token}A`, 1), isRefused);
  });

  it('refuses whatever else a client makes up', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ABCabc019_-')), minLength: 1 }),
        (token) => {
          assert.throws(() => pageOf(['a'], token, 1), isRefused);
        },
      ),
    );
  });
});
