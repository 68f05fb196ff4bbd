import { operation, post, USUAL_ERRORS } from '../operation.js';
import { optional, required, structure } from '../schema.js';
import {
  AuditStreamArn,
  Certificate,
  CertificateChain,
  FleetArn,
  IdentityProviderType,
  SamlMetadata,
  SecurityGroupIds,
  SubnetIds,
  VpcId,
} from '../shapes.js';

const ONE_FLEET = { FleetArn: required(FleetArn) };

/** What a fleet is configured with: audit stream, company network, device policy, identity provider. */
export const configurationOperations = {
  DescribeAuditStreamConfiguration: operation({
    http: post('/describeAuditStreamConfiguration'),
    access: 'Read',
    input: structure('DescribeAuditStreamConfigurationRequest', ONE_FLEET),
    output: structure('DescribeAuditStreamConfigurationResponse', {
      AuditStreamArn: optional(AuditStreamArn),
    }),
    errors: USUAL_ERRORS,
  }),
  UpdateAuditStreamConfiguration: operation({
    http: post('/updateAuditStreamConfiguration'),
    access: 'Write',
    input: structure('UpdateAuditStreamConfigurationRequest', {
      ...ONE_FLEET,
      AuditStreamArn: optional(AuditStreamArn),
    }),
    output: structure('UpdateAuditStreamConfigurationResponse', {}),
    errors: USUAL_ERRORS,
  }),
  DescribeCompanyNetworkConfiguration: operation({
    http: post('/describeCompanyNetworkConfiguration'),
    access: 'Read',
    input: structure('DescribeCompanyNetworkConfigurationRequest', ONE_FLEET),
    output: structure('DescribeCompanyNetworkConfigurationResponse', {
      VpcId: optional(VpcId),
      SubnetIds: optional(SubnetIds),
      SecurityGroupIds: optional(SecurityGroupIds),
    }),
    errors: USUAL_ERRORS,
  }),
  UpdateCompanyNetworkConfiguration: operation({
    http: post('/updateCompanyNetworkConfiguration'),
    access: 'Write',
    input: structure('UpdateCompanyNetworkConfigurationRequest', {
      ...ONE_FLEET,
      VpcId: required(VpcId),
      SubnetIds: required(SubnetIds),
      SecurityGroupIds: required(SecurityGroupIds),
    }),
    output: structure('UpdateCompanyNetworkConfigurationResponse', {}),
    errors: USUAL_ERRORS,
  }),
  DescribeDevicePolicyConfiguration: operation({
    http: post('/describeDevicePolicyConfiguration'),
    access: 'Read',
    input: structure('DescribeDevicePolicyConfigurationRequest', ONE_FLEET),
    // The model types this as one certificate, though the update takes a chain: outputs are not checked against it.
    output: structure('DescribeDevicePolicyConfigurationResponse', {
      DeviceCaCertificate: optional(Certificate),
    }),
    errors: USUAL_ERRORS,
  }),
  UpdateDevicePolicyConfiguration: operation({
    http: post('/updateDevicePolicyConfiguration'),
    access: 'Write',
    input: structure('UpdateDevicePolicyConfigurationRequest', {
      ...ONE_FLEET,
      DeviceCaCertificate: optional(CertificateChain),
    }),
    output: structure('UpdateDevicePolicyConfigurationResponse', {}),
    errors: USUAL_ERRORS,
  }),
  DescribeIdentityProviderConfiguration: operation({
    http: post('/describeIdentityProviderConfiguration'),
    access: 'Read',
    input: structure('DescribeIdentityProviderConfigurationRequest', ONE_FLEET),
    output: structure('DescribeIdentityProviderConfigurationResponse', {
      IdentityProviderType: optional(IdentityProviderType),
      ServiceProviderSamlMetadata: optional(SamlMetadata),
      IdentityProviderSamlMetadata: optional(SamlMetadata),
    }),
    errors: USUAL_ERRORS,
  }),
  UpdateIdentityProviderConfiguration: operation({
    http: post('/updateIdentityProviderConfiguration'),
    access: 'Write',
    input: structure('UpdateIdentityProviderConfigurationRequest', {
      ...ONE_FLEET,
      IdentityProviderType: required(IdentityProviderType),
      IdentityProviderSamlMetadata: optional(SamlMetadata),
    }),
    output: structure('UpdateIdentityProviderConfigurationResponse', {}),
    errors: USUAL_ERRORS,
  }),
} as const;
