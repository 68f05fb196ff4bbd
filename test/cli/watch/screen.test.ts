import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { drawFrame } from '../../../src/cli/watch/screen.js';

const linesOf = (drawn: string): string[] => stripVTControlCharacters(drawn).split('\n');

describe('a list on a screen', () => {
  it('given a screen that is large enough, then shows all of it', () => {
    const frame = { heading: 'h', changes: ['+ a'], table: ['NAME', 'a', 'b'] };
    assert.deepEqual(linesOf(drawFrame(frame, { rows: 24, columns: 80 })), [
      'h',
      '+ a',
      '',
      'NAME',
      'a',
      'b',
    ]);
  });

  it('given a screen that is just large enough, then shows all of it', () => {
    const frame = { heading: 'h', changes: [], table: ['NAME', 'a', 'b'] };
    assert.deepEqual(linesOf(drawFrame(frame, { rows: 5, columns: 80 })), ['h', '', 'NAME', 'a', 'b']);
  });

  it('given a small screen, then shows what fits and how much more there is', () => {
    const frame = { heading: 'h', changes: [], table: ['NAME', 'a', 'b', 'c'] };
    assert.deepEqual(linesOf(drawFrame(frame, { rows: 5, columns: 80 })), [
      'h',
      '',
      'NAME',
      'a',
      '… 2 more rows: the screen is too small.',
    ]);
  });

  it('given a line wider than the screen, then counts the rows it takes, colours aside', () => {
    const wide = `\u001b[32m${'x'.repeat(25)}\u001b[39m`;
    const frame = { heading: 'h', changes: [], table: [wide, 'b'] };
    assert.equal(linesOf(drawFrame(frame, { rows: 6, columns: 10 })).length, 4);
    assert.match(drawFrame({ ...frame, table: [wide, 'b', 'c'] }, { rows: 6, columns: 50 }), /c/);
    assert.match(drawFrame({ ...frame, table: [wide, 'b', 'c'] }, { rows: 5, columns: 50 }), /c/);
    assert.match(drawFrame({ ...frame, table: [wide, 'b', 'c'] }, { rows: 4, columns: 50 }), /2 more rows/);
  });

  it('given any frame and screen, then takes no more rows than the screen has, unless that is none for the note', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 30 });
    fc.assert(
      fc.property(
        fc.record({ heading: line, changes: fc.array(line, { maxLength: 5 }), table: fc.array(line) }),
        fc.record({ rows: fc.integer({ min: 3, max: 30 }), columns: fc.integer({ min: 40, max: 80 }) }),
        (frame, size) => {
          assert.ok(linesOf(drawFrame(frame, size)).length <= size.rows);
        },
      ),
    );
  });
});
