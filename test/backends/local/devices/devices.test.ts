import assert from 'node:assert/strict';
import { type OperationName } from '../../../../src/core/contract/contract.js';
import { type EmulatedDevices } from '../../../../src/core/ports/emulated-devices.js';
import { fixture } from '../../../contract/subject.js';
import { type TemporaryAccount, withAccount } from '../../../support/account.js';

const FLEET = 'arn:aws:worklink::123456789012:fleet/sales';
const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit';
const HOUR_MS = 60 * 60 * 1000;
/** The certificates among the fixtures are valid from the day they were made. */
const IN_2030 = 4 * 365 * 24 * HOUR_MS;
const PHONE = { model: 'Pixel 4', manufacturer: 'Google', operatingSystem: 'Android' };

interface Fleet {
  readonly devices: EmulatedDevices;
  readonly companyCode: string;
  readonly call: (operation: OperationName, input?: object) => Promise<Readonly<Record<string, unknown>>>;
  readonly signIn: (username?: string, deviceId?: string) => ReturnType<EmulatedDevices['signIn']>;
  /** What comes of a page: `shown`, or the code of why it is not. */
  readonly visit: (url?: string, certificate?: Uint8Array) => Promise<string>;
  readonly temporary: TemporaryAccount;
}

/** A fleet that is ACTIVE and whose users can sign in. */
function withFleet(body: (fleet: Fleet) => Promise<void>): Promise<void> {
  return withAccount(async (temporary) => {
    const { account, caller, clock } = temporary;
    const call: Fleet['call'] = (operation, input = {}) =>
      account.call(operation, { FleetArn: FLEET, ...input }, caller());
    await account.call('CreateFleet', { FleetName: 'sales' }, caller());
    clock.advance(2_000);
    await call('UpdateIdentityProviderConfiguration', {
      IdentityProviderType: 'SAML',
      IdentityProviderSamlMetadata: await fixture('saml/okta-idp-metadata.xml'),
    });
    const { CompanyCode: companyCode } = await call('DescribeFleetMetadata');
    const { devices } = account.emulator();
    await body({
      devices,
      companyCode: String(companyCode),
      call,
      temporary,
      signIn: (username = 'alice', deviceId = 'phone-1') =>
        devices.signIn({ companyCode: String(companyCode), username, deviceId, description: PHONE }),
      visit: async (url = 'https://www.example.com/', certificate) => {
        const { refusal } = await devices.visit({
          fleetArn: FLEET,
          deviceId: 'phone-1',
          url,
          ...(certificate !== undefined && { certificate }),
        });
        return refusal?.code ?? 'shown';
      },
    });
  });
}

/** Gives the fleet a domain `www.example.com`, ACTIVE, and a company network. */
async function reachable({ call, temporary }: Fleet): Promise<void> {
  const { certificates } = temporary.account.emulator();
  const AcmCertificateArn = await certificates.request({ domainName: '*.example.com' });
  await certificates.validate(AcmCertificateArn);
  await call('AssociateDomain', { DomainName: 'www.example.com', AcmCertificateArn });
  temporary.clock.advance(HOUR_MS);
  await call('UpdateCompanyNetworkConfiguration', {
    VpcId: 'vpc-0123456789abcdef0',
    SubnetIds: ['subnet-0123456789abcdef0'],
    SecurityGroupIds: ['sg-0123456789abcdef0'],
  });
}

describe('signing in on an emulated device', () => {
  it('makes a device that the service lists and describes', () =>
    withFleet(async ({ signIn, call, temporary }) => {
      const now = temporary.clock.now();

      const device = await signIn();

      assert.deepEqual(device, {
        deviceId: 'phone-1',
        fleetArn: FLEET,
        username: 'alice',
        status: 'ACTIVE',
        ...PHONE,
        firstAccessedTime: now,
        lastAccessedTime: now,
      });
      assert.deepEqual(await call('ListDevices'), {
        Devices: [{ DeviceId: 'phone-1', DeviceStatus: 'ACTIVE' }],
      });
      assert.deepEqual(await call('DescribeDevice', { DeviceId: 'phone-1' }), {
        Status: 'ACTIVE',
        Model: 'Pixel 4',
        Manufacturer: 'Google',
        OperatingSystem: 'Android',
        FirstAccessedTime: now,
        LastAccessedTime: now,
        Username: 'alice',
      });
    }));

  it('without a device id makes a new device each time', () =>
    withFleet(async ({ devices, companyCode }) => {
      const enter = () => devices.signIn({ companyCode, username: 'alice', description: {} });

      assert.notEqual((await enter()).deviceId, (await enter()).deviceId);
    }));

  it('again makes a signed-out device ACTIVE, enrolled when it first was', () =>
    withFleet(async ({ signIn, devices, temporary }) => {
      const first = await signIn();
      assert.equal(devices.signOut(FLEET, 'phone-1').status, 'SIGNED_OUT');
      temporary.clock.advance(HOUR_MS);

      const again = await signIn();

      assert.equal(again.status, 'ACTIVE');
      assert.deepEqual(again.firstAccessedTime, first.firstAccessedTime);
      assert.deepEqual(again.lastAccessedTime, temporary.clock.now());
    }));

  it('does not escape a sign-out that is under way', () =>
    withFleet(async ({ signIn, call, temporary }) => {
      await signIn();
      await call('SignOutUser', { Username: 'alice' });

      const { signOutDueTime } = await signIn();

      assert.ok(signOutDueTime instanceof Date);
      temporary.clock.advance(HOUR_MS);
      assert.equal((await call('DescribeDevice', { DeviceId: 'phone-1' }))['Status'], 'SIGNED_OUT');
    }));

  it('is refused with another code, without identity provider, and before the fleet is ACTIVE', () =>
    withFleet(async ({ devices, temporary }) => {
      const enter = (companyCode: string) =>
        devices.signIn({ companyCode, username: 'alice', description: {} });
      const { account, caller, clock } = temporary;
      await account.call('CreateFleet', { FleetName: 'bare' }, caller());
      const described = await account.call(
        'DescribeFleetMetadata',
        { FleetArn: 'arn:aws:worklink::123456789012:fleet/bare' },
        caller(),
      );
      const code = String(described['CompanyCode']);

      await assert.rejects(enter('nothing'), {
        code: 'NotFound',
        message: /company code 'nothing' is invalid/,
      });
      await assert.rejects(enter(code), { code: 'WrongState', message: /is CREATING/ });
      clock.advance(2_000);
      await assert.rejects(enter(code), {
        code: 'WrongState',
        message: "WorkLink is unable to connect to your company's Identity Provider.",
      });
    }));

  it('is refused for another user’s device, and for texts the service does not have', () =>
    withFleet(async ({ signIn, devices, companyCode }) => {
      await signIn('alice');

      await assert.rejects(signIn('bob'), { code: 'AlreadyExists' });
      await assert.rejects(signIn('x'.repeat(257), 'phone-2'), { code: 'InvalidInput' });
      const model = 'm'.repeat(257);
      await assert.rejects(devices.signIn({ companyCode, username: 'alice', description: { model } }), {
        code: 'InvalidInput',
        message: /^The model 'm+…' has 257 characters\.$/,
      });
    }));

  it('as a dry run changes nothing', () =>
    withFleet(async ({ devices, companyCode }) => {
      const device = await devices.signIn({ companyCode, username: 'alice', description: {}, dryRun: true });

      assert.equal(device.status, 'ACTIVE');
      assert.deepEqual([...devices.list(FLEET)], []);
    }));
});

describe('opening a page on an emulated device', () => {
  it('is decided by the domain’s state and the company network', () =>
    withFleet(async (fleet) => {
      const { signIn, visit, call, temporary } = fleet;
      await signIn();
      assert.equal(await visit(), 'DOMAIN_NOT_ASSOCIATED');
      const { certificates } = temporary.account.emulator();
      const AcmCertificateArn = await certificates.request({ domainName: 'www.example.com' });
      await certificates.validate(AcmCertificateArn);
      await call('AssociateDomain', { DomainName: 'www.example.com', AcmCertificateArn });
      assert.equal(await visit(), 'DOMAIN_NOT_ACTIVE');
      temporary.clock.advance(HOUR_MS);
      assert.equal(await visit(), 'NAME_NOT_RESOLVED');
      await call('UpdateCompanyNetworkConfiguration', {
        VpcId: 'vpc-0123456789abcdef0',
        SubnetIds: ['subnet-0123456789abcdef0'],
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      });
      assert.equal(await visit(), 'shown');
      assert.equal(await visit('HTTP://WWW.Example.com:8080/x'), 'shown');
      assert.equal(await visit('https://other.example.com/'), 'DOMAIN_NOT_ASSOCIATED');
      await call('RevokeDomainAccess', { DomainName: 'www.example.com' });
      assert.equal(await visit(), 'DOMAIN_REVOKED');
    }));

  it('is decided by the device’s and the fleet’s state before', () =>
    withFleet(async (fleet) => {
      const { signIn, visit, call, devices, temporary } = fleet;
      await reachable(fleet);
      await signIn();
      devices.signOut(FLEET, 'phone-1');
      assert.equal(await visit(), 'DEVICE_SIGNED_OUT');
      await signIn();
      await call('SignOutUser', { Username: 'alice' });
      assert.equal(await visit(), 'shown', 'it takes effect later');
      temporary.clock.advance(HOUR_MS);
      assert.equal(await visit(), 'DEVICE_SIGNED_OUT');
      await call('DeleteFleet');
      assert.equal(await visit(), 'FLEET_NOT_ACTIVE');
    }));

  it('needs a certificate of the device CA where the fleet has one, at the emulator’s time', () =>
    withFleet(async (fleet) => {
      const { signIn, visit, call, devices, companyCode, temporary } = fleet;
      await reachable(fleet);
      await signIn();
      const chain = async (...names: readonly string[]) =>
        Buffer.from(
          (await Promise.all(names.map((name) => fixture(`certificates/chain/${name}.pem`)))).join(''),
        );
      await call('UpdateDevicePolicyConfiguration', {
        DeviceCaCertificate: (await chain('middle', 'root')).toString(),
      });
      const [device, server, stranger] = [
        await chain('leaf-email'),
        await chain('leaf'),
        await chain('other-root'),
      ];

      assert.equal(await visit(undefined, device), 'DEVICE_POLICY_NOT_MET', 'not yet valid');
      temporary.clock.advance(IN_2030);
      assert.equal(await visit(undefined, device), 'shown');
      assert.equal(await visit(), 'DEVICE_POLICY_NOT_MET');
      assert.equal(await visit(undefined, server), 'DEVICE_POLICY_NOT_MET', 'for servers only');
      assert.equal(await visit(undefined, stranger), 'DEVICE_POLICY_NOT_MET');
      await assert.rejects(visit(undefined, Buffer.from('nothing')), { code: 'InvalidInput' });

      const enter = (certificate?: Uint8Array) =>
        devices.signIn({
          companyCode,
          username: 'alice',
          description: {},
          ...(certificate !== undefined && { certificate }),
        });
      await assert.rejects(enter(), { code: 'NotAllowed', message: /no device certificate was presented/ });
      await assert.rejects(enter(stranger), { code: 'NotAllowed', message: /Other/ });
      assert.equal((await enter(device)).status, 'ACTIVE');
    }));

  it('tells where it goes without what may be a secret, and which stream is to know', () =>
    withFleet(async (fleet) => {
      await reachable(fleet);
      const device = await fleet.signIn();
      await fleet.call('UpdateAuditStreamConfiguration', { AuditStreamArn: STREAM });
      fleet.temporary.clock.advance(HOUR_MS);
      const time = fleet.temporary.clock.now();

      const visit = await fleet.devices.visit({
        fleetArn: FLEET,
        deviceId: 'phone-1',
        url: 'https://me:pw@www.example.com/a/b?token=1#here',
      });

      assert.deepEqual(visit, {
        time,
        device: { ...device, lastAccessedTime: time },
        url: 'https://www.example.com/a/b',
        domainName: 'www.example.com',
        auditStreamArn: STREAM,
      });
    }));

  it('is not tried for what is no web address, or on a device that is not there', () =>
    withFleet(async ({ signIn, visit, devices }) => {
      await signIn();
      for (const url of ['www.example.com', 'file:///etc/passwd', `https://a.example/${'x'.repeat(9_000)}`])
        await assert.rejects(visit(url), { code: 'InvalidInput' });
      const url = 'https://www.example.com/';
      await assert.rejects(devices.visit({ fleetArn: FLEET, deviceId: 'other', url }), { code: 'NotFound' });
      const fleetArn = `${FLEET}-2`;
      await assert.rejects(devices.visit({ fleetArn, deviceId: 'phone-1', url }), {
        code: 'ResourceNotFoundException',
      });
      assert.throws(() => devices.signOut(FLEET, 'other'), { code: 'NotFound' });
    }));
});

describe('generating devices', () => {
  it('makes believable ones, the same for a seed, and finishes what was begun', () =>
    withFleet(async ({ devices, temporary }) => {
      const progress: number[] = [];
      const options = { fleetArn: FLEET, count: 500, seed: 'one' };
      assert.deepEqual(await devices.generate({ ...options, onProgress: (done) => progress.push(done) }), {
        added: 500,
        alreadyThere: 0,
      });
      const made = [...devices.list(FLEET)];

      assert.deepEqual(progress, [500]);
      assert.deepEqual(await devices.generate(options), { added: 0, alreadyThere: 500 });
      assert.deepEqual([...devices.list(FLEET)], made);
      assert.deepEqual(await devices.generate({ ...options, seed: 'two' }), { added: 500, alreadyThere: 0 });
      const users = new Set(made.map(({ username }) => username));
      assert.ok(users.size > 250 && users.size < 450, String(users.size));
      const active = made.filter(({ status }) => status === 'ACTIVE').length;
      assert.ok(active > 425 && active < 490, String(active));
      for (const { deviceId, username, firstAccessedTime, lastAccessedTime, model } of made) {
        assert.match(deviceId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.match(username, /^[a-z]+\.[a-z]+\d*@example\.com$/);
        assert.ok(model !== undefined && firstAccessedTime <= lastAccessedTime);
        assert.ok(lastAccessedTime <= temporary.clock.now());
      }
    }));

  it('in batches stops between two where it is told to', () =>
    withFleet(async ({ devices }) => {
      const stopping = new AbortController();
      await assert.rejects(
        devices.generate({
          fleetArn: FLEET,
          count: 60_000,
          seed: 'many',
          signal: stopping.signal,
          onProgress: () => {
            stopping.abort(new Error('enough'));
          },
        }),
        /enough/,
      );

      assert.equal([...devices.list(FLEET)].length, 20_000);
    }));

  it('is refused for a fleet that is not there', () =>
    withFleet(async ({ devices }) => {
      await assert.rejects(devices.generate({ fleetArn: `${FLEET}-2`, count: 1, seed: '1' }), {
        code: 'ResourceNotFoundException',
      });
    }));
});
