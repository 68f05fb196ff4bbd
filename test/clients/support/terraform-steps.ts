/**
 * The calls Terraform's AWS provider makes for its two WorkLink resources, in order. The test with the provider itself
 * holds this to what it does; the test that replays it runs where there is no provider.
 */
const READ_FLEET = [
  'DescribeFleetMetadata',
  'DescribeAuditStreamConfiguration',
  'DescribeCompanyNetworkConfiguration',
  'DescribeIdentityProviderConfiguration',
  'DescribeDevicePolicyConfiguration',
] as const;
const READ_AUTHORITY = ['DescribeWebsiteCertificateAuthority'] as const;

export const STEPS = {
  readFleet: READ_FLEET,
  createFleet: [
    'CreateFleet',
    'UpdateAuditStreamConfiguration',
    'UpdateCompanyNetworkConfiguration',
    'UpdateDevicePolicyConfiguration',
    'UpdateIdentityProviderConfiguration',
    ...READ_FLEET,
  ],
  readAuthority: READ_AUTHORITY,
  associateAuthority: ['AssociateWebsiteCertificateAuthority', ...READ_AUTHORITY],
} as const;
