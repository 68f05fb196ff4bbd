/** The ways in which a mock identity provider can go wrong, with what a person is told of each. */
export const MISBEHAVIOURS = {
  expired: 'The response is a day old.',
  'clock-ahead': "The identity provider's clock is an hour ahead.",
  'wrong-audience': 'The assertion is for another service provider.',
  'wrong-recipient': 'The assertion is meant for another ACS URL.',
  'wrong-destination': 'The response says it was sent to another ACS URL.',
  'wrong-in-response-to': 'The response answers a request nobody sent.',
  'wrong-issuer': 'The response names another identity provider.',
  unsigned: 'Nothing is signed.',
  tampered: 'The NameID was changed after signing.',
  'wrong-key': "The signature is by a key that isn't in the metadata.",
  sha1: 'The signature is made with SHA-1.',
  encrypted: 'The assertion is encrypted to the service provider, which is no fault where it has the key.',
  'encrypted-wrong-key': "The assertion is encrypted to a key that isn't the service provider's.",
  'no-name-id': 'The assertion names nobody.',
  refused: 'The identity provider refuses the sign-in.',
  replayed: 'The response of the sign-in before is sent again.',
} as const satisfies Readonly<Record<string, string>>;

export type Misbehaviour = keyof typeof MISBEHAVIOURS;
