import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { loadFleets } from '../../../src/core/admin/fleet-file/load.js';
import { checkDocument, Faults } from '../../../src/core/model/document/check.js';
import { FLEET_FILE_FORMAT } from '../../../src/core/model/fleet-file/format.js';
import { fleetFileSchema } from '../../../src/core/model/fleet-file/schema.js';
import { fleetMaterial, type FleetMaterial, randomFleets } from '../../admin/fleet-file/random-fleets.js';
import { admittedBy, withValueAt } from '../account-file/schema-oracle.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/fleet-file.md'), 'utf8');

function faultsOf(value: unknown): number {
  const faults = new Faults();
  checkDocument(FLEET_FILE_FORMAT, value, faults);
  return faults.count;
}

describe('the JSON Schema of files of fleets', function () {
  this.timeout(60_000);
  const schema = { ...fleetFileSchema() };
  let material: FleetMaterial;
  before(async () => {
    material = await fleetMaterial(NOW);
  });

  it('admits what the program admits, and refuses what it refuses, value by value', () => {
    const wrong = fc.constantFrom<unknown>(
      ...[null, 0, 1.5, '', ' ', 'x'.repeat(300), true, [], {}, [null], { x: 1 }, 'SAML', 'vpc-1'],
    );
    fc.assert(
      fc.property(randomFleets(material), fc.nat(), wrong, (fleets, place, value) => {
        const document = { version: 1, fleets };
        assert.equal(faultsOf(document), 0);
        assert.ok(admittedBy(schema, document));
        const changed = withValueAt(document, place, value);
        assert.equal(admittedBy(schema, changed), faultsOf(changed) === 0, JSON.stringify(changed));
      }),
      { numRuns: 100 },
    );
  });

  it('admits the examples of the page', async () => {
    const examples = [...PAGE.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example);
    assert.ok(examples.length > 0);
    for (const example of examples) {
      const { findings } = await loadFleets(
        [{ file: 'page', folder: '', content: { bytes: Buffer.from(example) } }],
        { files: { read: () => Promise.resolve({ fault: 'Nothing is there.' }) }, now: NOW },
      );
      assert.deepEqual([...new Set(findings.map(({ id }) => id))], ['fleet-file-reference']);
    }
  });

  it('has no member that the page does not name', () => {
    const names = [...JSON.stringify(schema).matchAll(/"properties":(\{.*?\}),"required"/g)].flatMap(
      ([, members = '']) => Object.keys(JSON.parse(members) as object),
    );
    assert.ok(names.length > 30);
    assert.deepEqual(
      names.filter((name) => !new RegExp(`[\`.]${name}\``).test(PAGE)),
      [],
    );
  });
});
