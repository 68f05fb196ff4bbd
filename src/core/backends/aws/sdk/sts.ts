// What is used of the package, so that the bundle holds nothing else of it.
export { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
