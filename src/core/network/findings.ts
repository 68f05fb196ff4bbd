import { type Finding, type Severity } from '../findings.js';

/** What is to be thought of linking a fleet with a thing, from good to bad. `unknown` is: too little is seen from here. */
export const VERDICTS = ['suitable', 'unknown', 'doubtful', 'unsuitable'] as const;

export type Verdict = (typeof VERDICTS)[number];

interface Weight {
  readonly severity: Severity;
  readonly verdict: Verdict;
}

const REFUSED: Weight = { severity: 'error', verdict: 'unsuitable' };
const AGAINST_ADVICE: Weight = { severity: 'warning', verdict: 'unsuitable' };
const RISKY: Weight = { severity: 'warning', verdict: 'doubtful' };
const NOT_SEEN: Weight = { severity: 'info', verdict: 'unknown' };
const WORTH_KNOWING: Weight = { severity: 'info', verdict: 'suitable' };

/** All that can be found out about a network, and how much it weighs. */
const WEIGHTS = {
  // What the service refuses (service model, UpdateCompanyNetworkConfiguration; guide, Configure your Company Network).
  'network-vpc-unknown': REFUSED,
  'network-subnet-missing': REFUSED,
  'network-subnet-elsewhere': REFUSED,
  'network-subnet-repeated': REFUSED,
  'network-group-missing': REFUSED,
  'network-group-elsewhere': REFUSED,
  'network-group-repeated': REFUSED,
  'network-too-many-groups': REFUSED,
  // What it takes, and what cannot work.
  'network-no-outbound': REFUSED,
  // What the guide advises against.
  'network-vpc-unavailable': AGAINST_ADVICE,
  'network-vpc-default': RISKY,
  'network-vpc-no-suitable-subnet': AGAINST_ADVICE,
  'network-one-zone': RISKY,
  'network-too-few-addresses': RISKY,
  'network-subnet-unavailable': AGAINST_ADVICE,
  'network-subnet-public': AGAINST_ADVICE,
  'network-subnet-no-internet': AGAINST_ADVICE,
  'network-subnet-route-broken': AGAINST_ADVICE,
  'network-subnet-nat-private': AGAINST_ADVICE,
  'network-subnet-nat-pending': RISKY,
  'network-subnet-route-partial': RISKY,
  'network-subnet-full': AGAINST_ADVICE,
  'network-outbound-no-https': RISKY,
  // What cannot be said from here.
  'network-not-readable': { severity: 'warning', verdict: 'unknown' },
  'network-subnet-route-not-known': NOT_SEEN,
  'network-zones-not-known': NOT_SEEN,
  'network-addresses-not-known': NOT_SEEN,
  'network-outbound-not-known': NOT_SEEN,
  // What may be as it should.
  'network-outbound-no-http': WORTH_KNOWING,
  'network-outbound-no-dns': WORTH_KNOWING,
} as const satisfies Readonly<Record<string, Weight>>;

export type NetworkFindingId = keyof typeof WEIGHTS;

/** Every id there is. */
export const NETWORK_FINDING_IDS = Object.keys(WEIGHTS) as readonly NetworkFindingId[]; // of the table above

/** One thing found out about a network. */
export interface NetworkFinding extends Finding {
  readonly id: NetworkFindingId;
}

export function networkFinding(
  id: NetworkFindingId,
  subject: string,
  message: string,
  fix: string,
): NetworkFinding {
  return { id, severity: WEIGHTS[id].severity, subject, message, fix };
}

/** The worst that follows from what was found out; suitable where that is nothing. */
export function verdictOf(findings: readonly NetworkFinding[]): Verdict {
  const worst = Math.max(0, ...findings.map(({ id }) => VERDICTS.indexOf(WEIGHTS[id].verdict)));
  return VERDICTS[worst] ?? 'unsuitable';
}
