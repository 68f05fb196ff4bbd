import assert from 'node:assert/strict';
import { connect, createServer, type Server } from 'node:net';
import { ServiceError } from '../../../src/core/contract/errors.js';
import { WorklinkError } from '../../../src/core/errors.js';
import { type Backend } from '../../../src/core/ports/backend.js';
import { jsonError, inAwsWorld, KEYS, openBackend, withStub } from './stub.js';

const FLEET_ARN = 'arn:aws:worklink::123456789012:fleet/sales';

/** Calls a backend until it is closed. */
async function using<T>(backend: Backend, body: (backend: Backend) => Promise<T>): Promise<T> {
  try {
    return await body(backend);
  } finally {
    backend.close();
  }
}

async function refusal(call: Promise<unknown>): Promise<WorklinkError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof WorklinkError, String(error));
    return error;
  }
  return assert.fail('it was not refused');
}

describe('WorkLink by the AWS backend, where nobody says where it is', () => {
  it('is retired, which is said at once, without credentials or a network', async () => {
    await inAwsWorld({ AWS_EC2_METADATA_DISABLED: 'false' }, () =>
      using(openBackend(), async ({ workLink }) => {
        const error = await refusal(workLink.call('ListFleets', {}));

        assert.equal(error.code, 'RetiredService');
        assert.match(error.message, /2022-04-19/);
        assert.match(error.hint ?? '', /--endpoint-url/);
        assert.match(error.hint ?? '', /--backend local/);
        assert.match(error.hint ?? '', /WorkSpaces Secure Browser/);
      }),
    );
  });

  for (const url of [
    'https://worklink.us-east-1.amazonaws.com',
    'https://worklink-fips.us-west-2.amazonaws.com/',
  ]) {
    it(`is retired at its own endpoint ${url}`, async () => {
      await inAwsWorld(KEYS, () =>
        using(openBackend({ endpointUrl: url }), async ({ workLink }) => {
          assert.equal((await refusal(workLink.call('ListFleets', {}))).code, 'RetiredService');
        }),
      );
    });
  }

  it('leaves the other services to be called', async () => {
    await withStub(
      () => ({
        body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      }),
      async (_, stub) => {
        delete process.env['AWS_ENDPOINT_URL'];
        process.env['AWS_ENDPOINT_URL_STS'] = stub.url;
        await using(openBackend(), async ({ workLink, identity }) => {
          assert.equal((await refusal(workLink.call('ListFleets', {}))).code, 'RetiredService');
          assert.equal((await identity?.whoAmI())?.accountId, '123456789012');
        });
      },
    );
  });
});

describe('WorkLink by the AWS backend, at an endpoint', () => {
  it('is called by its protocol, signed for the home Region', async () => {
    await withStub(
      () => ({ body: { FleetArn: FLEET_ARN } }),
      async (backend, stub) => {
        assert.deepEqual(
          await backend.workLink.call('CreateFleet', { FleetName: 'sales', DisplayName: 'Sales' }),
          {
            FleetArn: FLEET_ARN,
          },
        );
        const [request] = stub.received;
        assert.equal(request?.action, 'POST /createFleet');
        assert.deepEqual(request.signed, {
          accessKeyId: 'AKIDEXAMPLE',
          region: 'eu-west-1',
          service: 'worklink',
        });
        assert.match(String(request.headers['user-agent']), /worklink\/0\.0\.0-test/);
        assert.deepEqual(stub.inputs(), [{ FleetName: 'sales', DisplayName: 'Sales' }]);
      },
    );
  });

  it('is called below the path of an endpoint that has one', async () => {
    await withStub(
      () => ({ body: {} }),
      async (_, stub) => {
        await using(openBackend({ endpointUrl: `${stub.url}/emulated/` }), async ({ workLink }) => {
          await workLink.call('ListTagsForResource', { ResourceArn: FLEET_ARN });
        });
        assert.equal(stub.received[0]?.path, `/emulated/tags/${encodeURIComponent(FLEET_ARN)}`);
      },
    );
  });

  it('is understood by the contract: times are dates, and what is not in it is left out', async () => {
    await withStub(
      () => ({
        body: {
          FleetName: 'sales',
          CreatedTime: 1_767_225_600.5,
          Tags: { a: 'b' },
          DisplayName: null,
          Colour: 'red',
        },
      }),
      async ({ workLink }) => {
        assert.deepEqual(await workLink.call('DescribeFleetMetadata', { FleetArn: FLEET_ARN }), {
          FleetName: 'sales',
          CreatedTime: new Date('2026-01-01T00:00:00.500Z'),
          Tags: { a: 'b' },
        });
      },
    );
  });

  for (const [what, operation, body] of [
    ['a list of the wrong things', 'DescribeCompanyNetworkConfiguration', { SubnetIds: [7] }],
    ['a text for a list', 'DescribeCompanyNetworkConfiguration', { SubnetIds: 'subnet-1' }],
    ['an unknown state', 'DescribeFleetMetadata', { FleetStatus: 'SLEEPING' }],
    ['an object for a text', 'DescribeFleetMetadata', { FleetName: {} }],
    ['a text for a time', 'DescribeFleetMetadata', { CreatedTime: 'soon' }],
    ['a map of the wrong things', 'DescribeFleetMetadata', { Tags: { a: 1 } }],
    ['HTML', 'DescribeFleetMetadata', '<html>Welcome</html>'],
  ] as const) {
    it(`is not what answers with ${what}`, async () => {
      await withStub(
        () => ({ body }),
        async ({ workLink }, stub) => {
          const error = await refusal(workLink.call(operation, { FleetArn: FLEET_ARN }));

          assert.equal(error.code, 'Unreachable');
          assert.match(error.message, /does not speak the protocol of WorkLink/);
          assert.ok(error.message.includes(new URL(stub.url).host), error.message);
        },
      );
    });
  }

  it('refuses by its own exceptions, with their own words', async () => {
    for (const exception of [
      'InvalidRequestException',
      'ResourceAlreadyExistsException',
      'ResourceNotFoundException',
      'UnauthorizedException',
    ] as const) {
      await withStub(
        () => ({ ...jsonError(exception, ''), body: { Message: 'As the service puts it' } }),
        async ({ workLink }) => {
          const error = await refusal(workLink.call('ListFleets', {}));
          assert.ok(error instanceof ServiceError);
          assert.equal(error.code, exception);
          assert.equal(error.message, 'As the service puts it');
        },
      );
    }
  });

  for (const [exception, status, code] of [
    ['InvalidSignatureException', 403, 'NotSignedIn'],
    ['UnrecognizedClientException', 403, 'NotSignedIn'],
    ['MissingAuthenticationTokenException', 403, 'NotSignedIn'],
    ['AccessDeniedException', 403, 'NotAllowed'],
    ['UnknownOperationException', 404, 'UnsupportedByBackend'],
  ] as const) {
    it(`is refused with ${code} where what stands before it answers ${exception}`, async () => {
      await withStub(
        () => jsonError(exception, 'No', status),
        async ({ workLink }) => {
          assert.equal((await refusal(workLink.call('ListFleets', {}))).code, code);
        },
      );
    });
  }

  for (const [exception, status] of [
    ['TooManyRequestsException', 429],
    ['InternalServerErrorException', 500],
  ] as const) {
    it(`is called again after ${exception}, and says so only where that does not help`, async () => {
      let failing = 2;
      await withStub(
        () => {
          failing -= 1;
          return failing >= 0 ? jsonError(exception, 'Later', status) : { body: { FleetSummaryList: [] } };
        },
        async ({ workLink }, stub) => {
          assert.deepEqual(await workLink.call('ListFleets', {}), { FleetSummaryList: [] });
          assert.equal(stub.received.length, 3);
          failing = Infinity;
          assert.equal((await refusal(workLink.call('ListFleets', {}))).code, exception);
        },
      );
    });
  }

  it('is called once where the environment says one attempt is enough', async () => {
    for (const mode of ['', 'standard', 'adaptive']) {
      await withStub(
        () => jsonError('TooManyRequestsException', 'Later', 429),
        async ({ workLink }, stub) => {
          Object.assign(process.env, { AWS_MAX_ATTEMPTS: '1', AWS_RETRY_MODE: mode });
          assert.equal((await refusal(workLink.call('ListFleets', {}))).code, 'TooManyRequestsException');
          assert.equal(stub.received.length, 1, mode);
        },
      );
    }
  });
});

describe('what cannot be reached', () => {
  it('is named by host and port, with the cause', async () => {
    await inAwsWorld(KEYS, async () => {
      const port = await closedPort();
      for (const host of ['127.0.0.1', 'localhost']) {
        await using(openBackend({ endpointUrl: `http://${host}:${String(port)}` }), async ({ workLink }) => {
          const error = await refusal(workLink.call('ListFleets', {}));

          assert.equal(error.code, 'Unreachable');
          assert.match(
            error.message,
            new RegExp(`WorkLink cannot be reached at \\S+:${String(port)} \\(ECONNREFUSED\\)`),
          );
          assert.ok(error.cause instanceof Error);
        });
      }
    });
  });

  it('is named where the name has no address', async () => {
    await inAwsWorld(KEYS, () =>
      using(openBackend({ endpointUrl: 'http://nowhere.invalid:81' }), async ({ workLink }) => {
        const error = await refusal(workLink.call('ListFleets', {}));
        assert.equal(error.code, 'Unreachable');
        assert.match(error.message, /nowhere\.invalid/);
      }),
    );
  });

  it('is told from what hangs up', async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await listening(server);
    await inAwsWorld(KEYS, () =>
      using(openBackend({ endpointUrl: `http://127.0.0.1:${String(port)}` }), async ({ workLink }) => {
        const error = await refusal(workLink.call('ListFleets', {}));
        assert.equal(error.code, 'Unreachable');
        assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:${String(port)} \\(ECONNRESET\\)`));
      }),
    );
    server.close();
  });

  it('is told from what speaks TLS no better than HTTP', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await listening(server);
    await inAwsWorld(KEYS, () =>
      using(openBackend({ endpointUrl: `https://127.0.0.1:${String(port)}` }), async ({ workLink }) => {
        assert.equal((await refusal(workLink.call('ListFleets', {}))).code, 'Unreachable');
      }),
    );
    server.close();
  });

  it('is no longer waited for once the program is asked to stop', async () => {
    const stop = new AbortController();
    const reason = new WorklinkError('Interrupted', 'Interrupted.');
    const server = createServer(() => {
      stop.abort(reason); // it was reached, and never answers
    });
    const port = await listening(server);
    await inAwsWorld(KEYS, () =>
      using(
        openBackend({ endpointUrl: `http://127.0.0.1:${String(port)}`, signal: stop.signal }),
        async (backend) => {
          assert.equal(await refusal(backend.workLink.call('ListFleets', {})), reason);
          assert.equal(await refusal(backend.certificates.delete('arn')), reason);
        },
      ),
    );
    server.close();
  });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

/** A port that nobody listens on: it was free a moment ago, and the system hands out others first. */
async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve, reject) => {
    connect(port, '127.0.0.1')
      .on('connect', () => {
        reject(new Error('somebody listens'));
      })
      .on('error', () => {
        resolve();
      });
  });
  return port;
}
