import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type LocalAccount, openLocalAccount } from '../../../../src/core/backends/local/account.js';
import { type AccountDocument } from '../../../../src/core/model/account-file/account-document.js';
import { ACCOUNT_FILE_FORMAT } from '../../../../src/core/model/account-file/format.js';
import { checkDocument, Faults } from '../../../../src/core/model/document/check.js';
import { SAMPLE_ACCOUNT } from '../../../../src/core/model/account-file/sample.js';
import { yamlText } from '../../../../src/core/model/document/yaml-text.js';
import { FakeClock } from '../../../support/account.js';
import { makeMaterial, type Material, randomAccount } from './random-account.js';

const REGION = { region: 'us-east-1' };

async function withMemory<T>(body: (account: LocalAccount) => Promise<T>): Promise<T> {
  const account = openLocalAccount({ file: ':memory:', clock: new FakeClock() });
  try {
    return await body(account);
  } finally {
    account.close();
  }
}

describe('a whole account as one file', function () {
  this.timeout(120_000);
  let material: Material;
  before(async () => {
    material = await makeMaterial();
  });
  /** The faults a document has must have something to do. */
  const accounts = () =>
    randomAccount(material).filter(({ faults = [] }) =>
      faults.every(({ error, latencyMs }) => error !== undefined || latencyMs !== undefined),
    );

  for (const includeSecrets of [false, true]) {
    it(`is the same again after export, reset and seed, ${includeSecrets ? 'with' : 'without'} its secrets`, () =>
      fc.assert(
        fc.asyncProperty(accounts(), fc.constantFrom('document', 'yaml', 'json'), async (given, form) =>
          withMemory(async (account) => {
            const emulator = account.emulator();
            await emulator.seed(given, REGION);
            const exported = await emulator.exportAccount({ includeSecrets });

            emulator.reset();
            await emulator.seed(written(exported, form), REGION);

            assert.deepEqual(await emulator.exportAccount({ includeSecrets }), exported);
          }),
        ),
        { numRuns: 60 },
      ));

    it(`is the same in another emulator, ${includeSecrets ? 'with' : 'without'} its secrets`, () =>
      fc.assert(
        fc.asyncProperty(accounts(), async (given) =>
          withMemory(async (account) => {
            await account.emulator().seed(given, REGION);
            const exported = await account.emulator().exportAccount({ includeSecrets });

            const again = await withMemory(async (other) => {
              await other.emulator().seed(exported, REGION);
              return other.emulator().exportAccount({ includeSecrets });
            });

            assert.deepEqual(again, exported);
            assert.ok(checkDocument(ACCOUNT_FILE_FORMAT, again, new Faults()));
          }),
        ),
        { numRuns: 30 },
      ));
  }

  it('holds all that was seeded', () =>
    fc.assert(
      fc.asyncProperty(accounts(), async (given) =>
        withMemory(async (account) => {
          await account.emulator().seed(given, REGION);
          const exported = await account.emulator().exportAccount({ includeSecrets: true });

          for (const [index, fleet] of (given.fleets ?? []).entries()) {
            const found = exported.fleets?.[index];
            const { domains, devices, websiteCertificateAuthorities, authorizationProviders, tags, ...own } =
              fleet;
            assert.deepEqual({ ...found, ...plain(own) }, found);
            assert.deepEqual({ ...found?.tags, ...tags }, { ...found?.tags });
            for (const [list, name] of [
              [domains, 'domains'],
              [devices, 'devices'],
              [websiteCertificateAuthorities, 'websiteCertificateAuthorities'],
              [authorizationProviders, 'authorizationProviders'],
            ] as const) {
              assert.equal(found?.[name]?.length ?? 0, list?.length ?? 0, name);
            }
          }
        }),
      ),
      { numRuns: 30 },
    ));

  it('is what the API then says of it', () =>
    withMemory(async (account) => {
      await account.emulator().seed(
        `
version: 1
certificates:
  - arn: arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111
    type: AMAZON_ISSUED
    domainName: intranet.example.com
fleets:
  - name: demo
    displayName: Demo
    tags: { team: it }
    domains:
      - name: intranet.example.com
        certificateArn: arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111
    devices:
      - { id: phone-1, username: alice, model: Pixel }
`,
        REGION,
      );
      const caller = {
        principal: account.administrator(),
        region: 'us-east-1',
        sourceIp: '192.0.2.7',
        userAgent: 'tests',
      };
      const FleetArn = 'arn:aws:worklink::123456789012:fleet/demo';
      const fleet = await account.call('DescribeFleetMetadata', { FleetArn }, caller);
      assert.deepEqual(
        [fleet['FleetStatus'], fleet['DisplayName'], fleet['Tags']],
        ['ACTIVE', 'Demo', { team: 'it' }],
      );
      const domain = await account.call(
        'DescribeDomain',
        { FleetArn, DomainName: 'intranet.example.com' },
        caller,
      );
      assert.equal(domain['DomainStatus'], 'ACTIVE');
      const device = await account.call('DescribeDevice', { FleetArn, DeviceId: 'phone-1' }, caller);
      assert.deepEqual([device['Username'], device['Model'], device['Status']], ['alice', 'Pixel', 'ACTIVE']);
      const { certificates } = account.emulator();
      const detail = await certificates.describe(String(domain['AcmCertificateArn']));
      assert.deepEqual([detail.status, detail.subjectAlternativeNames], ['ISSUED', ['intranet.example.com']]);
      await account.call('SignOutUser', { FleetArn, Username: 'alice' }, caller);
    }));

  it('of the sample is a network and nothing else', () =>
    withMemory(async (account) => {
      const counts = await account.emulator().seed(SAMPLE_ACCOUNT, REGION);
      assert.deepEqual([counts.vpcs, counts.subnets, counts.securityGroups, counts.fleets], [1, 4, 3, 0]);
      const { vpcs } = await account.emulator().exportAccount();
      assert.deepEqual(vpcs, SAMPLE_ACCOUNT.vpcs);
    }));

  it('goes on in the time it was exported at', () =>
    withMemory(async (account) => {
      const emulator = account.emulator();
      const dueTime = new Date(emulator.clock().now.getTime() + 3_600_000).toISOString();
      await emulator.seed({ version: 1, fleets: [{ name: 'demo', status: 'CREATING', dueTime }] }, REGION);
      emulator.advanceClock(1_800_000);
      const exported = await emulator.exportAccount();
      await withMemory(async (other) => {
        await other.emulator().seed(exported, REGION);
        const status = async () => (await other.emulator().exportAccount()).fleets?.[0]?.status;
        assert.equal(await status(), 'CREATING');
        other.emulator().advanceClock(1_800_000);
        assert.equal(await status(), 'ACTIVE');
      });
    }));
});

/** Without the prototypes that generators leave out. */
function plain(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

function written(document: AccountDocument, form: string): AccountDocument | string {
  if (form === 'yaml') return yamlText(document);
  return form === 'json' ? JSON.stringify(document) : document;
}
