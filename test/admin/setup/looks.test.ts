import assert from 'node:assert/strict';
import { lookAtDomains } from '../../../src/core/admin/setup/domains.js';
import { lookAtFleet } from '../../../src/core/admin/setup/fleet.js';
import { fleetGrounds } from '../../../src/core/admin/setup/ground.js';
import { type FleetGround } from '../../../src/core/admin/setup/look.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { FakeClock } from '../../support/account.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

/** The ground of a fleet `sales`, where the service answers each operation as given. */
function groundWith(answers: Readonly<Record<string, unknown>>): FleetGround {
  const clock = new FakeClock();
  const call = (operation: string): Promise<unknown> =>
    operation in answers
      ? Promise.resolve(answers[operation])
      : Promise.reject(new Error(`${operation} was not to be called.`));
  return {
    backend: { name: 'aws', region: 'us-east-1', workLink: { call } } as unknown as Backend,
    now: clock.now(),
    clock,
    signal: new AbortController().signal,
    expiresWithinMs: 0,
    arn: ARN,
    name: 'sales',
  };
}

describe('a look at a fleet', () => {
  const REMOVE = 'worklink fleet delete sales';
  const CREATE = 'worklink fleet create NAME';
  for (const [status, command, detail] of [
    ['DELETING', CREATE, 'The fleet is DELETING.'],
    ['DELETED', CREATE, 'The fleet is DELETED.'],
    ['FAILED_TO_CREATE', REMOVE, 'The fleet is FAILED_TO_CREATE.'],
    ['FAILED_TO_DELETE', REMOVE, 'The fleet is FAILED_TO_DELETE.'],
    [undefined, REMOVE, 'The fleet is in no known state.'],
  ] as const) {
    it(`given ${status ?? 'no state'}, then that is an error, and ${command} goes on`, async () => {
      const look = await lookAtFleet(groundWith({ DescribeFleetMetadata: { FleetStatus: status } }));

      assert.equal(look.presence, 'present');
      assert.equal(look.detail, detail);
      assert.equal(look.command, command);
      const [finding, ...others] = look.findings;
      assert.deepEqual(others, []);
      assert.equal(finding?.id, 'fleet-not-active');
      assert.equal(finding.severity, 'error');
      assert.ok(finding.fix.includes(command), finding.fix);
    });
  }

  it('given one that is being created, then it is pending and nothing is wrong', async () => {
    const look = await lookAtFleet(groundWith({ DescribeFleetMetadata: { FleetStatus: 'CREATING' } }));

    assert.deepEqual(look, { presence: 'pending', detail: 'The fleet is being created.', findings: [] });
  });

  for (const [code, ids, detail] of [
    ['Sales1', [], /company code is Sales1\.$/],
    ['sales-1', ['company-code-invalid'], /company code is sales-1\.$/],
    [undefined, ['company-code-missing'], /says no company code/],
  ] as const) {
    it(`given the company code ${code ?? 'left out'}, then finds ${ids[0] ?? 'nothing'}`, async () => {
      const answer = { FleetStatus: 'ACTIVE', CompanyCode: code };
      const look = await lookAtFleet(groundWith({ DescribeFleetMetadata: answer }));

      assert.equal(look.presence, 'present');
      assert.match(look.detail, detail);
      assert.deepEqual(
        look.findings.map(({ id }) => id),
        ids,
      );
    });
  }
});

describe('a look at the domains of a fleet', () => {
  const LIST = 'worklink domain list --fleet sales';
  const many = Array.from({ length: 12 }, () => 'INACTIVE');
  for (const [statuses, presence, command, found] of [
    [[], 'missing', 'worklink domain associate NAME --fleet sales', []],
    [['ACTIVE', 'DISASSOCIATED'], 'present', undefined, []],
    [['ACTIVE', 'INACTIVE'], 'present', LIST, ['info domain-inactive d1.example']],
    [['ASSOCIATING'], 'pending', LIST, ['info domain-associating d0.example']],
    [['PENDING_VALIDATION'], 'pending', LIST, ['warning domain-pending-validation d0.example']],
    [['DISASSOCIATING'], 'present', LIST, ['error domain-none-active sales']],
    [
      ['FAILED_TO_ASSOCIATE', 'FAILED_TO_DISASSOCIATE'],
      'present',
      LIST,
      [
        'error domain-failed-to-associate d0.example',
        'error domain-none-active sales',
        'warning domain-failed-to-disassociate d1.example',
      ],
    ],
    [
      many,
      'present',
      LIST,
      [
        'error domain-none-active sales',
        `info domain-inactive ${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `d${String(n)}.example`).join(', ')} and 2 more`,
      ],
    ],
  ] as const) {
    const given = statuses.length > 3 ? `${String(statuses.length)} INACTIVE` : statuses.join(' and ');
    it(`given ${given === '' ? 'none' : given}, then they are ${presence}, with ${String(found.length)} findings`, async () => {
      const Domains = statuses.map((DomainStatus, index) => ({
        DomainName: `d${String(index)}.example`,
        CreatedTime: new Date(0),
        DomainStatus,
      }));
      const look = await lookAtDomains(groundWith({ ListDomains: { Domains } }));

      assert.equal(look.presence, presence);
      assert.equal(look.command, command);
      assert.deepEqual(
        look.findings.map(({ severity, id, subject }) => `${severity} ${id} ${subject}`).sort(),
        found,
      );
    });
  }
});

describe('the fleets that are looked at', () => {
  it('given names and ARNs a service might answer, then only plain names become part of commands', async () => {
    const ground = groundWith({
      ListFleets: {
        FleetSummaryList: [
          { FleetArn: ARN, FleetName: 'plain' },
          { FleetArn: ARN, FleetName: '$(reboot)' },
          { FleetArn: ARN },
          { FleetName: 'without-arn' },
          { FleetArn: 'no ARN; reboot' },
          { FleetArn: 'no ARN; reboot', FleetName: 'a b' },
        ],
      },
    });

    const names: string[] = [];
    for await (const { name } of fleetGrounds(ground, undefined)) names.push(name);

    assert.deepEqual(names, ['plain', 'sales', 'sales', 'FLEET', 'FLEET']);
  });

  it('given one whose name the service leaves out or makes unfit, then it is named as its ARN does', async () => {
    for (const FleetName of [undefined, 'Sales; reboot']) {
      const ground = groundWith({ DescribeFleetMetadata: { FleetName } });

      const names: string[] = [];
      for await (const { name } of fleetGrounds(ground, ARN)) names.push(name);

      assert.deepEqual(names, ['sales']);
    }
  });
});
