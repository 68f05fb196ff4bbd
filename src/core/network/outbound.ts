import { type OutboundRule, type SecurityGroup } from '../model/network.js';
import { type NetworkFinding, networkFinding } from './findings.js';

const HTTPS = 443;
const HTTP = 80;
const DNS = 53;

/**
 * What is to be said of what security groups let out together: a network interface with several of them lets out what
 * any of them does (Amazon VPC User Guide, Security groups). What WorkLink reaches, their outbound rules govern (guide,
 * Configure your Company Network).
 */
export function outboundFindings(groups: readonly SecurityGroup[]): readonly NetworkFinding[] {
  const subject = groups.map(({ id }) => id).join(', ');
  const rules = groups
    .flatMap(({ outbound = [] }) => outbound)
    .filter(({ destinations }) => destinations.length > 0);
  const lets = (protocol: 'tcp' | 'udp', port: number): boolean =>
    rules.some((rule) => isLetOut(rule, protocol, port));
  const webIsOpen = lets('tcp', HTTPS) && lets('tcp', HTTP);
  if (groups.length === 0 || (webIsOpen && lets('udp', DNS))) return [];
  if (groups.some(({ outbound }) => outbound === undefined)) {
    return [
      networkFinding(
        'network-outbound-not-known',
        subject,
        'What is let out is not known.',
        'Make sure that the outbound rules let TCP port 443 out to the websites.',
      ),
    ];
  }
  if (rules.length === 0) {
    return [
      networkFinding(
        'network-no-outbound',
        subject,
        'No outbound rule lets anything out: WorkLink would reach no website.',
        'Add an outbound rule for TCP port 443 to the websites, or choose another security group.',
      ),
    ];
  }
  return [
    ...(lets('tcp', HTTPS)
      ? []
      : [
          networkFinding(
            'network-outbound-no-https',
            subject,
            'No outbound rule lets HTTPS out, TCP port 443.',
            'Add an outbound rule for TCP port 443, unless all websites have another port.',
          ),
        ]),
    ...(lets('tcp', HTTP)
      ? []
      : [
          networkFinding(
            'network-outbound-no-http',
            subject,
            'No outbound rule lets HTTP out, TCP port 80.',
            'Add one for TCP port 80 where a website answers there, be it to lead on to HTTPS.',
          ),
        ]),
    // Amazon VPC User Guide, Security groups: they do not hold back requests to the VPC's own Route 53 Resolver.
    ...(lets('udp', DNS)
      ? []
      : [
          networkFinding(
            'network-outbound-no-dns',
            subject,
            'No outbound rule lets DNS out, UDP port 53. The name server of the VPC is reached all the same.',
            'Add rules for UDP and TCP port 53 where the VPC has name servers of its own.',
          ),
        ]),
  ];
}

/** Protocols go by name or by number: 6 is TCP, 17 is UDP (IANA, Protocol Numbers). */
const NUMBERS = { tcp: '6', udp: '17' } as const;

function isLetOut({ protocol, ports }: OutboundRule, wanted: 'tcp' | 'udp', port: number): boolean {
  if (protocol === 'all') return true;
  if (protocol !== wanted && protocol !== NUMBERS[wanted]) return false;
  return ports === undefined || (ports.from <= port && port <= ports.to);
}
