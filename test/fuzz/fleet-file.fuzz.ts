import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleets } from '../../src/core/admin/fleet-file/load.js';
import { fleetFileText } from '../../src/core/admin/fleet-file/export.js';
import { mutated } from './mutate.js';
import { type FuzzTarget } from './target.js';

const EXAMPLES = join(import.meta.dirname, '../../examples/fleets');
const NOW = new Date('2026-01-01T00:00:00Z');
const example = (name: string): Buffer => readFileSync(join(EXAMPLES, name));

const SEEDS = [
  example('full/fleet.yaml'),
  example('many-domains/north.yaml'),
  Buffer.from(
    JSON.stringify({
      version: 1,
      fleets: [
        {
          name: 'sales',
          tags: { team: 'it' },
          identityProvider: {
            type: 'SAML',
            metadata: readFileSync(join(EXAMPLES, '../okta-metadata.xml'), 'utf8'),
          },
          websiteCertificateAuthorities: [{ certificate: example('full/website-root.pem').toString() }],
          deviceCaCertificate: example('full/device-root.pem').toString(),
          domains: [{ name: 'a.example.com', revoked: true }, { name: 'b.example.com' }],
        },
      ],
    }),
  ),
  Buffer.from(
    'version: 1\nfleets:\n  - &a {name: a, tags: &t {team: it}}\n  - {name: b, tags: *t}\n---\nversion: 1\nfleets: []\n',
  ),
];

/** Files of fleets: judged, never thrown at, every finding with its place, and what is accepted comes back the same. */
export const fleetFile: FuzzTarget<Buffer> = {
  name: 'fleet-file',
  inputs: mutated(SEEDS, 4),
  maxMilliseconds: 5_000,
  check: async (bytes) => {
    const { specs, findings } = await load(bytes);
    for (const { line, column, message, fix } of findings)
      assert.ok(line >= 1 && column >= 1 && message !== '' && fix !== '', message);
    const text = fleetFileText({ version: 1, fleets: specs.map(({ spec }) => spec) }, 'schema.json');
    const again = await load(Buffer.from(text));
    assert.deepEqual(
      again.specs.map(({ spec }) => spec),
      specs.map(({ spec }) => spec),
    );
  },
};

function load(bytes: Uint8Array): ReturnType<typeof loadFleets> {
  return loadFleets([{ file: 'fleet.yaml', folder: 'full', content: { bytes } }], {
    files: {
      read: (folder, path) => {
        const known = /^(?:idp-metadata\.xml|(?:website|device)-root\.pem|invitation\.(?:txt|html))$/.test(
          path,
        );
        return Promise.resolve(
          known ? { bytes: example(`${folder}/${path}`) } : { fault: 'It is not there.' },
        );
      },
    },
    now: NOW,
  });
}
