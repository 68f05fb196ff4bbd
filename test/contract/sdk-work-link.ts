import * as sdk from '@aws-sdk/client-worklink';
import {
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../src/core/contract/contract.js';
import { isServiceErrorName, ServiceError } from '../../src/core/contract/errors.js';
import { type WorkLink } from '../../src/core/ports/work-link.js';

type AnyCommand = Parameters<sdk.WorkLinkClient['send']>[0];
type CommandConstructor = new (input: unknown) => AnyCommand;

/** The command of an operation: the SDK exports one for each, named after it. */
function commandOf(operation: OperationName): CommandConstructor {
  return sdk[`${operation}Command`] as unknown as CommandConstructor; // an input is what a test makes it
}

/** Where the service is, and as whom it is called. */
export interface SdkSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What time it is there. */
  readonly now: Date;
}

/** The service as AWS's own client reaches it. */
export class SdkWorkLink implements WorkLink {
  readonly client: sdk.WorkLinkClient;

  constructor({ now, ...settings }: SdkSettings) {
    const systemClockOffset = now.getTime() - Date.now();
    this.client = new sdk.WorkLinkClient({ ...settings, systemClockOffset, maxAttempts: 1 });
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
        throw new ServiceError(error.name, error.message, { cause: error });
      }
      throw error;
    }
  }

  close(): void {
    this.client.destroy();
  }
}
