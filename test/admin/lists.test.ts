import assert from 'node:assert/strict';
import { parseRecipients } from '../../src/core/admin/invites/recipients.js';
import { type ListForm, parseListFile } from '../../src/core/admin/list-file.js';

const FORM: ListForm = {
  noun: 'domain',
  key: 'name',
  columns: { name: ['Domain'], title: ['Title', 'Label'] },
};

describe('lists that are refused', () => {
  const lists: readonly (readonly [string, string, RegExp])[] = [
    ['nothing on it', '\n# nobody\n', /^The list names no domain\.$/],
    ['more than 10,000 lines', 'a.example\n'.repeat(10_001), /more than 10000 domains/],
    ['a quote that is not closed', 'Domain,Title\n"a.example,A', /^The list is not CSV: /],
    ['a column near one of its own', 'Domain,Titel\na.example,A', /^The list has a column 'Titel', which/],
    ['a column near none', 'Domain,zzzzzzzz\na.example,A', /^The list has a column 'zzzzzzzz', which/],
    ['a column twice', 'Domain,Title,LABEL\na.example,A,B', /^The list has two columns for title\.$/],
    ['a line without its name', 'Title,Domain\nA,', /^The list has no domain on line 2\.$/],
    ['a short line', 'Domain,Title\na.example', /^The list is not CSV: /],
  ];
  for (const [what, text, message] of lists) {
    it(`given a list with ${what}, then refused input`, () =>
      assert.rejects(parseListFile(text, FORM, true), { code: 'InvalidInput', message }));
  }

  const hints: readonly (readonly [string, string])[] = [
    ['Titel', 'Did you mean Title? Its columns are Domain and Title.'],
    ['zzzzzzzz', 'Its columns are Domain and Title.'],
  ];
  for (const [column, hint] of hints) {
    it(`given the column ${column}, then the hint is: ${hint}`, () =>
      assert.rejects(parseListFile(`Domain,${column}\na.example,A`, FORM, true), { hint }));
  }

  it('given columns that nobody asked for, then they are left out', async () => {
    const rows = await parseListFile('Other,Domain,Title\nx,a.example,A\n', FORM);
    assert.deepEqual(rows, [{ name: 'a.example', others: new Map() }]);
  });

  const recipients: readonly (readonly [string, string, RegExp])[] = [
    ['nobody on it', '# nobody\n', /^The list names nobody\.$/],
    ['its titles alone', 'email,name\n', /^The list names nobody\.$/],
    ['a quote that is not closed', 'email,name\n"a@example.com,A', /^The list is not CSV: /],
    [
      'more than 50 columns',
      `email,${Array.from({ length: 50 }, (_, index) => `c${String(index)}`).join(',')}\n`,
      /more than 50 columns/,
    ],
    ['two columns of names', 'email,name,Full Name\na@example.com,A,B', /two columns 'name'/],
    ['a long value', `email,name\na@example.com,${'x'.repeat(1001)}`, /^Line 2: A value has more than 1000/],
    ['a line end in a value', 'email,name\na@example.com,"A\nB"', /A value has a line end/],
    ['more than 20,000 people', 'a@example.com\n'.repeat(20_001), /more than 20000 people/],
    ['more than ten mistakes', 'nobody\n'.repeat(12), /^Line 1: .* Line 10: .* And 2 more\.$/],
  ];
  for (const [what, text, message] of recipients) {
    it(`given recipients with ${what}, then refused input`, () =>
      assert.rejects(parseRecipients(text), { code: 'InvalidInput', message }));
  }

  it('given a template that speaks of a column the list has not, then refused input that says where', () =>
    assert.rejects(parseRecipients('email\na@example.com', new Map([['team', 'subject']])), {
      code: 'InvalidInput',
      message: "The invitation speaks of {{user.team}} (subject), and the list has no column 'team'.",
    }));
});
