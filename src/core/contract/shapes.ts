import {
  boolean,
  enumeration,
  integer,
  list,
  map,
  optional,
  pattern,
  required,
  string,
  structure,
  timestamp,
} from './schema.js';

/*
 * The named shapes of the service model (API version 2018-09-25), each with its limits.
 * Where the model's pattern could be made to backtrack without end, a linear equivalent stands beside it.
 */

const PEM_BLOCK =
  '-{5}BEGIN CERTIFICATE-{5}\\u000D?\\u000A([A-Za-z0-9/+]{64}\\u000D?\\u000A)*[A-Za-z0-9/+]{1,64}={0,2}\\u000D?\\u000A-{5}END CERTIFICATE-{5}';
const LINE_END = '\\u000D?\\u000A';

export const FleetArn = string('FleetArn', { min: 20, max: 2048 });
export const FleetName = string('FleetName', {
  min: 1,
  max: 48,
  pattern: pattern('^[a-z0-9](?:[a-z0-9\\-]{0,46}[a-z0-9])?$'),
});
export const DisplayName = string('DisplayName', { max: 100 });
export const CompanyCode = string('CompanyCode', { min: 1, max: 32 });
export const Flag = boolean('Boolean');
export const DateTime = timestamp('DateTime');
export const Id = string('Id', { min: 1, max: 256 });
export const Username = string('Username', { min: 1, max: 256 });
export const MaxResults = integer('MaxResults', { min: 1 });
export const NextToken = string('NextToken', { min: 1, max: 4096, pattern: pattern('[\\w\\-]+') });

export const DomainName = string('DomainName', {
  min: 1,
  max: 253,
  pattern: pattern(
    '^[a-zA-Z0-9]?((?!-)([A-Za-z0-9-]*[A-Za-z0-9])\\.)+[a-zA-Z0-9]+$',
    // The optional first character adds nothing: before a label it makes a label. Each label said without ambiguity.
    '(?:[a-zA-Z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[a-zA-Z0-9]+',
  ),
});
export const AcmCertificateArn = string('AcmCertificateArn', {
  pattern: pattern(
    'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=/,.@-]+)*',
    // The last group's own class contains "/", so one optional group admits what any number of them does.
    'arn:[\\w+=\\/,.@\\-]+:[\\w+=\\/,.@\\-]+:[\\w+=\\/,.@\\-]*:[0-9]+:[\\w+=,.@\\-]+(?:\\/[\\w+=\\/,.@\\-]+)?',
  ),
});
export const AuditStreamArn = string('AuditStreamArn', {
  pattern: pattern('^arn:aws:kinesis:.+:[0-9]{12}:stream/AmazonWorkLink-.*$'),
});
export const Certificate = string('Certificate', {
  min: 1,
  max: 8192,
  pattern: pattern(`${PEM_BLOCK}(${LINE_END})?`),
});
export const CertificateChain = string('CertificateChain', {
  min: 1,
  max: 32768,
  pattern: pattern(`(${PEM_BLOCK}${LINE_END})*${PEM_BLOCK}(${LINE_END})?`),
});
export const SamlMetadata = string('SamlMetadata', { min: 1, max: 204800 });
export const VpcId = string('VpcId', { pattern: pattern('^vpc-([0-9a-f]{8}|[0-9a-f]{17})$') });
export const SubnetId = string('SubnetId', { pattern: pattern('^subnet-([0-9a-f]{8}|[0-9a-f]{17})$') });
export const SubnetIds = list('SubnetIds', SubnetId);
export const SecurityGroupId = string('SecurityGroupId', {
  pattern: pattern('^sg-([0-9a-f]{8}|[0-9a-f]{17})$'),
});
export const SecurityGroupIds = list('SecurityGroupIds', SecurityGroupId, { max: 5 });

export const TagKey = string('TagKey', {
  min: 1,
  max: 128,
  // The model's "+-=" is a range: every character from "+" to "=", digits, comma and semicolon included.
  pattern: pattern('^(?!aws:)[a-zA-Z+-=._:/]+$'),
});
export const TagValue = string('TagValue', { max: 256 });
export const TagKeyList = list('TagKeyList', TagKey, { min: 1, max: 50 });
export const TagMap = map('TagMap', TagKey, TagValue, { min: 1, max: 50 });

export const AuthorizationProviderType = enumeration('AuthorizationProviderType', ['SAML']);
export const IdentityProviderType = enumeration('IdentityProviderType', ['SAML']);
export const FleetStatus = enumeration('FleetStatus', [
  'CREATING',
  'ACTIVE',
  'DELETING',
  'DELETED',
  'FAILED_TO_CREATE',
  'FAILED_TO_DELETE',
]);
export const DomainStatus = enumeration('DomainStatus', [
  'PENDING_VALIDATION',
  'ASSOCIATING',
  'ACTIVE',
  'INACTIVE',
  'DISASSOCIATING',
  'DISASSOCIATED',
  'FAILED_TO_ASSOCIATE',
  'FAILED_TO_DISASSOCIATE',
]);
export const DeviceStatus = enumeration('DeviceStatus', ['ACTIVE', 'SIGNED_OUT']);

const DEVICE_TEXT = { min: 1, max: 256 };
export const DeviceModel = string('DeviceModel', DEVICE_TEXT);
export const DeviceManufacturer = string('DeviceManufacturer', DEVICE_TEXT);
export const DeviceOperatingSystemName = string('DeviceOperatingSystemName', DEVICE_TEXT);
export const DeviceOperatingSystemVersion = string('DeviceOperatingSystemVersion', DEVICE_TEXT);
export const DevicePatchLevel = string('DevicePatchLevel', DEVICE_TEXT);

export const FleetSummary = structure('FleetSummary', {
  FleetArn: optional(FleetArn),
  CreatedTime: optional(DateTime),
  LastUpdatedTime: optional(DateTime),
  FleetName: optional(FleetName),
  DisplayName: optional(DisplayName),
  CompanyCode: optional(CompanyCode),
  FleetStatus: optional(FleetStatus),
  Tags: optional(TagMap),
});
export const FleetSummaryList = list('FleetSummaryList', FleetSummary);
export const DomainSummary = structure('DomainSummary', {
  DomainName: required(DomainName),
  DisplayName: optional(DisplayName),
  CreatedTime: required(DateTime),
  DomainStatus: required(DomainStatus),
});
export const DomainSummaryList = list('DomainSummaryList', DomainSummary);
export const DeviceSummary = structure('DeviceSummary', {
  DeviceId: optional(Id),
  DeviceStatus: optional(DeviceStatus),
});
export const DeviceSummaryList = list('DeviceSummaryList', DeviceSummary);
export const WebsiteAuthorizationProviderSummary = structure('WebsiteAuthorizationProviderSummary', {
  AuthorizationProviderId: optional(Id),
  AuthorizationProviderType: required(AuthorizationProviderType),
  DomainName: optional(DomainName),
  CreatedTime: optional(DateTime),
});
export const WebsiteAuthorizationProvidersSummaryList = list(
  'WebsiteAuthorizationProvidersSummaryList',
  WebsiteAuthorizationProviderSummary,
);
export const WebsiteCaSummary = structure('WebsiteCaSummary', {
  WebsiteCaId: optional(Id),
  CreatedTime: optional(DateTime),
  DisplayName: optional(DisplayName),
});
export const WebsiteCaSummaryList = list('WebsiteCaSummaryList', WebsiteCaSummary);
