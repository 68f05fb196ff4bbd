import * as sdk from '@aws-sdk/client-worklink';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../src/core/contract/contract.js';
import { isServiceErrorName, ServiceError } from '../../src/core/contract/errors.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';
import { type RunningServer, startServer } from '../server/harness.js';
import { describeService } from './suite.js';

type AnyCommand = Parameters<sdk.WorkLinkClient['send']>[0];
type CommandConstructor = new (input: unknown) => AnyCommand;

/** The command of an operation: the SDK exports one for each, named after it. */
function commandOf(operation: OperationName): CommandConstructor {
  return sdk[`${operation}Command`] as unknown as CommandConstructor; // an input is what the suite makes it
}

/** The service as AWS's own client reaches it. */
class SdkWorkLink implements WorkLink {
  readonly client: sdk.WorkLinkClient;

  constructor(server: RunningServer, region: string) {
    this.client = new sdk.WorkLinkClient({
      endpoint: server.url,
      region,
      credentials: server.keys,
      systemClockOffset: server.clock.now().getTime() - Date.now(),
      maxAttempts: 1,
    });
  }

  async call<O extends OperationName>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>> {
    try {
      const output = await this.client.send(new (commandOf(operation))(input));
      const given = Object.entries(output).filter(
        ([name, value]) => name !== '$metadata' && value !== undefined,
      );
      return Object.fromEntries(given) as OperationOutput<O>; // what the suite is there to find out
    } catch (error) {
      if (error instanceof sdk.WorkLinkServiceException && isServiceErrorName(error.name)) {
        throw new ServiceError(error.name, error.message);
      }
      throw error;
    }
  }
}

describeService('over HTTP with the AWS SDK', async () => {
  const server = await startServer();
  const clients: sdk.WorkLinkClient[] = [];
  const inRegion = (region: string): WorkLink => {
    const workLink = new SdkWorkLink(server, region);
    clients.push(workLink.client);
    return workLink;
  };
  return {
    accountId: server.account.accountId,
    workLink: inRegion('us-east-1'),
    inRegion,
    emulator: server.account.emulator(),
    close: async () => {
      for (const client of clients) client.destroy();
      await server.close();
    },
  };
});
