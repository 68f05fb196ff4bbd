import assert from 'node:assert/strict';
import { WorklinkError } from '../../../src/core/errors.js';
import {
  checkEndpoint,
  configuredEndpoint,
  configuredRegion,
  configuredRetry,
} from '../../../src/core/backends/aws/settings.js';
import { inAwsWorld } from './stub.js';

const CONFIG = `
[default]
region = eu-central-1
endpoint_url = http://default.example:1

[profile services]
services = mine
endpoint_url = http://profile.example:2
region = eu-west-3
retry_mode = standard
max_attempts = 7

[profile plain]

[profile ignoring]
endpoint_url = http://profile.example:2
ignore_configured_endpoint_urls = true

[services mine]
worklink =
  endpoint_url = http://service.example:3
cloudtrail =
  endpoint_url = http://trail.example:4
`;

describe('the endpoint of a service', () => {
  for (const [what, environment, profile, expected] of [
    [
      'its own variable',
      { AWS_ENDPOINT_URL_WORKLINK: 'http://own.example', AWS_ENDPOINT_URL: 'http://all.example' },
      'services',
      'http://own.example',
    ],
    ['the variable for all', { AWS_ENDPOINT_URL: 'http://all.example' }, 'services', 'http://all.example'],
    [
      'an empty variable, which is none',
      { AWS_ENDPOINT_URL_WORKLINK: '', AWS_ENDPOINT_URL: '' },
      'services',
      'http://service.example:3',
    ],
    ['the services section of a profile', {}, 'services', 'http://service.example:3'],
    [
      'the services section of AWS_PROFILE',
      { AWS_PROFILE: 'services' },
      undefined,
      'http://service.example:3',
    ],
    ['the profile itself', {}, undefined, 'http://default.example:1'],
    ['nothing', {}, 'plain', undefined],
    ['a profile that is not there', {}, 'missing', undefined],
    [
      'a switch that says not to',
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://all.example' },
      undefined,
      undefined,
    ],
    ['a profile that says not to', {}, 'ignoring', undefined],
  ] as const) {
    it(`comes from ${what}`, async () => {
      await inAwsWorld(
        environment,
        async () => {
          assert.equal(await configuredEndpoint('WorkLink', profile), expected);
        },
        { config: CONFIG },
      );
    });
  }

  it('is another one for each service', async () => {
    await inAwsWorld(
      { AWS_ENDPOINT_URL_ACM: 'http://acm.example' },
      async () => {
        assert.equal(await configuredEndpoint('CloudTrail', 'services'), 'http://trail.example:4');
        assert.equal(await configuredEndpoint('ACM', 'services'), 'http://acm.example');
        assert.equal(await configuredEndpoint('EC2', 'services'), 'http://profile.example:2');
      },
      { config: CONFIG },
    );
  });

  for (const wrong of [
    '127.0.0.1:4580',
    'ftp://example.com',
    'http://',
    'http://alice:secret@example.com',
    'http://example.com/?a=b',
    'http://example.com/#a',
    'not a url',
  ]) {
    it(`is refused where it is ${wrong}`, () => {
      assert.throws(
        () => checkEndpoint(wrong, '--endpoint-url'),
        (error) =>
          error instanceof WorklinkError &&
          error.code === 'Usage' &&
          error.message.startsWith('--endpoint-url is ') &&
          !error.message.includes('secret'),
      );
    });
  }
});

describe('the Region and the retries of a profile', () => {
  it('are read where the environment does not say', async () => {
    await inAwsWorld(
      {},
      async () => {
        assert.equal(await configuredRegion('services'), 'eu-west-3');
        assert.equal(await configuredRegion(), 'eu-central-1');
        assert.equal(await configuredRegion('plain'), undefined);
        assert.deepEqual(await configuredRetry('services'), { mode: 'standard', maxAttempts: 7 });
        assert.deepEqual(await configuredRetry(), { mode: undefined, maxAttempts: undefined });
      },
      { config: CONFIG },
    );
  });

  it('give way to the environment', async () => {
    await inAwsWorld(
      { AWS_REGION: 'us-west-2', AWS_RETRY_MODE: 'adaptive', AWS_MAX_ATTEMPTS: '2' },
      async () => {
        assert.equal(await configuredRegion('services'), 'us-west-2');
        assert.deepEqual(await configuredRetry('services'), { mode: 'adaptive', maxAttempts: 2 });
      },
      { config: CONFIG },
    );
  });
});
