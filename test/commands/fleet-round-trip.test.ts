import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { StoredTemplates } from '../../src/cli/invites/stored-templates.js';
import { type AccountDocument } from '../../src/core/model/account-file/account-document.js';
import { SAMPLE_ACCOUNT } from '../../src/core/model/account-file/sample.js';
import { type FleetDocument, type FleetSpec } from '../../src/core/model/fleet-file/fleet-document.js';
import { type FleetMaterial, fleetMaterial, randomFleets } from '../admin/fleet-file/random-fleets.js';
import { makeMaterial, type Material } from '../backends/local/portable/random-account.js';
import { Workplace } from '../support/cli.js';
import { file } from '../support/files.js';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111';
const EXAMPLES = join(import.meta.dirname, '../../examples/fleets');
const NETWORK = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60a01', 'subnet-0a1b2c3d4e5f60b01'],
  securityGroupIds: ['sg-0a1b2c3d4e5f60002'],
};

describe('fleets as files, there and back', function () {
  this.timeout(300_000);
  let issued: Material['issued'];
  let material: FleetMaterial;
  before(async () => {
    ({ issued } = await makeMaterial());
    material = {
      ...(await fleetMaterial(new Date('2026-01-01T00:00:00Z'))),
      certificateArns: [CERTIFICATE],
      domainNames: ['a.example.com', 'B.example.com', 'c.example.com', 'd.example.com', 'e.example.com'],
      network: NETWORK,
    };
  });

  /** An account with what fleets need, and fleets. */
  const accountOf = (fleets: readonly FleetSpec[]): AccountDocument => ({
    ...SAMPLE_ACCOUNT,
    streams: ['arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-a'],
    certificates: [
      { arn: CERTIFICATE, type: 'IMPORTED', certificate: issued.certificatePem, chain: issued.chainPem },
    ],
    fleets: fleets.map(({ domains, invitation: _, ...fleet }) => ({
      ...fleet,
      ...(domains !== undefined && {
        domains: domains.map(({ revoked, certificateArn = CERTIFICATE, ...domain }) => ({
          ...domain,
          certificateArn,
          status: revoked === true ? ('INACTIVE' as const) : ('ACTIVE' as const),
        })),
      }),
    })),
  });

  /** A new machine with an account, in which something is done. */
  const inAccount = <T>(
    fleets: readonly FleetSpec[],
    body: (workplace: Workplace) => Promise<T>,
  ): Promise<T> =>
    Workplace.with(async (workplace) => {
      await file(workplace, 'account.json', JSON.stringify(accountOf(fleets)));
      await workplace.succeed(['emulator', 'seed', 'account.json']);
      const { dataDirectory = '', timer } = workplace.terminal().host;
      const templates = new StoredTemplates(dataDirectory, timer);
      for (const { name, invitation } of fleets) {
        const fleet = { fleetArn: `arn:aws:worklink::123456789012:fleet/${name}`, fleetName: name };
        if (invitation !== undefined) await templates.save(fleet, { link: '', ...invitation });
      }
      return body(workplace);
    });

  it('are the same file again, exported, applied to a new account and exported from there', () =>
    fc.assert(
      fc.asyncProperty(randomFleets(material), fc.boolean(), async (fleets, asJson) => {
        const form = asJson ? ['--json'] : [];
        const exported = await inAccount(fleets, (workplace) =>
          workplace.succeed(['export', '--all', ...form]),
        );
        await inAccount([], async (workplace) => {
          await workplace.succeed(['apply', '-', '--yes'], { stdin: exported });
          assert.equal(await workplace.succeed(['export', '--all', ...form]), exported);
          const { code } = await workplace.run(['diff', '-', '--exit-code'], { stdin: exported });
          assert.equal(code, 0, 'there is nothing left to do');
        });
      }),
      { numRuns: 12 },
    ));

  for (const [folder, names, count] of [
    ['minimal', ['minimal.example.com'], 0],
    ['full', ['*.example.com'], 3],
    [
      'many-domains',
      ['north', 'south'].flatMap((region) =>
        ['finance', 'people', 'sales', 'support', 'engineering'].map(
          (team) => `*.${team}.${region}.example.com`,
        ),
      ),
      100,
    ],
  ] as const) {
    it(`begin with the example ${folder}, which can be applied as it is`, () =>
      Workplace.with(async (workplace) => {
        const account: AccountDocument = {
          ...accountOf([]),
          certificates: [
            {
              arn: CERTIFICATE,
              type: 'AMAZON_ISSUED',
              domainName: names[0],
              subjectAlternativeNames: names,
            },
          ],
          streams: ['arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit'],
        };
        await file(workplace, 'account.json', JSON.stringify(account));
        await workplace.succeed(['emulator', 'seed', 'account.json']);
        await cp(join(EXAMPLES, folder), join(workplace.folder, folder), { recursive: true });

        await workplace.succeed(['apply', folder, '--yes']);

        const { fleets } = JSON.parse(
          await workplace.succeed(['export', '--all', '--json']),
        ) as FleetDocument;
        assert.equal(fleets.flatMap(({ domains = [] }) => domains).length, count);
        assert.equal((await workplace.run(['diff', folder, '--exit-code'])).code, 0);
      }));
  }
});
