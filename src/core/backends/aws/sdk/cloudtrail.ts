// What is used of the package, so that the bundle holds nothing else of it.
export { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
