export * from '@aws-sdk/client-worklink';
// The WorkLink client's own credential providers are of 2024; these are today's, which the other clients have anyway.
export { defaultProvider } from '@aws-sdk/credential-provider-node';
