import { type WorkLink } from '../../src/core/ports/work-link.js';
import { startServer } from '../server/harness.js';
import { SdkWorkLink } from './sdk-work-link.js';
import { describeService } from './suite.js';

describeService('over HTTP with the AWS SDK', async () => {
  const server = await startServer();
  const opened: SdkWorkLink[] = [];
  const inRegion = (region: string): WorkLink => {
    const { url: endpoint, keys: credentials, clock } = server;
    const workLink = new SdkWorkLink({ endpoint, region, credentials, now: clock.now() });
    opened.push(workLink);
    return workLink;
  };
  return {
    accountId: server.account.accountId,
    workLink: inRegion('us-east-1'),
    inRegion,
    emulator: server.account.emulator(),
    close: async () => {
      for (const workLink of opened) workLink.close();
      await server.close();
    },
  };
});
