import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';

const ARN = 'arn:aws:worklink::123456789012:fleet/sales';

describe('worklink fleet show', () => {
  it('given a name or an ARN, then shows the same fleet', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--tag', 'b=2', '--tag', 'a=1']);
      const byName = await place.succeed(['fleet', 'show', 'sales']);
      assert.match(byName, /^Name: +sales\nStatus: +CREATING\nCompany code: +[0-9a-f]{8}\n/);
      assert.match(byName, /^Tags: +a=1, b=2$/m);
      assert.equal(await place.succeed(['fleet', 'show', ARN]), byName);
    }));

  it('given a name no fleet has, then 5 with names near it', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'create', 'engineering']);
      const { code, stderr } = await place.run(['fleet', 'show', 'slaes']);
      assert.equal(code, 5);
      assert.match(stderr, /^Error: There is no fleet 'slaes' in us-east-1\.\nDid you mean sales\? /);
      assert.doesNotMatch(stderr, /engineering/);
    }));

  it('given an ARN of something else, then refused input', () =>
    Workplace.with(async (place) => {
      assert.equal((await place.run(['fleet', 'show', 'arn:aws:s3:::bucket'])).code, 3);
    }));

  it('given no argument, then the fleet of the environment, else of the project file', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      await place.succeed(['fleet', 'create', 'support']);
      await writeFile(join(place.folder, '.worklink.yaml'), 'fleet: sales\n');
      const show = ['fleet', 'show', '--query', 'fleetName', '-o', 'text'];
      assert.equal(await place.succeed(show, { cwd: 'deep/down' }), 'sales\n');
      assert.equal(await place.succeed(show, { env: { WORKLINK_FLEET: 'support' } }), 'support\n');
      assert.equal((await place.run(['fleet', 'show', ''])).code, 2);
    }));
});

describe('worklink fleet update', () => {
  it('given one change, then what was not named stays', () =>
    Workplace.with(async (place) => {
      await place.succeed([
        'fleet',
        'create',
        'sales',
        '--display-name',
        'Sales',
        '--optimize-for-end-user-location',
      ]);
      const update = async (...flags: string[]): Promise<unknown[]> => {
        const { displayName, optimizeForEndUserLocation } = (await place.json([
          'fleet',
          'update',
          'sales',
          ...flags,
        ])) as {
          displayName?: string;
          optimizeForEndUserLocation: boolean;
        };
        return [displayName, optimizeForEndUserLocation];
      };
      assert.deepEqual(await update('--no-optimize-for-end-user-location'), ['Sales', false]);
      assert.deepEqual(await update('--display-name', 'Support'), ['Support', false]);
      assert.deepEqual(await update('--optimize-for-end-user-location'), ['Support', true]);
      assert.deepEqual(await update('--clear-display-name'), [undefined, true]);
    }));

  it('given nothing to change, or both a name and none, then a usage error', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      assert.equal((await place.run(['fleet', 'update', 'sales'])).code, 2);
      assert.equal(
        (await place.run(['fleet', 'update', 'sales', '--display-name', 'x', '--clear-display-name'])).code,
        2,
      );
    }));

  it('given --dry-run, then shows the call with what stays, and sends none', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales', '--display-name', 'Sales']);
      const plan = await place.json([
        'fleet',
        'update',
        'sales',
        '--optimize-for-end-user-location',
        '--dry-run',
      ]);
      assert.deepEqual((plan as { calls: unknown }).calls, [
        {
          operation: 'UpdateFleetMetadata',
          input: { FleetArn: ARN, DisplayName: 'Sales', OptimizeForEndUserLocation: true },
        },
      ]);
      const { optimizeForEndUserLocation } = (await place.json(['fleet', 'show', 'sales'])) as {
        optimizeForEndUserLocation: boolean;
      };
      assert.equal(optimizeForEndUserLocation, false);
    }));

  it('given a display name that is too long, then refused, 3, and one of a fleet that is not there, 5', () =>
    Workplace.with(async (place) => {
      await place.succeed(['fleet', 'create', 'sales']);
      assert.equal(
        (await place.run(['fleet', 'update', 'sales', '--display-name', 'é'.repeat(101)])).code,
        3,
      );
      assert.equal((await place.run(['fleet', 'update', 'sails', '--display-name', 'x'])).code, 5);
      assert.equal(
        await place.succeed(['fleet', 'update', 'sales', '--display-name', '😀'.repeat(100)]),
        'Updated fleet sales.\n',
      );
    }));
});
