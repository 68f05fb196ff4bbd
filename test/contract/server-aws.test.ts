import { type LocalAccount, openLocalAccount } from '../../src/core/backends/local/account.js';
import { type Backend } from '../../src/core/ports/backend.js';
import { type EmulatorCredentials } from '../../src/core/ports/emulator.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';
import { enterAwsWorld, openBackend } from '../backends/aws/stub.js';
import { startServer, TestTimer } from '../server/harness.js';
import { type Subject } from './subject.js';
import { describeService } from './suite.js';

/** An account as the AWS backend reaches it. */
async function reachByAws(
  account: LocalAccount,
  url: string,
  { accessKeyId, secretAccessKey }: EmulatorCredentials,
  close: () => Promise<void>,
): Promise<Subject> {
  const world = await enterAwsWorld({
    AWS_ENDPOINT_URL_WORKLINK: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // A refusal that somebody asked for is to be seen, not overcome.
    AWS_MAX_ATTEMPTS: '1',
  });
  const opened: Backend[] = [];
  const inRegion = (region: string): WorkLink => {
    const backend = openBackend({ region });
    opened.push(backend);
    return backend.workLink;
  };
  return {
    accountId: account.accountId,
    workLink: inRegion('us-east-1'),
    inRegion,
    emulator: account.emulator(),
    close: async () => {
      for (const backend of opened) backend.close();
      await world.leave();
      await close();
    },
  };
}

describeService('over HTTP by the AWS backend', async () => {
  // The client signs by the machine's clock.
  const server = await startServer({ server: { clock: new TestTimer(Date.now()) } });
  return reachByAws(server.account, server.url, server.keys, () => server.close());
});

/**
 * Any emulator that runs already: its endpoint, and its state file, which is emptied before each test.
 * `WORKLINK_CONTRACT_ENDPOINT=http://127.0.0.1:4580 WORKLINK_CONTRACT_STATE=…/emulator.db npm test test/contract`
 */
const { WORKLINK_CONTRACT_ENDPOINT: endpoint, WORKLINK_CONTRACT_STATE: file } = process.env;

if (endpoint !== undefined && file !== undefined) {
  describeService(`at ${endpoint} by the AWS backend`, () => {
    const account = openLocalAccount({ file, clock: new TestTimer(Date.now()) });
    const emulator = account.emulator();
    emulator.reset();
    const reached = reachByAws(account, endpoint, emulator.credentials(), () => {
      account.close();
      return Promise.resolve();
    });
    return reached.then((subject) => ({ ...subject, clockRuns: true }));
  });
}
