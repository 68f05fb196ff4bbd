import assert from 'node:assert/strict';
import { type LocalAccount, openLocalAccount } from '../../../../src/core/backends/local/account.js';
import { MAX_JSON_LENGTH, MAX_YAML_LENGTH } from '../../../../src/core/model/document/read-text.js';
import { WorklinkError } from '../../../../src/core/errors.js';
import {
  type AccountDocument,
  type FleetEntry,
} from '../../../../src/core/model/account-file/account-document.js';
import { SAMPLE_ACCOUNT } from '../../../../src/core/model/account-file/sample.js';
import { FakeClock } from '../../../support/account.js';
import { makeMaterial, type Material } from './random-account.js';

const REGION = { region: 'us-east-1' };
const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

async function withMemory<T>(body: (account: LocalAccount) => Promise<T>): Promise<T> {
  const account = openLocalAccount({ file: ':memory:', clock: new FakeClock() });
  try {
    return await body(account);
  } finally {
    account.close();
  }
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly faults: readonly { readonly path: string; readonly line?: number; readonly message: string }[];
}

/** What seeding is refused with, having changed nothing. */
async function refusalOf(account: LocalAccount, source: unknown, replace = false): Promise<Refusal> {
  const emulator = account.emulator();
  const before = await emulator.exportAccount({ includeSecrets: true });
  try {
    await emulator.seed(source as AccountDocument, { ...REGION, replace });
  } catch (error) {
    assert.ok(error instanceof WorklinkError, String(error));
    assert.deepEqual(await emulator.exportAccount({ includeSecrets: true }), before);
    const { faults, conflicts } = (error.details ?? {}) as Partial<Record<string, Refusal['faults']>>;
    return { code: String(error.code), message: error.message, faults: faults ?? conflicts ?? [] };
  }
  return assert.fail('it was seeded');
}

describe('seeding a text', () => {
  for (const [what, text, message] of [
    ['that is empty', '', /must be a map of members, not nothing/],
    ['that is a scalar', 'account', /must be a map of members, not 'account'/],
    ['that is JSON cut short', '{"version": 1', /begins as JSON and is none/],
    ['that is YAML in braces', '{version: 1}', /begins as JSON and is none/],
    ['of YAML that is none', 'version: 1\nfleets: [', /line 2: /],
    [
      'with a key twice, in YAML',
      'version: 1\nfleets: []\nfleets: []\n',
      /line 3: 'fleets' stands there twice/,
    ],
    [
      'with a key twice, in JSON',
      '{"version": 1, "fleets": [{"name": "a", "name": "b"}]}',
      /line 1: 'name' stands there twice/,
    ],
    ['of two documents', 'version: 1\n---\nversion: 1\n', /line 2: A second document/],
    ['with a tag of its own', 'version: !!js/function 1\n', /line 1: Unresolved tag/],
    ['whose aliases repeat without end', bomb(), /cannot be read as YAML: Excessive alias count/],
    ['nested without end, in YAML', `version: ${'['.repeat(100_000)}`, /./],
    ['nested without end, in JSON', `{"version": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /must be 1/],
    ['that refers to nothing', 'version: *none\n', /line 1: .*alias/],
    ['that merges', 'a: &a {version: 1}\n<<: *a\n', /is not known here/],
  ] as const) {
    it(`is refused ${what}`, () =>
      withMemory(async (account) => {
        const refusal = await refusalOf(account, text);
        assert.equal(refusal.code, 'InvalidInput');
        assert.match(refusal.message, message);
      })).timeout(60_000);
  }

  it('is refused where it is too long, before it is read', () =>
    withMemory(async (account) => {
      const refusal = await refusalOf(account, `#${' '.repeat(MAX_YAML_LENGTH)}`);
      assert.match(refusal.message, /characters of YAML/);
      const json = await refusalOf(account, `{${' '.repeat(MAX_JSON_LENGTH)}`);
      assert.match(json.message, /has \d{9} characters of JSON/);
    })).timeout(60_000);

  it('names line and path of each fault', () =>
    withMemory(async (account) => {
      const text = [
        'version: 1',
        'fleets:',
        '  - name: demo',
        '    regin: us-east-1',
        '  -',
        '    status: READY',
        '',
      ].join('\n');
      const { faults, message } = await refusalOf(account, text);
      assert.deepEqual(
        faults.map(({ path, line }) => [path, line]),
        [
          ['fleets[0].regin', 4],
          ['fleets[1].status', 6],
          ['fleets[1].name', 6],
        ],
      );
      assert.match(
        message,
        /^The account file has 3 faults: line 4: fleets\[0\]\.regin is not known here: did you mean region\?; line 6: /,
      );
    }));

  it('may say with aliases what it says twice, and begin with a byte-order mark', () =>
    withMemory(async (account) => {
      const text =
        '\ufeffversion: 1\nfleets:\n  - &a {name: a, tags: &t {team: it}}\n  - {name: b, tags: *t}\n';
      await account.emulator().seed(text, REGION);
      const { fleets } = await account.emulator().exportAccount();
      assert.deepEqual(
        fleets?.map(({ tags }) => tags),
        [{ team: 'it' }, { team: 'it' }],
      );
    }));
});

describe('seeding a document', () => {
  let material: Material;
  before(async function () {
    this.timeout(60_000);
    material = await makeMaterial();
  });
  const pem = () => material.issued.certificatePem;
  const fleet = (entry: Partial<FleetEntry>): AccountDocument => ({
    version: 1,
    fleets: [{ name: 'a', ...entry }],
  });

  const REFUSED: readonly (readonly [string, () => unknown, string, RegExp])[] = [
    [
      'of another account',
      () => ({ version: 1, accountId: '210987654321' }),
      'accountId',
      /must be 123456789012/,
    ],
    [
      'with a clock beyond the year 9999',
      () => ({ version: 1, clockOffsetMs: 299_000_000_000_000 }),
      'clockOffsetMs',
      /after 9999/,
    ],
    [
      'with a fleet twice',
      () => ({ version: 1, fleets: [{ name: 'a' }, { name: 'a' }] }),
      'fleets[1].name',
      /a second time/,
    ],
    [
      'with a company code twice',
      () => ({
        version: 1,
        fleets: [
          { name: 'a', companyCode: '1' },
          { name: 'b', companyCode: '1' },
        ],
      }),
      'fleets[1].companyCode',
      /a second time/,
    ],
    [
      'with a domain twice, in other letters',
      () => domains(['a.example.com', 'A.example.com']),
      'fleets[0].domains[1].name',
      /a second time/,
    ],
    [
      'with a domain of no certificate',
      () => ({ version: 1, fleets: [{ name: 'a', domains: [{ name: 'a.b', certificateArn: ARN }] }] }),
      'fleets[0].domains[0].certificateArn',
      /that there is not/,
    ],
    [
      'with a device twice',
      () =>
        fleet({
          devices: [
            { id: '1', username: 'a' },
            { id: '1', username: 'b' },
          ],
        }),
      'fleets[0].devices[1].id',
      /a second time/,
    ],
    [
      'with a sign-out of a device that is signed out',
      () => fleet({ devices: [{ id: '1', username: 'a', status: 'SIGNED_OUT', dueTime: '2026-01-01' }] }),
      'fleets[0].devices[0].dueTime',
      /goes with ACTIVE/,
    ],
    [
      'with a time at which ACTIVE ends',
      () => fleet({ status: 'ACTIVE', dueTime: '2030-01-01' }),
      'fleets[0].dueTime',
      /goes with CREATING, DELETING/,
    ],
    [
      'with a website authority twice',
      () => fleet({ websiteCertificateAuthorities: [{ certificate: pem() }, { certificate: pem() }] }),
      'fleets[0].websiteCertificateAuthorities[1].certificate',
      /a second time/,
    ],
    [
      'with a provider twice',
      () => fleet({ authorizationProviders: [{ type: 'SAML' }, { type: 'SAML' }] }),
      'fleets[0].authorizationProviders[1]',
      /a second time/,
    ],
    [
      'with a website authority that is none',
      () => fleet({ websiteCertificateAuthorities: [{ certificate: pem().replace('MII', 'AAA') }] }),
      'fleets[0].websiteCertificateAuthorities[0].certificate',
      /cannot be read/,
    ],
    [
      'with a device authority that is none',
      () => fleet({ deviceCaCertificate: pem().replace('MII', 'AAA') }),
      'fleets[0].deviceCaCertificate',
      /cannot be read/,
    ],
    [
      "with metadata that is nobody's",
      () => fleet({ identityProvider: { type: 'SAML', metadata: '<a/>' } }),
      'fleets[0].identityProvider.metadata',
      /is not an identity provider's/,
    ],
    [
      'with a certificate of another account',
      () => certificate({ arn: ARN.replace('123456789012', '210987654321'), certificate: pem() }),
      'certificates[0].arn',
      /must be of account/,
    ],
    [
      'with an imported certificate that is not there',
      () => certificate({}),
      'certificates[0].certificate',
      /is missing: it was imported/,
    ],
    [
      'with a certificate for nobody',
      () => certificate({ type: 'AMAZON_ISSUED' }),
      'certificates[0].domainName',
      /is missing/,
    ],
    [
      'with a certificate that is none',
      () => certificate({ certificate: 'x' }),
      'certificates[0].certificate',
      /cannot be read/,
    ],
    [
      'with a chain that is none',
      () => certificate({ certificate: pem(), chain: 'x' }),
      'certificates[0].chain',
      /cannot be read/,
    ],
    [
      'with a pending certificate that is there',
      () => certificate({ certificate: pem(), status: 'PENDING_VALIDATION' }),
      'certificates[0]',
      /has a certificate already/,
    ],
    [
      'with more certificates to issue than are',
      () => ({
        version: 1,
        certificates: Array.from({ length: 102 }, (_, index) => ({
          arn: `${ARN}${String(index)}`,
          type: 'AMAZON_ISSUED',
          domainName: 'a.b',
        })),
      }),
      'certificates[100]',
      /one too many/,
    ],
    [
      'with an authority that is none',
      () => ({ version: 1, certificateAuthority: { certificate: 'x' } }),
      'certificateAuthority.certificate',
      /cannot be read/,
    ],
    [
      'with a policy that is none',
      () => ({ version: 1, principals: [{ name: 'a', policies: ['Nothing', { Version: 1 }] }] }),
      'principals[0].policies[0]',
      /cannot be read/,
    ],
    [
      'with half a key',
      () => ({ version: 1, principals: [{ name: 'a', policies: [], accessKeyId: 'AKIAABCDEFGHIJKLMNOP' }] }),
      'principals[0]',
      /both of/,
    ],
    [
      'with a role twice',
      () => ({ version: 1, roles: [{ name: 'a' }, { name: 'a' }] }),
      'roles[1].name',
      /a second time/,
    ],
    [
      'with a subnet in two VPCs',
      () => ({
        version: 1,
        vpcs: ['1', '2'].map((d) => ({ id: `vpc-${d.repeat(8)}`, subnets: [{ id: 'subnet-11111111' }] })),
      }),
      'vpcs[1].subnets[0].id',
      /a second time/,
    ],
    [
      'with ports the wrong way round',
      () => rule({ fromPort: 2, toPort: 1 }),
      'vpcs[0].securityGroups[0].outboundRules[0]',
      /toPort not below it/,
    ],
    [
      'with a range of ports that ends nowhere',
      () => rule({ fromPort: 2 }),
      'vpcs[0].securityGroups[0].outboundRules[0]',
      /or neither/,
    ],
    [
      'with an alias twice',
      () => ({ version: 1, distributionAliases: ['a.b', 'A.B'] }),
      'distributionAliases[1]',
      /a second time/,
    ],
    [
      'with a fault that does nothing',
      () => ({ version: 1, faults: [{ rate: 0.5 }] }),
      'faults[0]',
      /must have an error/,
    ],
  ];
  for (const [what, make, path, message] of REFUSED) {
    it(`is refused ${what}`, () =>
      withMemory(async (account) => {
        const { code, faults } = await refusalOf(account, make());
        assert.equal(code, 'InvalidInput');
        assert.equal(faults[0]?.path, path);
        assert.match(faults[0].message, message);
      }));
  }

  const certificate = (entry: object) => ({
    version: 1,
    certificates: [{ arn: ARN, type: 'IMPORTED', ...entry }],
  });
  const domains = (names: readonly string[]) => ({
    version: 1,
    certificates: [{ arn: ARN, type: 'IMPORTED', certificate: pem() }],
    fleets: [{ name: 'a', domains: names.map((name) => ({ name, certificateArn: ARN })) }],
  });
  const rule = (ports: object) => ({
    version: 1,
    vpcs: [
      {
        id: 'vpc-11111111',
        securityGroups: [
          { id: 'sg-11111111', outboundRules: [{ protocol: 'tcp', destination: '::/0', ...ports }] },
        ],
      },
    ],
  });

  const everything = (): AccountDocument => ({
    version: 1,
    clockOffsetMs: 5_000,
    principals: [
      {
        name: 'reader',
        id: 'AIDAABCDEFGHIJKLMNOP',
        policies: [],
        accessKeyId: 'AKIAABCDEFGHIJKLMNOP',
        secretAccessKey: 's'.repeat(40),
      },
    ],
    vpcs: [
      { id: 'vpc-11111111', subnets: [{ id: 'subnet-11111111' }], securityGroups: [{ id: 'sg-11111111' }] },
    ],
    certificateAuthority: {
      certificate: material.authority.certificatePem,
      privateKey: material.authority.privateKeyPem,
    },
    certificates: [{ arn: ARN, type: 'IMPORTED', certificate: pem() }],
    fleets: [
      {
        name: 'demo',
        companyCode: 'c0de',
        websiteCertificateAuthorities: [{ id: 'ca-1', certificate: pem() }],
        authorizationProviders: [{ id: 'provider-1', type: 'SAML' }],
      },
    ],
    faults: [{ id: 'f1', latencyMs: 1 }],
  });

  it('is refused where what it brings is there already, and named whole', () =>
    withMemory(async (account) => {
      await account.emulator().seed(everything(), REGION);
      const { code, faults } = await refusalOf(account, {
        ...everything(),
        clockOffsetMs: 6_000,
        certificateAuthority: { certificate: pem() },
      });
      assert.equal(code, 'AlreadyExists');
      assert.deepEqual(
        faults.map(({ path }) => path),
        [
          'clockOffsetMs',
          'principals[0]',
          'vpcs[0]',
          'vpcs[0].subnets[0]',
          'vpcs[0].securityGroups[0]',
          'certificateAuthority',
          'certificates[0]',
          'fleets[0]',
          'fleets[0].companyCode',
          'fleets[0].websiteCertificateAuthorities[0]',
          'fleets[0].authorizationProviders[0]',
          'faults[0]',
        ],
      );
    }));

  it("is refused where it brings another principal's id, or its key", () =>
    withMemory(async (account) => {
      await account.emulator().seed(everything(), REGION);
      const other = { name: 'other', policies: [], secretAccessKey: 's'.repeat(40) };
      const principals = [
        { ...other, id: 'AIDAABCDEFGHIJKLMNOP', accessKeyId: 'AKIAZZZZZZZZZZZZZZZZ' },
        { ...other, name: 'another', accessKeyId: 'AKIAABCDEFGHIJKLMNOP' },
      ];
      const { faults } = await refusalOf(account, { version: 1, principals });
      assert.deepEqual(
        faults.map(({ path }) => path),
        ['principals[0].id', 'principals[1].accessKeyId'],
      );
    }));

  it('replaces everything where told to, and nothing where it is faulty', () =>
    withMemory(async (account) => {
      const emulator = account.emulator();
      await emulator.seed(everything(), REGION);
      await emulator.seed({ version: 1, fleets: [{ name: 'other' }] }, REGION);
      await refusalOf(account, { version: 2 }, true);
      await emulator.seed(everything(), { ...REGION, replace: true });
      const { fleets, clockOffsetMs } = await emulator.exportAccount();
      assert.deepEqual(
        fleets?.map(({ name }) => name),
        ['demo'],
      );
      assert.equal(clockOffsetMs, 5_000);
    }));

  it('comes beside what is there', () =>
    withMemory(async (account) => {
      const emulator = account.emulator();
      await emulator.seed(everything(), REGION);
      await emulator.seed(SAMPLE_ACCOUNT, REGION);
      await emulator.seed(
        { version: 1, fleets: [{ name: 'late', domains: [{ name: 'a.b', certificateArn: ARN }] }] },
        REGION,
      );
      const { fleets, vpcs } = await emulator.exportAccount();
      assert.deepEqual([fleets?.length, vpcs?.length], [2, 2]);
    }));

  it('changes nothing where it is only tried, and is judged all the same', () =>
    withMemory(async (account) => {
      const emulator = account.emulator();
      const before = await emulator.exportAccount({ includeSecrets: true });
      const counts = await emulator.seed(everything(), { ...REGION, dryRun: true });
      assert.deepEqual([counts.fleets, counts.subnets, counts.faults], [1, 1, 1]);
      assert.deepEqual(await emulator.exportAccount({ includeSecrets: true }), before);
      await emulator.seed(everything(), REGION);
      await assert.rejects(emulator.seed(everything(), { ...REGION, dryRun: true }), /is there already/);
    }));

  it('gives the administrator what it says of it, and others a key where it says none', () =>
    withMemory(async (account) => {
      const own = account.emulator().credentials();
      await account.emulator().seed(
        {
          version: 1,
          principals: [
            { name: 'administrator', policies: ['AmazonWorkLinkReadOnly'] },
            { name: 'x', policies: [] },
          ],
        },
        REGION,
      );
      assert.deepEqual(account.emulator().credentials(), own);
      const { principals } = await account.emulator().exportAccount({ includeSecrets: true });
      assert.deepEqual(principals?.[0]?.policies, ['AmazonWorkLinkReadOnly']);
      assert.match(principals[1]?.secretAccessKey ?? '', /^.{40}$/);
      const key = { accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 's'.repeat(40) };
      await account
        .emulator()
        .seed({ version: 1, principals: [{ name: 'administrator', policies: [], ...key }] }, REGION);
      assert.deepEqual(account.emulator().credentials(), key);
    }));

  it('issues what it lacks by its own authority, else by the one there is, else by a new one', async function () {
    this.timeout(60_000);
    const wanted = (index: number) => ({
      arn: `${ARN}${String(index)}`,
      type: 'AMAZON_ISSUED' as const,
      domainName: 'a.example.com',
    });
    const { certificatePem: certificateOfAuthority, privateKeyPem: privateKey } = material.authority;
    await withMemory(async (account) => {
      const emulator = account.emulator();
      const authority = { certificate: certificateOfAuthority, privateKey };
      await emulator.seed({ version: 1, certificateAuthority: authority, certificates: [wanted(1)] }, REGION);
      await emulator.seed({ version: 1, certificates: [wanted(2)] }, REGION);
      const { certificates } = await emulator.exportAccount();
      assert.deepEqual(
        certificates?.map(({ chain }) => chain?.trim()),
        Array(2).fill(certificateOfAuthority.trim()),
      );
    });
    await withMemory(async (account) => {
      const emulator = account.emulator();
      await emulator.seed(
        { version: 1, certificateAuthority: { certificate: certificateOfAuthority } },
        REGION,
      );
      await emulator.seed({ version: 1, certificates: [wanted(1)] }, REGION);
      const { certificates, certificateAuthority } = await emulator.exportAccount({ includeSecrets: true });
      assert.notEqual(certificateAuthority?.certificate, certificateOfAuthority);
      assert.ok(certificateAuthority?.privateKey !== undefined);
      assert.equal(certificates?.[0]?.chain?.trim(), certificateAuthority.certificate.trim());
      const arn = await emulator.certificates.request({ domainName: 'b.example.com' });
      await emulator.certificates.validate(arn);
    });
  });

  it('keeps secrets out of an export unless they are wanted', () =>
    withMemory(async (account) => {
      await account.emulator().seed(everything(), REGION);
      const text = JSON.stringify(await account.emulator().exportAccount());
      for (const secret of [
        's'.repeat(40),
        account.emulator().credentials().secretAccessKey,
        'PRIVATE KEY',
        'privateKey',
      ])
        assert.equal(text.includes(secret), false, secret);
      const whole = JSON.stringify(await account.emulator().exportAccount({ includeSecrets: true }));
      assert.ok(whole.includes('PRIVATE KEY') && whole.includes('s'.repeat(40)));
    }));
});

/** Aliases of aliases: ten lines that stand for ten thousand million elements. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, index) =>
    index === 0
      ? 'a0: &a0 [x]'
      : `a${String(index)}: &a${String(index)} [${`*a${String(index - 1)}, `.repeat(10)}]`,
  );
  return `${levels.join('\n')}\n`;
}
