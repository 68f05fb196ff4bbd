import { COLLECTION_ERRORS, CREATION_ERRORS, operation, post, USUAL_ERRORS } from '../operation.js';
import { optional, required, structure } from '../schema.js';
import {
  AuthorizationProviderType,
  Certificate,
  DateTime,
  DisplayName,
  DomainName,
  FleetArn,
  Id,
  MaxResults,
  NextToken,
  WebsiteAuthorizationProvidersSummaryList,
  WebsiteCaSummaryList,
} from '../shapes.js';

/** Whom a fleet's websites trust: website certificate authorities and website authorization providers. */
export const trustOperations = {
  AssociateWebsiteCertificateAuthority: operation({
    http: post('/associateWebsiteCertificateAuthority'),
    access: 'Write',
    input: structure('AssociateWebsiteCertificateAuthorityRequest', {
      FleetArn: required(FleetArn),
      Certificate: required(Certificate),
      DisplayName: optional(DisplayName),
    }),
    output: structure('AssociateWebsiteCertificateAuthorityResponse', { WebsiteCaId: optional(Id) }),
    errors: CREATION_ERRORS,
  }),
  DescribeWebsiteCertificateAuthority: operation({
    http: post('/describeWebsiteCertificateAuthority'),
    access: 'Read',
    input: structure('DescribeWebsiteCertificateAuthorityRequest', {
      FleetArn: required(FleetArn),
      WebsiteCaId: required(Id),
    }),
    output: structure('DescribeWebsiteCertificateAuthorityResponse', {
      Certificate: optional(Certificate),
      CreatedTime: optional(DateTime),
      DisplayName: optional(DisplayName),
    }),
    errors: USUAL_ERRORS,
  }),
  DisassociateWebsiteCertificateAuthority: operation({
    http: post('/disassociateWebsiteCertificateAuthority'),
    access: 'Write',
    input: structure('DisassociateWebsiteCertificateAuthorityRequest', {
      FleetArn: required(FleetArn),
      WebsiteCaId: required(Id),
    }),
    output: structure('DisassociateWebsiteCertificateAuthorityResponse', {}),
    errors: USUAL_ERRORS,
  }),
  ListWebsiteCertificateAuthorities: operation({
    http: post('/listWebsiteCertificateAuthorities'),
    access: 'List',
    input: structure('ListWebsiteCertificateAuthoritiesRequest', {
      FleetArn: required(FleetArn),
      MaxResults: optional(MaxResults),
      NextToken: optional(NextToken),
    }),
    output: structure('ListWebsiteCertificateAuthoritiesResponse', {
      WebsiteCertificateAuthorities: optional(WebsiteCaSummaryList),
      NextToken: optional(NextToken),
    }),
    errors: COLLECTION_ERRORS,
    pages: 'WebsiteCertificateAuthorities',
  }),
  AssociateWebsiteAuthorizationProvider: operation({
    http: post('/associateWebsiteAuthorizationProvider'),
    access: 'Write',
    input: structure('AssociateWebsiteAuthorizationProviderRequest', {
      FleetArn: required(FleetArn),
      AuthorizationProviderType: required(AuthorizationProviderType),
      DomainName: optional(DomainName),
    }),
    output: structure('AssociateWebsiteAuthorizationProviderResponse', {
      AuthorizationProviderId: optional(Id),
    }),
    errors: CREATION_ERRORS,
  }),
  DisassociateWebsiteAuthorizationProvider: operation({
    http: post('/disassociateWebsiteAuthorizationProvider'),
    access: 'Write',
    input: structure('DisassociateWebsiteAuthorizationProviderRequest', {
      FleetArn: required(FleetArn),
      AuthorizationProviderId: required(Id),
    }),
    output: structure('DisassociateWebsiteAuthorizationProviderResponse', {}),
    // The model lists "already exists" here too.
    errors: CREATION_ERRORS,
  }),
  ListWebsiteAuthorizationProviders: operation({
    http: post('/listWebsiteAuthorizationProviders'),
    access: 'List',
    input: structure('ListWebsiteAuthorizationProvidersRequest', {
      FleetArn: required(FleetArn),
      NextToken: optional(NextToken),
      MaxResults: optional(MaxResults),
    }),
    output: structure('ListWebsiteAuthorizationProvidersResponse', {
      WebsiteAuthorizationProviders: optional(WebsiteAuthorizationProvidersSummaryList),
      NextToken: optional(NextToken),
    }),
    errors: USUAL_ERRORS,
    pages: 'WebsiteAuthorizationProviders',
  }),
} as const;
