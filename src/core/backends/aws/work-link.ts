import {
  definitionOf,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { type WorkLink } from '../../ports/work-link.js';
import { type Connection, type ServiceConnection } from './connection.js';
import { retiredService } from './errors.js';
import { readOutput } from './output.js';
import { checkEndpoint, configuredEndpoint } from './settings.js';
import type * as sdkModule from './sdk/work-link.js';

type Sdk = typeof sdkModule;
type Client = InstanceType<Sdk['WorkLinkClient']>;
type Command = Parameters<Client['send']>[0];

/** Hosts of the service's own endpoints. They stopped answering some time after it was retired. */
const OWN_HOST = /(?:^|\.)worklink(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|api\.aws)$/;

/** WorkLink over HTTP, by the last client AWS made for it. */
export class AwsWorkLink implements WorkLink {
  readonly #service: ServiceConnection<{ readonly sdk: Sdk; readonly client: Client }>;
  #endpoint: Promise<string | undefined> | undefined;

  constructor(private readonly connection: Connection) {
    this.#service = connection.service('WorkLink', async ({ profile, ...settings }) => {
      const sdk = await import('./sdk/work-link.js');
      const { retryStrategy, ...others } = settings;
      const client = new sdk.WorkLinkClient({
        ...others,
        retryStrategy,
        // Where a role is assumed, it is in this Region, unless the profile has one.
        credentials: sdk.defaultProvider({
          parentClientConfig: { region: others.region },
          ...(profile !== undefined && { profile }),
          ...(others.logger !== undefined && { logger: others.logger }),
        }),
      });
      return { sdk, client };
    });
  }

  async call<O extends OperationName>(operation: O, input: OperationInput<O>): Promise<OperationOutput<O>> {
    this.#endpoint ??= this.#findEndpoint();
    const endpoint = await this.#endpoint;
    if (endpoint === undefined || OWN_HOST.test(new URL(endpoint).hostname)) throw retiredService();
    const output: unknown = await this.#service.call(({ sdk, client }, options) =>
      client.send(commandOf(sdk, operation, input), options),
    );
    const { value, fault } = readOutput(definitionOf(operation).output, output);
    if (fault !== undefined) {
      throw ownError(
        'Unreachable',
        `What answers at ${endpoint} does not speak the protocol of WorkLink: ${fault}.`,
        {
          hint: 'Check that the endpoint is the right one.',
          details: { service: 'WorkLink', operation, address: endpoint },
        },
      );
    }
    return value as OperationOutput<O>; // what `readOutput` admits is what the schema infers
  }

  async #findEndpoint(): Promise<string | undefined> {
    const { endpointUrl, profile } = this.connection.options;
    return endpointUrl === undefined
      ? configuredEndpoint('WorkLink', profile)
      : checkEndpoint(endpointUrl, '--endpoint-url');
  }
}

/** The SDK has a command for each operation, named after it. */
function commandOf<O extends OperationName>(sdk: Sdk, operation: O, input: OperationInput<O>): Command {
  const Constructor = sdk[`${operation}Command`] as unknown as new (input: OperationInput<O>) => Command; // by its name
  return new Constructor(input);
}
