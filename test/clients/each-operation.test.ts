import { ServiceError } from '../../src/core/contract/errors.js';
import { SdkWorkLink } from '../contract/sdk-work-link.js';
import { type Answer, describeEachOperation } from './support/each-operation.js';

async function answered(call: () => Promise<object>): Promise<Answer> {
  try {
    return { output: { ...(await call()) } };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { error: error.code, message: error.message };
  }
}

describe('the local backend, in this process', () => {
  describeEachOperation('in process', ({ server: { account } }, { accessKeyId }, operation, input) => {
    const principal = account.findAccessKey(accessKeyId)?.principal ?? account.administrator();
    const by = { principal, region: 'us-east-1', sourceIp: '192.0.2.7', userAgent: 'worklink-tests' };
    return answered(() => account.call(operation, input, by));
  });
});

describe('the AWS SDK for JavaScript', () => {
  describeEachOperation('JS SDK', async ({ server }, credentials, operation, input) => {
    const sdk = new SdkWorkLink({ endpoint: server.url, region: 'us-east-1', credentials, now: new Date() });
    try {
      return await answered(() => sdk.call(operation, input)); // each example is its operation's own
    } finally {
      sdk.close();
    }
  });
});
