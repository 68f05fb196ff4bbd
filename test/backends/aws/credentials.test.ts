import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorklinkError } from '../../../src/core/errors.js';
import { type Answer, inAwsWorld, openBackend, type Received, type Stub, startStub } from './stub.js';

const CONFIG = `
[profile keys]
aws_access_key_id = AKIDKEYS
aws_secret_access_key = secret

[profile assuming]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = keys

[profile session]
sso_session = company
sso_account_id = 123456789012
sso_role_name = admin

[profile process]
credential_process = printf '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"secret"}'

[profile empty]
region = eu-west-1

[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.example/start
sso_registration_scopes = sso:account:access
`;

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
  </Credentials></AssumeRoleResult></AssumeRoleResponse>`;

/** Stands for STS, SSO and WorkLink. */
function answer({ action, path }: Received): Answer {
  if (action === 'AssumeRole') return { body: ASSUMED };
  if (path === '/federation/credentials') {
    return {
      body: {
        roleCredentials: {
          accessKeyId: 'ASIASSO',
          secretAccessKey: 'secret',
          sessionToken: 'token',
          expiration: Date.UTC(2099, 0),
        },
      },
    };
  }
  return { body: { FleetSummaryList: [] } };
}

/** Lists fleets as a profile. @returns what came to the services */
async function listFleets(
  options: { readonly profile?: string; readonly environment?: Readonly<Record<string, string>> },
  prepare: (home: string) => Promise<void> = () => Promise.resolve(),
): Promise<Stub['received']> {
  return inAwsWorld(
    options.environment ?? {},
    async ({ home }) => {
      await prepare(home);
      const stub = await startStub(answer);
      process.env['AWS_ENDPOINT_URL'] = stub.url;
      const backend = openBackend({ profile: options.profile });
      try {
        await backend.workLink.call('ListFleets', {});
        return stub.received;
      } finally {
        backend.close();
        await stub.close();
      }
    },
    { config: CONFIG },
  );
}

async function keepToken(home: string, expiresAt: string): Promise<void> {
  const cache = join(home, '.aws/sso/cache');
  await mkdir(cache, { recursive: true });
  const name = createHash('sha1').update('company').digest('hex');
  await writeFile(
    join(cache, `${name}.json`),
    JSON.stringify({
      startUrl: 'https://company.example/start',
      region: 'eu-west-1',
      accessToken: 'sso-token',
      expiresAt,
    }),
  );
}

/** What the last request, the call of WorkLink, was signed with. */
function signer(received: Stub['received']): string | undefined {
  return received.at(-1)?.signed.accessKeyId;
}

describe('credentials of the AWS backend', () => {
  it('are taken from the environment', async () => {
    const environment = {
      AWS_ACCESS_KEY_ID: 'AKIDENV',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    };
    const received = await listFleets({ environment });
    assert.equal(signer(received), 'AKIDENV');
    assert.equal(received[0]?.headers['x-amz-security-token'], 'token');
  });

  it('are taken from the profile that is named, rather than from the environment', async () => {
    const environment = { AWS_PROFILE: 'empty' };
    assert.equal(signer(await listFleets({ profile: 'keys', environment })), 'AKIDKEYS');
  });

  it('are taken from AWS_PROFILE', async () => {
    assert.equal(signer(await listFleets({ environment: { AWS_PROFILE: 'keys' } })), 'AKIDKEYS');
  });

  it('are those of a role that is assumed with another profile’s', async () => {
    const received = await listFleets({ profile: 'assuming' });
    assert.deepEqual(
      received.map(({ action, signed }) => [action, signed.accessKeyId]),
      [
        ['AssumeRole', 'AKIDKEYS'],
        ['POST /listFleets', 'ASIAROLE'],
      ],
    );
  });

  it('are those of an SSO session that somebody signed in to', async () => {
    const received = await listFleets({ profile: 'session' }, (home) =>
      keepToken(home, '2099-01-01T00:00:00Z'),
    );
    assert.equal(received[0]?.headers['x-amz-sso_bearer_token'], 'sso-token');
    assert.equal(signer(received), 'ASIASSO');
  });

  it('are those that a process prints', async () => {
    assert.equal(signer(await listFleets({ profile: 'process' })), 'AKIDPROCESS');
  });

  for (const [what, profile, prepare] of [
    ['a profile has none', 'empty', undefined],
    ['there is no such profile', 'missing', undefined],
    ['nobody has signed in', 'session', undefined],
    ['a session has expired', 'session', (home: string) => keepToken(home, '2020-01-01T00:00:00Z')],
  ] as const) {
    it(`are missed where ${what}, with what to do about it`, async () => {
      await assert.rejects(listFleets({ profile }, prepare), (error) => {
        assert.ok(error instanceof WorklinkError, String(error));
        assert.equal(error.code, 'NotSignedIn');
        assert.match(error.hint ?? '', new RegExp(`aws sso login --profile '${profile}'`));
        return true;
      });
    });
  }

  it('are missed where there is nothing at all', async () => {
    await assert.rejects(
      listFleets({}),
      (error) => error instanceof WorklinkError && error.code === 'NotSignedIn',
    );
  });
});
