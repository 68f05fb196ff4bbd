import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesBetween, describeChange, lookOf } from '../../../src/cli/watch/changes.js';

const TIME = new Date('2026-01-01T00:00:00Z');
const rowsOf = fc.uniqueArray(
  fc.record({ name: fc.string({ maxLength: 3 }), state: fc.nat(2) }, { noNullPrototype: true }),
  {
    selector: ({ name }) => name,
  },
);

describe('the changes between two looks at a list', () => {
  it('given any two looks, then lead from the first to the second', () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, (first, second) => {
        const before = lookOf(first, 'name');
        const after = lookOf(second, 'name');
        const replayed = new Map(before);
        for (const { type, object } of changesBetween(before, after, TIME)) {
          const [name = ''] =
            [...(type === 'DELETED' ? before : after)].find(([, row]) => row === object) ?? [];
          if (type === 'DELETED') replayed.delete(name);
          else replayed.set(name, object);
        }
        assert.deepEqual(replayed, after);
        assert.deepEqual(changesBetween(after, lookOf(second, 'name'), TIME), []);
      }),
    );
  });

  it('given rows that share a name, then none hides another', () => {
    const look = lookOf([{ n: 'a' }, { n: 'a' }, { n: 'a' }], 'n');
    assert.deepEqual([...look.keys()], ['a', 'a (2)', 'a (3)']);
  });

  it('given a changed row, then says of each field shown what it was and what it is', () => {
    const fields = [
      { name: 'n', title: 'NAME' },
      { name: 's', title: 'STATUS' },
      { name: 'd', title: 'DISPLAY NAME' },
    ];
    const change = { type: 'MODIFIED', time: TIME, object: { n: 'a', s: 'ACTIVE' } } as const;
    assert.equal(
      describeChange(change, { n: 'a', s: 'ASSOCIATING', d: 'Wiki\u001b[2J' }, fields, 'n'),
      '~ a: STATUS ASSOCIATING → ACTIVE, DISPLAY NAME Wiki\\u001b[2J → -',
    );
    assert.equal(describeChange({ ...change, type: 'ADDED' }, undefined, fields, 'n'), '+ a');
    assert.equal(describeChange({ ...change, type: 'DELETED' }, undefined, fields, 'n'), '- a');
  });
});
