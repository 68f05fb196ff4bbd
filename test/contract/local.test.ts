import { openLocalAccount } from '../../src/core/backends/local/account.js';
import { TestTimer } from '../server/harness.js';
import { describeService } from './suite.js';

describeService('in this process', () => {
  const account = openLocalAccount({ file: ':memory:', clock: new TestTimer() });
  const inRegion = (region: string) =>
    account.backend({
      principal: account.administrator(),
      region,
      sourceIp: '127.0.0.1',
      userAgent: 'contract suite',
    }).workLink;
  return Promise.resolve({
    accountId: account.accountId,
    workLink: inRegion('us-east-1'),
    inRegion,
    emulator: account.emulator(),
    close: () => {
      account.close();
      return Promise.resolve();
    },
  });
});
