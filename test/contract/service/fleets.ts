import assert from 'node:assert/strict';
import { LONG_ENOUGH, type StartSubject, useSubject } from '../subject.js';

export function describeFleets(start: StartSubject): void {
  describe('fleets', () => {
    const trial = useSubject(start);

    it('makes a fleet that is described at once', async () => {
      const before = trial.subject.emulator.clock().now;
      const { FleetArn } = await trial.call('CreateFleet', {
        FleetName: 'a-1',
        DisplayName: 'Ünited 🚀',
        OptimizeForEndUserLocation: true,
        Tags: { owner: 'it', empty: '' },
      });
      assert.equal(FleetArn, trial.arn('a-1'));
      const { CreatedTime, LastUpdatedTime, CompanyCode, ...rest } = await trial.call(
        'DescribeFleetMetadata',
        { FleetArn },
      );
      assert.deepEqual(rest, {
        FleetName: 'a-1',
        DisplayName: 'Ünited 🚀',
        OptimizeForEndUserLocation: true,
        FleetStatus: 'CREATING',
        Tags: { owner: 'it', empty: '' },
      });
      assert.match(CompanyCode ?? '', /^[0-9a-f]{8}$/);
      trial.rightAfter(before, CreatedTime);
      trial.rightAfter(before, LastUpdatedTime);
    });

    it('leaves absent what was not given', async () => {
      const FleetArn = await trial.fleet();
      const described = await trial.call('DescribeFleetMetadata', { FleetArn });
      assert.equal('DisplayName' in described, false);
      assert.equal('Tags' in described, false);
      assert.equal(described.OptimizeForEndUserLocation, false);
    });

    it('is ACTIVE once time has passed', async () => {
      const FleetArn = await trial.fleet();
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      assert.equal((await trial.call('DescribeFleetMetadata', { FleetArn })).FleetStatus, 'ACTIVE');
    });

    it('gives every fleet a company code of its own', async () => {
      for (const name of ['a', 'b', 'c']) await trial.fleet(name);
      const { FleetSummaryList = [] } = await trial.call('ListFleets', {});
      assert.equal(new Set(FleetSummaryList.map(({ CompanyCode }) => CompanyCode)).size, 3);
    });

    it('lists what describing tells', async () => {
      const { FleetArn = '' } = await trial.call('CreateFleet', {
        FleetName: 'a',
        DisplayName: 'A',
        Tags: { k: 'v' },
      });
      const described = await trial.call('DescribeFleetMetadata', { FleetArn });
      const { FleetSummaryList = [] } = await trial.call('ListFleets', {});
      // A summary says all but the choice of location.
      const summaries = FleetSummaryList.map((summary) => ({
        ...summary,
        OptimizeForEndUserLocation: false,
      }));
      assert.deepEqual(summaries, [{ FleetArn, ...described }]);
    });

    it('refuses a name that is taken', async () => {
      await trial.fleet('taken');
      await trial.refuses('ResourceAlreadyExistsException', 'CreateFleet', { FleetName: 'taken' }, /taken/);
    });

    for (const name of [
      'Capital',
      '-first',
      'last-',
      'under_score',
      'dot.ted',
      'ü',
      ' ',
      'a'.repeat(49),
      'a\n',
      '',
    ]) {
      it(`refuses the name ${JSON.stringify(name)}`, async () => {
        await trial.refuses('InvalidRequestException', 'CreateFleet', { FleetName: name }, /'FleetName'/);
        assert.deepEqual(await trial.call('ListFleets', {}), { FleetSummaryList: [] });
      });
    }

    it('changes both members of the metadata, and only then the time of change', async () => {
      const FleetArn = await trial.fleet();
      const { CreatedTime } = await trial.call('DescribeFleetMetadata', { FleetArn });
      trial.subject.emulator.advanceClock(1_500);
      const changed = trial.subject.emulator.clock().now;
      await trial.call('UpdateFleetMetadata', {
        FleetArn,
        DisplayName: 'New',
        OptimizeForEndUserLocation: true,
      });
      const described = await trial.call('DescribeFleetMetadata', { FleetArn });
      assert.equal(described.DisplayName, 'New');
      assert.equal(described.OptimizeForEndUserLocation, true);
      assert.deepEqual(described.CreatedTime, CreatedTime);
      trial.rightAfter(changed, described.LastUpdatedTime);
    });

    it('unsets a display name that an update leaves out', async () => {
      const { FleetArn = '' } = await trial.call('CreateFleet', { FleetName: 'a', DisplayName: 'A' });
      await trial.call('UpdateFleetMetadata', { FleetArn, OptimizeForEndUserLocation: true });
      const described = await trial.call('DescribeFleetMetadata', { FleetArn });
      assert.equal('DisplayName' in described, false);
      await trial.call('UpdateFleetMetadata', { FleetArn, DisplayName: 'B' });
      assert.equal(
        (await trial.call('DescribeFleetMetadata', { FleetArn })).OptimizeForEndUserLocation,
        true,
      );
    });

    it('is DELETING for a while, then not found, and its name is free again', async () => {
      const FleetArn = await trial.fleet();
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      const { CompanyCode } = await trial.call('DescribeFleetMetadata', { FleetArn });
      assert.deepEqual(await trial.call('DeleteFleet', { FleetArn }), {});
      assert.equal((await trial.call('DescribeFleetMetadata', { FleetArn })).FleetStatus, 'DELETING');
      await trial.refuses('ResourceAlreadyExistsException', 'CreateFleet', { FleetName: 'example' });
      await trial.refuses('InvalidRequestException', 'DeleteFleet', { FleetArn }, /DELETING/);
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      await trial.refuses('ResourceNotFoundException', 'DescribeFleetMetadata', { FleetArn });
      await trial.refuses('ResourceNotFoundException', 'DeleteFleet', { FleetArn });
      assert.deepEqual(await trial.call('ListFleets', {}), { FleetSummaryList: [] });
      await trial.fleet();
      assert.notEqual((await trial.call('DescribeFleetMetadata', { FleetArn })).CompanyCode, CompanyCode);
    });

    it('can be configured from the first moment, and not any more once it is DELETING', async () => {
      const FleetArn = await trial.fleet();
      await trial.call('UpdateFleetMetadata', { FleetArn, DisplayName: 'A' });
      await trial.call('DeleteFleet', { FleetArn });
      await trial.refuses(
        'InvalidRequestException',
        'UpdateFleetMetadata',
        { FleetArn, DisplayName: 'B' },
        /DELETING/,
      );
      await trial.refuses('InvalidRequestException', 'UpdateAuditStreamConfiguration', { FleetArn });
      await trial.refuses('InvalidRequestException', 'AssociateWebsiteAuthorizationProvider', {
        FleetArn,
        AuthorizationProviderType: 'SAML',
      });
    });

    it('takes a fleet down with all that was in it', async () => {
      const FleetArn = await trial.fleet();
      await trial.domain(FleetArn, 'www.example.com');
      await trial.call('DeleteFleet', { FleetArn });
      trial.subject.emulator.advanceClock(LONG_ENOUGH);
      await trial.fleet();
      assert.deepEqual(await trial.call('ListDomains', { FleetArn }), { Domains: [] });
    });

    it('is seen in its home Region alone, though its name is taken everywhere', async () => {
      const FleetArn = await trial.fleet();
      const elsewhere = trial.subject.inRegion('eu-west-1');
      assert.deepEqual(await elsewhere.call('ListFleets', {}), { FleetSummaryList: [] });
      await assert.rejects(elsewhere.call('DescribeFleetMetadata', { FleetArn }), {
        code: 'ResourceNotFoundException',
      });
      await assert.rejects(elsewhere.call('CreateFleet', { FleetName: 'example' }), {
        code: 'ResourceAlreadyExistsException',
      });
    });

    it('does not find what is not there', async () => {
      await trial.refuses('ResourceNotFoundException', 'DescribeFleetMetadata', {
        FleetArn: trial.arn('nothing'),
      });
      await trial.refuses('ResourceNotFoundException', 'DescribeFleetMetadata', {
        FleetArn: 'arn:aws:worklink::999999999999:fleet/example',
      });
      await trial.refuses('InvalidRequestException', 'DescribeFleetMetadata', {
        FleetArn: 'arn:aws:iam::123456789012:user/example',
      });
    });

    it('has no devices and no users before anybody has signed in', async () => {
      const FleetArn = await trial.fleet();
      assert.deepEqual(await trial.call('ListDevices', { FleetArn }), { Devices: [] });
      await trial.refuses('ResourceNotFoundException', 'DescribeDevice', { FleetArn, DeviceId: 'nothing' });
      await trial.refuses('ResourceNotFoundException', 'SignOutUser', {
        FleetArn,
        Username: 'nobody@example.com',
      });
    });

    it('answers with the fault somebody asked for, and with the service again after it', async () => {
      trial.subject.emulator.addFault({
        operation: 'ListFleets',
        error: 'UnauthorizedException',
        remaining: 1,
      });
      await trial.refuses('UnauthorizedException', 'ListFleets', {});
      assert.deepEqual(await trial.call('ListFleets', {}), { FleetSummaryList: [] });
    });
  });
}
