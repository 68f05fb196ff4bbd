import assert from 'node:assert/strict';
import { submit, visit } from '../../support/visitor.js';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { withWorld, type World } from './world.js';

const ELSEWHERE = 'arn:aws:worklink::999999999999:fleet/sales';

async function devices(world: World): Promise<readonly unknown[]> {
  const { Devices } = await world.call('ListDevices', { FleetArn: world.fleetArn });
  return Devices as readonly unknown[];
}

/** What is different by the time the identity provider's answer comes. */
const CHANGES: readonly {
  readonly what: string;
  readonly change: (world: World) => unknown;
  readonly told: RegExp;
}[] = [
  {
    what: 'the fleet is being deleted',
    change: (world) => world.call('DeleteFleet', { FleetArn: world.fleetArn }),
    told: /DELETING|belongs to no sign-in/,
  },
  {
    what: 'a device policy was set',
    change: async (world) => {
      const { certificatePem } = await createAuthority({ name: 'Device CA', now: world.clock.now() });
      return world.call('UpdateDevicePolicyConfiguration', {
        FleetArn: world.fleetArn,
        DeviceCaCertificate: certificatePem,
      });
    },
    told: /does not meet the device policies of fleet sales/,
  },
  {
    what: 'another user has signed in on the device',
    change: ({ account, companyCode }) =>
      account
        .emulator()
        .devices.signIn({ companyCode, username: 'ben', deviceId: 'phone-1', description: {} }),
    told: /is another user/,
  },
];

describe('a sign-in during which something changes', () => {
  for (const { what, change, told } of CHANGES) {
    it(`given that ${what}, then it is refused and no device enrolled`, () =>
      withWorld(async (world) => {
        const handOver = await world.handOver(await world.toLogin({ deviceId: 'phone-1' }));
        await change(world);
        const before = (await devices(world)).length;
        const result = await submit(handOver);
        assert.ok(result.status >= 400, `${String(result.status)} ${result.text}`);
        assert.match(result.text, told);
        assert.equal((await devices(world)).length, before);
      }));
  }

  it('given a trial of a fleet that is not there or another account’s, then there is none', () =>
    withWorld(async (world) => {
      const signIns = await world.account.emulator().signIns();
      for (const arn of [ELSEWHERE, `${world.fleetArn}-2`, 'nonsense'])
        assert.throws(() => signIns.beginTrial(arn, 60_000), { code: 'ResourceNotFoundException' });
      await world.call('DeleteFleet', { FleetArn: world.fleetArn });
      assert.throws(() => signIns.beginTrial(world.fleetArn, 60_000));
    }));

  it('given a trial whose fleet goes meanwhile, then its address leads nowhere', () =>
    withWorld(async (world) => {
      const signIns = await world.account.emulator().signIns();
      const trial = signIns.beginTrial(world.fleetArn, 24 * 3_600_000);
      await world.call('DeleteFleet', { FleetArn: world.fleetArn });
      world.account.emulator().advanceClock(3_600_000);
      assert.ok((await visit(trial.url)).status >= 400);
    }));
});
