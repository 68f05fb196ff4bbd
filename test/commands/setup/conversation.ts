import { type Cue } from '../../support/cli.js';

export const CTRL_C = '\u0003';
export const DOWN = '\u001b[B';

/** What is typed where a question is asked: the beginning of a choice, or a text. */
export function at(question: string, answer: string): Cue {
  return { when: new RegExp(`\\? ${question}`), type: `${answer}\r` };
}

export const LOCAL = [at('Where is the fleet', 'The local'), at('Region', '')];
export const NEW_FLEET = [
  at('Which fleet', 'Create'),
  at('Name of the fleet', 'sales'),
  at('Name people see', ''),
  at('From which Region', 'From the home'),
];
export const IDP = [at('Where is the metadata', 'In a file'), at('File', 'idp.xml')];
export const DOMAIN = [
  at('Which domains', 'Enter'),
  at('Domain', 'intranet.example.com'),
  at('Name people see', ''),
  at('Certificate for', 'Import one'),
  at('File of the certificate', 'site.pem'),
  at('File of its private key', 'site.key'),
  at('File of its chain', 'chain.pem'),
  at('1 domain', 'That'),
];
export const NO_CAS = [at('Website certificate authorities', 'Skip')];
export const NETWORK = [
  at('How is the network', 'Pick'),
  at('VPC', ''),
  at('Subnets of', ''),
  { when: /\? Security groups of/, type: ' \r' },
];
export const NO_MORE = [
  at('Website authorization providers', 'Skip'),
  at('Device policy', 'Skip'),
  at('Audit stream', 'Skip'),
  at('The invitation', 'Skip'),
];
export const ALL = [...LOCAL, ...NEW_FLEET, ...IDP, ...DOMAIN, ...NO_CAS, ...NETWORK, ...NO_MORE];
export const DO_IT = [at('Nothing has been changed yet', 'Do'), at('What next', 'Nothing')];
export const LEAVE = at('Nothing has been changed yet', 'Leave');
