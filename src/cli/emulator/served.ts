/** A kind of server that goes on in a process of its own, as messages and files call it. */
export interface Served {
  readonly noun: string;
  /** How it stands to the state file. */
  readonly place: 'on' | 'beside';
  /** The topic of its commands. */
  readonly topic: string;
  /** What its own files are called by, behind the state file's name. */
  readonly suffix: string;
}

export const EMULATOR: Served = { noun: 'emulator', place: 'on', topic: 'worklink emulator', suffix: '' };

export const MOCK_IDP: Served = {
  noun: 'mock identity provider',
  place: 'beside',
  topic: 'worklink emulator idp',
  suffix: '.idp',
};

/** The path that a server's own files are named after. */
export function placeOf(state: string, { suffix }: Served): string {
  return `${state}${suffix}`;
}

/** `an emulator`, `a mock identity provider`. */
export function indefinite({ noun }: Served): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
