import { type WorkLink } from '../../src/core/ports/work-link.js';
import { describeService } from '../contract/suite.js';
import { startServer } from '../server/harness.js';
import { Boto3, Boto3WorkLink } from './support/boto3.js';
import { useClient } from './support/clients.js';
import { MACHINE_CLOCK } from './support/world.js';

describe('the contract suite', function () {
  this.timeout(60_000);
  const client = useClient('boto3');
  let boto3: Boto3 | undefined;
  before(() => {
    boto3 = new Boto3(client());
  });
  after(() => boto3?.close());

  describeService('over HTTP with boto3', async () => {
    const server = await startServer({ server: { clock: MACHINE_CLOCK } });
    const inRegion = (region: string): WorkLink => {
      if (boto3 === undefined) throw new Error('boto3 has not been started.');
      return new Boto3WorkLink(boto3, { endpoint: server.url, region, ...server.keys });
    };
    return {
      accountId: server.account.accountId,
      workLink: inRegion('us-east-1'),
      inRegion,
      emulator: server.account.emulator(),
      close: () => server.close(),
    };
  });
});
