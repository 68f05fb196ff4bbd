import { type CallerIdentity, type Identity } from '../../../ports/identity.js';
import { type Principal } from '../caller.js';

/** Who acts in the emulated account. */
export class LocalIdentity implements Identity {
  constructor(private readonly principal: Principal) {}

  whoAmI(): Promise<CallerIdentity> {
    const { accountId, arn, principalId: userId } = this.principal;
    return Promise.resolve({ accountId, arn, userId });
  }
}
