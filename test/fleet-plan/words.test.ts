import assert from 'node:assert/strict';
import { type Allowances, type FleetPlan, PRUNE_KINDS } from '../../src/core/fleet-plan/change.js';
import { planMarkdown } from '../../src/core/fleet-plan/markdown.js';
import { planFleet } from '../../src/core/fleet-plan/plan.js';
import { keptLines, PLAIN_STYLE, planText, summaryLine } from '../../src/core/fleet-plan/words.js';
import { presentOf } from './simulate.js';

const NONE: Allowances = { prune: new Set(), replace: new Set() };

function domains(count: number, more: object = {}) {
  return Array.from({ length: count }, (_, index) => ({ name: `d${String(index)}.example.com`, ...more }));
}

/** The plan of a fleet with many domains that is not there yet. */
function many(count: number): FleetPlan {
  return planFleet({ name: 'sales', domains: domains(count) }, undefined, NONE);
}

describe('the text of a plan', () => {
  it('shows as many of a kind as it is told, and counts the others', () => {
    const text = planText([many(12)], { ...PLAIN_STYLE, most: 10 });
    assert.equal(text.match(/\+ create domain d/g)?.length, 10);
    assert.match(text, /\+ 2 more: create domain/);
    assert.match(text, /13 to create\.\n$/);
  });

  it('says of what is left alone five names of a kind, and how many others', () => {
    const present = presentOf({
      name: 'sales',
      displayName: 'Sales',
      domains: [...domains(7), { name: 'x.example.com', displayName: 'X' }],
      identityProvider: { type: 'SAML', metadata: '<x/>' },
    });
    const { kept } = planFleet(
      { name: 'sales', domains: [{ name: 'x.example.com' }], identityProvider: { type: 'SAML' } },
      present,
      NONE,
    );
    assert.deepEqual(keptLines(kept), [
      'Not in the file, left alone: fleet the display name (taken away with --prune display-names)',
      'Not in the file, left alone: identity provider its metadata (the service has no operation that takes it away)',
      'Not in the file, left alone: domain the display name of x.example.com (taken away with --prune display-names)',
      'Not in the file, left alone: domain d0.example.com, d1.example.com, d2.example.com, d3.example.com, d4.example.com and 2 more (taken away with --prune domains)',
    ]);
  });

  it('says what is taken away, what is revoked, and what is not made for want of leave', () => {
    const present = presentOf({
      name: 'sales',
      domains: [
        { name: 'a.example.com', certificateArn: 'one' },
        { name: 'b.example.com', revoked: true },
        { name: 'c.example.com' },
      ],
      websiteCertificateAuthorities: [{ certificate: 'ca', displayName: 'Old' }],
      deviceCaCertificate: 'chain',
    });
    const plan = planFleet(
      {
        name: 'sales',
        domains: [{ name: 'a.example.com', certificateArn: 'two', revoked: true }, { name: 'b.example.com' }],
        websiteCertificateAuthorities: [{ certificate: 'ca', displayName: 'New' }],
      },
      present,
      { prune: new Set(PRUNE_KINDS), replace: new Set() },
    );
    const text = planText([plan]);
    assert.match(
      text,
      /-\/\+ replace domain a\.example\.com\n {6}certificate: one → two\n {6}not made: .* Users lose access/,
    );
    assert.match(
      text,
      /-\/\+ replace website CA .*\n {6}display name: Old → New\n {6}not made: .* not trusted for a moment/,
    );
    assert.match(text, /- delete device policy\n {6}certificates: .* → \(none\)/);
    assert.equal(summaryLine([plan]), '1 to revoke, 1 to restore, 2 to delete. 2 replacements not allowed.');
    assert.match(planMarkdown([plan]), /⚠ not made&#58; .*--replace domains/);
    assert.match(planMarkdown([plan]), /are not made unless `--replace` allows them/);
  });

  it('says that there is nothing to change, in either form', () => {
    assert.equal(planText([]), 'Nothing to change.\n');
    assert.match(planMarkdown([{ fleetName: 'a', changes: [], kept: [] }]), /\*\*Nothing to change&#46;\*\*/);
  });
});

describe('a plan as Markdown', () => {
  it('is short enough for a comment, whatever the number of changes', () => {
    const text = planMarkdown([many(5_000), many(10)]);
    assert.ok(text.length < 65_000, String(text.length));
    assert.match(text, /\n\d+ more changes: see `worklink diff`\.\n/);
  });

  it('names what is left alone', () => {
    const present = presentOf({ name: 'sales', tags: { a: 'b' } });
    assert.match(
      planMarkdown([planFleet({ name: 'sales' }, present, NONE)]),
      /- Not in the file, left alone&#58; tags a/,
    );
  });
});
