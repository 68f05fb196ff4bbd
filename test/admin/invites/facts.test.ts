import assert from 'node:assert/strict';
import { invitingFleet } from '../../../src/core/admin/invites/facts.js';
import { type Backend } from '../../../src/core/ports/backend.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

/** A service with one fleet, of which it says this. */
function withFleet(facts: Readonly<Record<string, unknown>>): Backend {
  const call = () => Promise.resolve({ FleetName: 'sales', ...facts });
  return { workLink: { call } } as unknown as Backend; // nothing else of it is asked
}

describe('the fleet of an invitation', () => {
  it('given one with a company code, then is told with its names', async () => {
    const told = await invitingFleet(withFleet({ CompanyCode: 'ab12', FleetStatus: 'ACTIVE' }), ARN);
    assert.deepEqual(told, { fleetArn: ARN, fleetName: 'sales', companyCode: 'ab12', displayName: '' });
  });

  for (const [what, facts, message] of [
    ['no company code', { FleetStatus: 'CREATING' }, /has no company code/],
    ['an empty company code', { CompanyCode: '' }, /has no company code/],
    ['a fleet on its way out', { CompanyCode: 'ab12', FleetStatus: 'DELETING' }, /is DELETING/],
    ['a fleet that is no more', { CompanyCode: 'ab12', FleetStatus: 'DELETED' }, /is DELETED/],
  ] as const) {
    it(`given ${what}, then nobody can be invited`, async () => {
      await assert.rejects(invitingFleet(withFleet(facts), ARN), { code: 'WrongState', message });
    });
  }
});
