import { findDomain } from '../domain-access.js';
import { type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { domainFacts } from './views.js';

export const describeDomain: Handler<'DescribeDomain', FleetAccess | 'domains'> = (input, services) => {
  const domain = findDomain(services, input);
  return { ...domainFacts(domain), AcmCertificateArn: domain.certificate_arn };
};
