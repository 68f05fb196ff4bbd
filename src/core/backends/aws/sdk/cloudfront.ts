// What is used of the package, so that the bundle holds nothing else of it.
export { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
