import { lookAtAuditStream } from './audit-stream.js';
import { lookAtFederation, lookAtUsers } from './devices.js';
import { lookAtDomains } from './domains.js';
import { lookAtFleet } from './fleet.js';
import { lookAtIdentityProvider } from './identity-provider.js';
import { type FleetGround, type Look } from './look.js';
import { lookAtNetworkLink } from './network.js';
import { lookAtAuthorizationProviders, lookAtDevicePolicy, lookAtWebsiteCas } from './trust.js';

/** One step of setting a fleet up. */
export interface Step {
  /** Kebab-case, for scripts. */
  readonly step: string;
  readonly title: string;
  /** Guide, Getting Started: "There are three required steps". What they themselves need is required, too. */
  readonly requirement: 'required' | 'optional';
  readonly look: (ground: FleetGround) => Promise<Look>;
}

/** The step before all of them, for the whole account (guide, Prepare TLS Certificates). */
export const CERTIFICATE_STEP = {
  step: 'certificates',
  title: 'Prepare TLS certificates',
  requirement: 'required',
} as const;

/** The steps for a fleet, in the guide's order (Getting Started). */
export const STEPS: readonly Step[] = [
  { step: 'fleet', title: 'Create a fleet', requirement: 'required', look: lookAtFleet },
  {
    step: 'identity-provider',
    title: 'Configure the identity provider',
    requirement: 'required',
    look: lookAtIdentityProvider,
  },
  { step: 'federation', title: 'Validate IdP federation', requirement: 'optional', look: lookAtFederation },
  { step: 'domains', title: 'Associate domains', requirement: 'required', look: lookAtDomains },
  { step: 'website-cas', title: 'Upload website CAs', requirement: 'optional', look: lookAtWebsiteCas },
  {
    step: 'domain-validation',
    title: 'Validate domains',
    requirement: 'optional',
    look: ({ name }) =>
      Promise.resolve({
        presence: 'unknown',
        detail: 'Nothing records it: look at the sites.',
        command: `worklink domain check --fleet ${name}`,
        findings: [],
      }),
  },
  {
    step: 'company-network',
    title: 'Configure the company network',
    requirement: 'required',
    look: lookAtNetworkLink,
  },
  {
    step: 'authorization-providers',
    title: 'Associate authorization providers',
    requirement: 'optional',
    look: lookAtAuthorizationProviders,
  },
  {
    step: 'device-policy',
    title: 'Configure device policies',
    requirement: 'optional',
    look: lookAtDevicePolicy,
  },
  {
    step: 'audit-stream',
    title: 'Configure the audit stream',
    requirement: 'optional',
    look: lookAtAuditStream,
  },
  { step: 'users', title: 'Invite users', requirement: 'optional', look: lookAtUsers },
];
