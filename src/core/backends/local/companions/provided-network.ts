import { SAMPLE_ACCOUNT } from '../../../model/account-file/sample.js';
import { putVpc } from '../portable/network.js';
import { type Store } from '../store/store.js';

/** For a VPC of the sample that names no Region. */
const REGION = 'us-east-1';

/** Gives an account the network it begins with, so that there is one to link a fleet with. Runs inside a transaction. */
export function provideNetwork({ companions }: Pick<Store, 'companions'>): void {
  for (const vpc of SAMPLE_ACCOUNT.vpcs ?? [])
    putVpc(companions, vpc, { region: vpc.region ?? REGION, isProvided: true });
}
