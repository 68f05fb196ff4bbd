import { type Subnet } from '../model/network.js';
import { type InternetPath, internetPath } from './internet-path.js';
import { type NetworkFinding, networkFinding } from './findings.js';

const AVAILABLE = 'available';
const ANOTHER = 'Choose a private subnet that has a NAT gateway in its route table';

/**
 * What is to be said of a subnet that WorkLink is to have network interfaces in (guide, Configure your Company Network,
 * "Important": only private subnets with internet access through NAT).
 */
export function subnetFindings(subnet: Subnet): readonly NetworkFinding[] {
  const { id, state, freeAddresses } = subnet;
  const route = routeFinding(id, internetPath(subnet.routes));
  return [
    ...(state === AVAILABLE
      ? []
      : [
          networkFinding(
            'network-subnet-unavailable',
            id,
            `It is in state ${state}.`,
            'Wait until it is available, or choose another.',
          ),
        ]),
    ...(route === undefined ? [] : [route]),
    ...(freeAddresses === 0
      ? [
          networkFinding(
            'network-subnet-full',
            id,
            'It has no free address, and WorkLink needs one for each of its network interfaces.',
            'Choose another subnet, or free addresses in it.',
          ),
        ]
      : []),
  ];
}

function routeFinding(id: string, path: InternetPath): NetworkFinding | undefined {
  switch (path.kind) {
    case 'nat':
      return undefined;
    case 'internetGateway':
      return networkFinding(
        'network-subnet-public',
        id,
        `It is public: it has a route to the internet gateway ${path.via}, which serves public addresses alone, and WorkLink has none.`,
        `${ANOTHER}.`,
      );
    case 'none':
      return noInternet(id, 'No route leads to the internet.');
    case 'ipv6Only':
      return noInternet(id, `Only IPv6 has a route to the internet, through ${path.via}.`);
    case 'broken':
      return networkFinding(
        'network-subnet-route-broken',
        id,
        `Its route to the internet leads to ${path.via}, which failed or is gone.`,
        'Have the route lead to a NAT gateway that is available, or choose another subnet.',
      );
    case 'natPrivate':
      return networkFinding(
        'network-subnet-nat-private',
        id,
        `Its route to the internet leads to ${path.via}, a private NAT gateway: that reaches other networks only.`,
        'Have the route lead to a public NAT gateway, or choose another subnet.',
      );
    case 'natPending':
      return networkFinding(
        'network-subnet-nat-pending',
        id,
        `Its route to the internet leads to ${path.via}, a NAT gateway that is not ready yet.`,
        'Wait until the NAT gateway is available, then check again.',
      );
    case 'partial':
      return networkFinding(
        'network-subnet-route-partial',
        id,
        `Only a part of the internet is reached, through ${path.via}.`,
        'Give the route table a default route, 0.0.0.0/0, to a NAT gateway.',
      );
    case 'notKnown':
      return networkFinding(
        'network-subnet-route-not-known',
        id,
        `Its route to the internet leads to ${path.via}: how it goes on is not known from here.`,
        'Make sure that a NAT instance or gateway follows: try it from an instance in the subnet.',
      );
    case 'notSaid':
      return networkFinding(
        'network-subnet-route-not-known',
        id,
        'Its route table is not known.',
        'Make sure that it leads to the internet through a NAT instance or gateway.',
      );
  }
}

function noInternet(id: string, message: string): NetworkFinding {
  return networkFinding(
    'network-subnet-no-internet',
    id,
    message,
    `${ANOTHER}, or add a route to one: 0.0.0.0/0.`,
  );
}
