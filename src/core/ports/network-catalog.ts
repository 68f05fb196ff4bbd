import { type Network, type Vpc } from '../model/network.js';

/** The networks of the account in the fleets' home Region. */
export interface NetworkCatalog {
  vpcs(): AsyncIterable<Vpc>;
  /** @throws WorklinkError `NotFound` where the Region has no such VPC */
  network(vpcId: string): Promise<Network>;
}
