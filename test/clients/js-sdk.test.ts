import { ServiceError } from '../../src/core/contract/errors.js';
import { SdkWorkLink } from '../contract/sdk-work-link.js';
import { describeEachOperation } from './support/each-operation.js';

describe('the AWS SDK for JavaScript', () => {
  describeEachOperation('JS SDK', async ({ server }, credentials, operation, input) => {
    const sdk = new SdkWorkLink({ endpoint: server.url, region: 'us-east-1', credentials, now: new Date() });
    try {
      return { output: { ...(await sdk.call(operation, input as never)) } }; // each example is its operation's own
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return { error: error.code, message: error.message };
    } finally {
      sdk.close();
    }
  });
});
