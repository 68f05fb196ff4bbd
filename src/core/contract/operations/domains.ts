import { CREATION_ERRORS, operation, post, USUAL_ERRORS } from '../operation.js';
import { optional, required, structure } from '../schema.js';
import {
  AcmCertificateArn,
  DateTime,
  DisplayName,
  DomainName,
  DomainStatus,
  DomainSummaryList,
  FleetArn,
  MaxResults,
  NextToken,
} from '../shapes.js';

const ONE_DOMAIN = { FleetArn: required(FleetArn), DomainName: required(DomainName) };

export const domainOperations = {
  AssociateDomain: operation({
    http: post('/associateDomain'),
    access: 'Write',
    input: structure('AssociateDomainRequest', {
      ...ONE_DOMAIN,
      DisplayName: optional(DisplayName),
      AcmCertificateArn: required(AcmCertificateArn),
    }),
    output: structure('AssociateDomainResponse', {}),
    errors: CREATION_ERRORS,
  }),
  DescribeDomain: operation({
    http: post('/describeDomain'),
    access: 'Read',
    input: structure('DescribeDomainRequest', ONE_DOMAIN),
    output: structure('DescribeDomainResponse', {
      DomainName: optional(DomainName),
      DisplayName: optional(DisplayName),
      CreatedTime: optional(DateTime),
      DomainStatus: optional(DomainStatus),
      AcmCertificateArn: optional(AcmCertificateArn),
    }),
    errors: USUAL_ERRORS,
  }),
  DisassociateDomain: operation({
    http: post('/disassociateDomain'),
    access: 'Write',
    input: structure('DisassociateDomainRequest', ONE_DOMAIN),
    output: structure('DisassociateDomainResponse', {}),
    errors: USUAL_ERRORS,
  }),
  ListDomains: operation({
    http: post('/listDomains'),
    access: 'List',
    input: structure('ListDomainsRequest', {
      FleetArn: required(FleetArn),
      NextToken: optional(NextToken),
      MaxResults: optional(MaxResults),
    }),
    output: structure('ListDomainsResponse', {
      Domains: optional(DomainSummaryList),
      NextToken: optional(NextToken),
    }),
    errors: USUAL_ERRORS,
    pages: 'Domains',
  }),
  RestoreDomainAccess: operation({
    http: post('/restoreDomainAccess'),
    access: 'Write',
    input: structure('RestoreDomainAccessRequest', ONE_DOMAIN),
    output: structure('RestoreDomainAccessResponse', {}),
    errors: USUAL_ERRORS,
  }),
  RevokeDomainAccess: operation({
    http: post('/revokeDomainAccess'),
    access: 'Write',
    input: structure('RevokeDomainAccessRequest', ONE_DOMAIN),
    output: structure('RevokeDomainAccessResponse', {}),
    errors: USUAL_ERRORS,
  }),
  UpdateDomainMetadata: operation({
    http: post('/updateDomainMetadata'),
    access: 'Write',
    input: structure('UpdateDomainMetadataRequest', { ...ONE_DOMAIN, DisplayName: optional(DisplayName) }),
    output: structure('UpdateDomainMetadataResponse', {}),
    errors: USUAL_ERRORS,
  }),
} as const;
