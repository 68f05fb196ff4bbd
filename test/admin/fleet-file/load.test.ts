import assert from 'node:assert/strict';
import {
  type FleetFileFinding,
  type LoadedFleets,
  type ReferencedFiles,
} from '../../../src/core/admin/fleet-file/files.js';
import { loadFleets } from '../../../src/core/admin/fleet-file/load.js';
import { DEFAULT_TEMPLATE } from '../../../src/core/invites/default-template.js';
import { fixtureText } from '../../certificates/fixtures.js';
import { makeMaterial, type Material } from '../../backends/local/portable/random-account.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const METADATA = fixtureText('../saml/okta-idp-metadata.xml');

/** Files that are in nobody's folder. */
function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): ReferencedFiles {
  return {
    read: (folder, path) => {
      const content = contents[`${folder}/${path}`];
      return Promise.resolve(
        content === undefined
          ? { fault: `The file '${path}' does not exist.` }
          : { bytes: Buffer.from(content) },
      );
    },
  };
}

function load(
  texts: Readonly<Record<string, string | Uint8Array>>,
  contents: Readonly<Record<string, string | Uint8Array>> = {},
  now = NOW,
): Promise<LoadedFleets> {
  const given = Object.entries(texts).map(([file, text]) => ({
    file,
    folder: '/here',
    content: { bytes: Buffer.from(text) },
  }));
  return loadFleets(given, { files: filesOf(contents), now });
}

function placed({ file, line, column, id }: FleetFileFinding): string {
  return `${file}:${String(line)}:${String(column)} ${id}`;
}

/** A file of one fleet with a few lines besides. */
function fleet(...lines: readonly string[]): string {
  return ['version: 1', 'fleets:', '  - name: sales', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

function json(fleetEntry: object): string {
  return JSON.stringify({ version: 1, fleets: [{ name: 'sales', ...fleetEntry }] });
}

describe('files of fleets', function () {
  this.timeout(30_000);
  let material: Material;
  before(async () => {
    material = await makeMaterial();
  });

  it('give their fleets, each text in its place, and where they stand', async () => {
    const { certificatePem: root } = material.authority;
    const text = fleet(
      'displayName: Sales',
      'tags: {team: it}',
      'identityProvider: {type: SAML, metadataFile: idp.xml}',
      'domains:',
      '  - {name: a.example.com, displayName: A, revoked: true}',
      '  - name: b.example.com',
      'websiteCertificateAuthorities:',
      '  - {certificateFile: root.der, displayName: Root}',
      'authorizationProviders: [{type: SAML, domainName: login.example.com}]',
      'deviceCaCertificateFile: root.pem',
      'network: {vpcId: vpc-11111111, subnetIds: [subnet-11111111], securityGroupIds: [sg-11111111]}',
      'auditStreamArn: arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a',
      'invitation: {subject: Hello, textFile: invite.txt, html: "<p>{{companyCode}}</p>", link: ""}',
    );
    const { specs, findings } = await load(
      { 'fleet.yaml': text },
      {
        '/here/idp.xml': METADATA,
        '/here/root.pem': root.replaceAll('\n', '\r\n'),
        '/here/root.der': Buffer.from(root.replace(/-----[^-]+-----|\n/g, ''), 'base64'),
        '/here/invite.txt': 'Code: {{companyCode}}\n',
      },
    );
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    const [loaded] = specs;
    assert.ok(loaded !== undefined);
    assert.deepEqual(loaded.spec, {
      name: 'sales',
      displayName: 'Sales',
      tags: { team: 'it' },
      identityProvider: { type: 'SAML', metadata: METADATA },
      domains: [{ name: 'a.example.com', displayName: 'A', revoked: true }, { name: 'b.example.com' }],
      websiteCertificateAuthorities: [{ displayName: 'Root', certificate: root }],
      authorizationProviders: [{ type: 'SAML', domainName: 'login.example.com' }],
      deviceCaCertificate: root,
      network: { vpcId: 'vpc-11111111', subnetIds: ['subnet-11111111'], securityGroupIds: ['sg-11111111'] },
      auditStreamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a',
      invitation: { subject: 'Hello', text: 'Code: {{companyCode}}\n', html: '<p>{{companyCode}}</p>' },
    });
    assert.equal(loaded.file, 'fleet.yaml');
    assert.deepEqual(loaded.position, { line: 3, column: 5 });
    assert.deepEqual(loaded.positionsOf([['domains', 1], ['tags']]), [
      { line: 9, column: 9 },
      { line: 5, column: 5 },
    ]);
  });

  it('may be several, of several documents each, in YAML and in JSON', async () => {
    const { specs, findings } = await load({
      'a.yaml': `${fleet()}---\nversion: 1\nfleets: [{name: two}, {name: three}]\n`,
      'b.json': '{"version": 1, "fleets": [{"name": "four"}]}',
      'c.yaml': 'version: 1\nfleets: []\n',
    });
    assert.deepEqual(findings, []);
    assert.deepEqual(
      specs.map(({ spec, file, position: { line, column } }) => [spec.name, file, line, column]),
      [
        ['sales', 'a.yaml', 3, 5],
        ['two', 'a.yaml', 6, 10],
        ['three', 'a.yaml', 6, 23],
        ['four', 'b.json', 1, 27],
      ],
    );
  });

  it('name all that is wrong at once, by file, line and column, and give the fleets that are sound', async () => {
    const { specs, findings } = await load({
      'b.yaml': fleet('displayName: Same', 'colour: red', 'domains: [{name: "*.example.com"}, {name: a}]'),
      'a.yaml': [
        'version: 1',
        'fleets:',
        '  - {name: sales, displayName: Same}',
        '  - {name: sound}',
        '  - {name: Wrong}',
        '  - 7',
      ].join('\n'),
      'broken.yaml': 'version: 1\nfleets: [',
    });
    assert.deepEqual(findings.map(placed), [
      'b.yaml:5:5 fleet-file-format',
      'b.yaml:6:16 domain-name',
      'b.yaml:6:41 domain-name',
      'a.yaml:3:6 fleet-repeated',
      'a.yaml:3:19 fleet-display-name-repeated',
      'a.yaml:5:6 fleet-file-format',
      'a.yaml:6:5 fleet-file-format',
      'broken.yaml:2:10 fleet-file-syntax',
    ]);
    assert.deepEqual(
      findings
        .map(({ message }) => message)
        .filter((message) => /first at|did you mean|fleets\[3\]/.test(message)),
      [
        "The fleet 'sales' stands there a second time: first at b.yaml:3:5.",
        "The display name 'Same' stands there a second time: first at b.yaml:4:5.",
        'fleets[3] must be a map of members, not 7.',
      ],
    );
    assert.deepEqual(
      specs.map(({ spec }) => spec.name),
      ['sound'],
    );
  });

  it('have no sound fleet where the document around it is not', async () => {
    const { specs, findings } = await load({
      'a.yaml': 'version: 2\nfleets: [{name: a}]\n',
      'b.yaml': '- 1\n',
    });
    assert.deepEqual(specs, []);
    assert.deepEqual(findings.map(placed), ['a.yaml:1:1 fleet-file-format', 'b.yaml:1:1 fleet-file-format']);
  });

  it('are counted on where more is wrong than anybody reads', async () => {
    const fleets = Array.from({ length: 10_050 }, (_, index) => `  - {name: f${String(index)}, x: 1}\n`);
    const { findings } = await load({ 'a.yaml': `version: 1\nfleets:\n${fleets.join('')}` });
    assert.equal(findings.length, 10_001);
    assert.match(findings[0]?.message ?? '', /There are 50 more faults besides/);
  });

  for (const [what, text, expected] of [
    ['what is no UTF-8', Buffer.from([0xff, 0xfe, 0]), 'f:1:1 fleet-file-syntax'],
    ['an empty file', '', 'f:1:1 fleet-file-format'],
    [
      'a domain twice',
      fleet('domains: [{name: a.example.com}, {name: A.example.com}]'),
      'f:4:39 domain-repeated',
    ],
    [
      'a display name twice in two fleets',
      'version: 1\nfleets:\n- {name: a, domains: [{name: a.example.com, displayName: X}]}\n- {name: b, domains: [{name: b.example.com, displayName: X}]}\n',
      'f:4:45 domain-display-name-repeated',
    ],
    [
      'a certificate elsewhere',
      fleet(
        'domains: [{name: a.example.com, certificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1}]',
      ),
      'f:4:37 domain-certificate-region',
    ],
    [
      'an ARN of something else',
      fleet('domains: [{name: a.example.com, certificateArn: arn:aws:iam:us-east-1:123456789012:role/1}]'),
      'f:4:37 domain-certificate-arn',
    ],
    [
      'a provider twice',
      fleet(
        'authorizationProviders: [{type: SAML, domainName: a.example.com}, {type: SAML, domainName: A.example.com}]',
      ),
      'f:4:71 authorization-provider-repeated',
    ],
    [
      'a provider with a wildcard',
      fleet('authorizationProviders: [{type: SAML, domainName: a.example.com.}]'),
      'f:4:43 domain-name',
    ],
    [
      'two providers without a domain',
      fleet('authorizationProviders: [{type: SAML}, {type: SAML}]'),
      'f:4:44 authorization-provider-repeated',
    ],
    [
      'both sources',
      fleet('identityProvider: {type: SAML, metadata: <a/>, metadataFile: a.xml}'),
      'f:4:52 fleet-file-two-sources',
    ],
    ['no source', fleet('websiteCertificateAuthorities: [{displayName: A}]'), 'f:4:37 fleet-file-no-source'],
    [
      'no text of an invitation',
      fleet('invitation: {subject: S, html: "{{companyCode}}"}'),
      'f:4:5 fleet-file-no-source',
    ],
    ['a missing file', fleet('deviceCaCertificateFile: none.pem'), 'f:4:5 fleet-file-reference'],
    [
      'a text that is no UTF-8',
      fleet('invitation: {subject: S, textFile: bad, html: "{{companyCode}}"}'),
      'f:4:30 fleet-file-reference',
    ],
    [
      'metadata that is none',
      fleet('identityProvider: {type: SAML, metadata: <a/>}'),
      'f:4:36 metadata-wrong-root',
    ],
    [
      'a certificate that is none',
      fleet('websiteCertificateAuthorities: [{certificate: x}]'),
      'f:4:38 certificate-unreadable',
    ],
    ['a chain that is none', fleet('deviceCaCertificate: x'), 'f:4:5 certificate-unreadable'],
    [
      'a subnet twice',
      fleet(
        'network: {vpcId: vpc-11111111, subnetIds: [subnet-11111111, subnet-11111111], securityGroupIds: [sg-11111111]}',
      ),
      'f:4:5 network-subnet-repeated',
    ],
    [
      'no subnet',
      fleet('network: {vpcId: vpc-11111111, subnetIds: [], securityGroupIds: [sg-11111111]}'),
      'f:4:36 fleet-file-format',
    ],
    [
      'an invitation without the company code',
      fleet('invitation: {subject: S, text: "{{companyCode}}", html: x}'),
      'f:4:55 invite-company-code-missing',
    ],
    [
      'a subject of two lines',
      fleet('invitation: {subject: "a\\nb", text: "{{companyCode}}", html: "{{companyCode}}"}'),
      'f:4:18 invite-one-line',
    ],
    ['a tag the service refuses', fleet('tags: {"aws:a": b}'), 'f:4:12 fleet-file-format'],
    ['fleets that are no list', 'version: 1\nfleets: {}\n', 'f:2:1 fleet-file-format'],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const { specs, findings } = await load({ f: text }, { '/here/bad': Buffer.from([0xff]) });
      assert.ok(findings.map(placed).includes(expected), findings.map(placed).join('\n'));
      assert.equal(findings.filter(({ severity }) => severity === 'error').length > 0, true);
      assert.deepEqual(
        specs.map(({ spec }) => spec.name),
        what.endsWith('in two fleets') ? ['a'] : [],
      );
    });
  }

  it('are refused with a certificate twice, and with one of no authority', async () => {
    const { authority, issued } = material;
    const cas = [
      { certificate: authority.certificatePem },
      { certificate: authority.certificatePem.replaceAll('\n', '\r\n') },
      { certificate: issued.certificatePem },
      { certificate: authority.certificatePem + issued.certificatePem },
    ];
    const { findings } = await load({ f: json({ websiteCertificateAuthorities: cas }) });
    assert.deepEqual(
      findings.map(({ id, subject }) => `${subject.split(': ')[0] ?? ''} ${id}`),
      [
        'fleets[0].websiteCertificateAuthorities[1].certificate website-ca-repeated',
        'fleets[0].websiteCertificateAuthorities[2].certificate authority-not-a-ca',
        'fleets[0].websiteCertificateAuthorities[2].certificate authority-key-usage',
        'fleets[0].websiteCertificateAuthorities[3].certificate certificate-unreadable',
      ],
    );
  });

  it('are refused with certificates for the device policy that are too many, or no chain', async () => {
    const { authority, issued } = material;
    const many = await load({ f: json({ deviceCaCertificate: authority.certificatePem.repeat(51) }) });
    assert.deepEqual(
      many.findings.map(({ id }) => id),
      ['device-policy-chain-long'],
    );
    const leaf = await load({ f: json({ deviceCaCertificate: issued.certificatePem }) });
    assert.ok(leaf.findings.some(({ id, severity }) => id === 'authority-not-a-ca' && severity === 'error'));
  });

  it('are judged by what of them is as it should be, whatever stands beside it', async () => {
    const domains = [
      7,
      { name: 7 },
      { name: 'a.example.com', displayName: 7, certificateArn: 7 },
      { name: 'a' },
    ];
    const { specs, findings } = await load({
      f: json({
        displayName: 7,
        domains: [...domains, { name: 'b.example.com', certificateArn: 'mine' }],
        websiteCertificateAuthorities: [7],
        authorizationProviders: [7, { type: 'SAML', domainName: 7 }, { domainName: 'a.' }],
        deviceCaCertificate: 7,
      }),
    });
    assert.deepEqual(specs, []);
    const said = findings.map(({ subject, id }) => `${subject.replace('fleets[0].', '')} ${id}`);
    assert.deepEqual(said, [
      'displayName fleet-file-format',
      'domains[0] fleet-file-format',
      'domains[1].name fleet-file-format',
      'domains[2].displayName fleet-file-format',
      'domains[2].certificateArn fleet-file-format',
      'domains[3].name domain-name',
      'domains[4].certificateArn domain-certificate-arn',
      'websiteCertificateAuthorities[0] fleet-file-format',
      'authorizationProviders[0] fleet-file-format',
      'authorizationProviders[1].domainName fleet-file-format',
      'authorizationProviders[2].type fleet-file-format',
      'authorizationProviders[2].domainName domain-name',
      'deviceCaCertificate fleet-file-format',
    ]);
  });

  it('put the chain of the device policy in its order', async () => {
    const { authority } = material;
    const { specs } = await load({ f: json({ deviceCaCertificate: `${authority.certificatePem}\n\n` }) });
    assert.equal(specs[0]?.spec.deviceCaCertificate, authority.certificatePem);
  });

  it('may hold what has expired, which is only said', async () => {
    const text = json({
      deviceCaCertificate: material.authority.certificatePem,
      websiteCertificateAuthorities: [{ certificate: material.authority.certificatePem }],
    });
    const { specs, findings } = await load({ f: text }, {}, new Date('2099-01-01'));
    assert.equal(specs.length, 1);
    assert.ok(findings.some(({ id, severity }) => id === 'chain-expired' && severity === 'warning'));
  });

  it('may hold the invitation that comes with the program, and none of its link', async () => {
    const { specs, findings } = await load({
      f: json({ invitation: { ...DEFAULT_TEMPLATE, link: undefined } }),
    });
    assert.deepEqual(findings, []);
    const { subject, text, html } = DEFAULT_TEMPLATE;
    assert.deepEqual(specs[0]?.spec.invitation, { subject, text, html });
  });
});
