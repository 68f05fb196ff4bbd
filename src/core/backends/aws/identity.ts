import { type CallerIdentity, type Identity } from '../../ports/identity.js';
import { type Connection, type ServiceConnection } from './connection.js';
import type * as sdkModule from './sdk/sts.js';

type Sdk = typeof sdkModule;

/** STS. */
export class AwsIdentity implements Identity {
  readonly #service: ServiceConnection<{
    readonly sdk: Sdk;
    readonly client: InstanceType<Sdk['STSClient']>;
  }>;

  constructor(connection: Connection) {
    this.#service = connection.service('STS', async (settings) => {
      const sdk = await import('./sdk/sts.js');
      return { sdk, client: new sdk.STSClient(settings) };
    });
  }

  async whoAmI(): Promise<CallerIdentity> {
    const {
      Account = '',
      Arn = '',
      UserId = '',
    } = await this.#service.call(({ sdk, client }, options) =>
      client.send(new sdk.GetCallerIdentityCommand({}), options),
    );
    return { accountId: Account, arn: Arn, userId: UserId };
  }
}
