import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  fleetDocument,
  fleetFileText,
  notCarried,
  splitFleets,
  wouldBeRefused,
} from '../../../src/core/admin/fleet-file/export.js';
import { loadFleets } from '../../../src/core/admin/fleet-file/load.js';
import { type PresentFleet } from '../../../src/core/model/fleet-file/present-fleet.js';
import { type FleetSpec } from '../../../src/core/model/fleet-file/fleet-document.js';
import { fleetMaterial, type FleetMaterial, randomFleets } from './random-fleets.js';

const NOW = new Date('2026-01-01T00:00:00Z');

async function readBack(
  text: string,
  files: readonly { readonly path: string; readonly text: string }[] = [],
): Promise<readonly FleetSpec[]> {
  const contents = new Map(files.map((file) => [file.path, Buffer.from(file.text)]));
  const { specs, findings } = await loadFleets(
    [{ file: 'fleet.yaml', folder: '', content: { bytes: Buffer.from(text) } }],
    {
      files: {
        read: (_, path) => Promise.resolve({ bytes: contents.get(path) ?? Buffer.from('not there') }),
      },
      now: NOW,
    },
  );
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  );
  return specs.map(({ spec }) => spec);
}

describe('exported fleets', function () {
  this.timeout(120_000);
  let material: FleetMaterial;
  before(async () => {
    material = await fleetMaterial(NOW);
  });

  it('are the same read again: as YAML, as JSON, and with their texts in files of their own', () =>
    fc.assert(
      fc.asyncProperty(randomFleets(material), async (fleets) => {
        const document = fleetDocument(fleets);
        const yaml = fleetFileText(document, 'schema.json');
        const split = splitFleets(fleets);

        assert.deepEqual(await readBack(yaml), fleets);
        assert.deepEqual(await readBack(JSON.stringify(document, undefined, 2)), fleets);
        assert.deepEqual(await readBack(fleetFileText(split.document, 'x'), split.files), fleets);
        assert.deepEqual(await wouldBeRefused(fleets, NOW), []);
      }),
      { numRuns: 40 },
    ));

  it('begin with what tells editors the schema, on a line of its own whatever it holds', () => {
    const text = fleetFileText(fleetDocument([{ name: 'sales' }]), 'a.json\nfleets: []');
    assert.equal(
      text,
      '# yaml-language-server: $schema=a.json\\u000afleets: []\nversion: 1\nfleets:\n  - name: sales\n',
    );
  });

  it('have their long texts in a folder of each fleet, and long texts as blocks where they stay', async () => {
    const [certificate = ''] = material.authorities;
    const spec: FleetSpec = {
      name: 'sales',
      identityProvider: { type: 'SAML', metadata: '<a/>' },
      websiteCertificateAuthorities: [{ certificate, displayName: 'Root' }, { certificate }],
      deviceCaCertificate: certificate,
      invitation: { subject: 'S', text: 'T', html: 'H', link: 'L' },
    };
    const { document, files } = splitFleets([spec, { name: 'con', identityProvider: { type: 'SAML' } }]);
    assert.deepEqual(document.fleets, [
      {
        name: 'sales',
        identityProvider: { type: 'SAML', metadataFile: 'sales/idp-metadata.xml' },
        websiteCertificateAuthorities: [
          { displayName: 'Root', certificateFile: 'sales/website-ca-1.pem' },
          { certificateFile: 'sales/website-ca-2.pem' },
        ],
        deviceCaCertificateFile: 'sales/device-ca.pem',
        invitation: {
          subject: 'S',
          textFile: 'sales/invitation.txt',
          htmlFile: 'sales/invitation.html',
          link: 'L',
        },
      },
      { name: 'con', identityProvider: { type: 'SAML' } },
    ]);
    assert.equal(files.length, 6);
    assert.match(fleetFileText(fleetDocument([spec]), 'x'), /certificate: \|\n {10}-----BEGIN/);
    assert.equal((await wouldBeRefused([spec], NOW)).length > 0, true);
  });

  it('keep in its place what a file would bring back as something else', () => {
    for (const metadata of ['<?xml version="1.0" encoding="UTF-16"?><a/>', '\ufeff<a/>', '\ud800']) {
      const { document, files } = splitFleets([{ name: 'a', identityProvider: { type: 'SAML', metadata } }]);
      assert.deepEqual([document.fleets[0]?.identityProvider?.metadata, files], [metadata, []]);
    }
    const utf8 = '<?xml version="1.0" encoding="utf-8"?><a/>';
    assert.equal(
      splitFleets([{ name: 'a', identityProvider: { type: 'SAML', metadata: utf8 } }]).files.length,
      1,
    );
  });

  it('say what they do not carry', () => {
    const present: PresentFleet = {
      spec: { name: 'sales', domains: [{ name: 'A.example.com' }, { name: 'b.example.com' }] },
      arn: 'arn',
      status: 'CREATING',
      companyCode: undefined,
      domainStates: new Map([
        ['a.example.com', 'PENDING_VALIDATION'],
        ['b.example.com', 'ACTIVE'],
        ...Array.from(
          { length: 6 },
          (_, index) => [`${String(index)}.example.com`, 'DISASSOCIATING'] as const,
        ),
      ]),
      websiteCaIds: new Map(),
      authorizationProviderIds: new Map(),
    };
    assert.deepEqual(notCarried(present), [
      'Fleet sales is CREATING, which a file does not say.',
      'Fleet sales: left out 0.example.com (DISASSOCIATING), 1.example.com (DISASSOCIATING), 2.example.com (DISASSOCIATING), 3.example.com (DISASSOCIATING), 4.example.com (DISASSOCIATING) and 1 more: on the way out, or meant to be.',
      'Fleet sales: 1 domain not in use yet, which a file does not say: a.example.com (PENDING_VALIDATION).',
    ]);
    assert.deepEqual(notCarried({ ...present, status: 'ACTIVE', domainStates: new Map() }), []);
  });
});
