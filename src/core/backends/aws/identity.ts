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
    let answeredAt: Date | undefined;
    const {
      Account = '',
      Arn = '',
      UserId = '',
    } = await this.#service.call(({ sdk, client }, options) => {
      const command = new sdk.GetCallerIdentityCommand({});
      command.middlewareStack.add(
        (next) => async (request) => {
          const answer = await next(request);
          answeredAt = dateOf(answer.response);
          return answer;
        },
        { step: 'deserialize', priority: 'low' },
      );
      return client.send(command, options);
    });
    return {
      accountId: Account,
      arn: Arn,
      userId: UserId,
      ...(answeredAt !== undefined && { answeredAt }),
    };
  }
}

/** The `Date` header of an HTTP answer (RFC 9110 §6.6.1); nothing where it has none that can be read. */
function dateOf(response: unknown): Date | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined;
  const time = typeof headers.date === 'string' ? Date.parse(headers.date) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}
