import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateFiles } from '../../snapshots/shape-steps.js';
import { type Workplace } from '../../support/cli.js';

const METADATA = readFileSync(join(import.meta.dirname, '../../../examples/okta-metadata.xml'), 'utf8');

/** Answers to every question, as a file has them. */
export const ALL_ANSWERS = `version: 1
backend: { name: local, region: us-east-1 }
fleet: { name: sales, displayName: Sales, optimizeForEndUserLocation: true, tags: { owner: ops } }
identityProvider: { metadataFile: idp.xml, vendor: okta }
domains:
  - name: intranet.example.com
    displayName: Intranet
    import: { certificateFile: site.pem, privateKeyFile: site.key, chainFile: chain.pem }
  - name: wiki.example.com
    import: { certificateFile: site.pem, privateKeyFile: site.key, chainFile: chain.pem }
  - name: other.example.net
    request: true
websiteCertificateAuthorities:
  - { certificateFile: chain.pem, displayName: Example root }
network:
  vpcId: vpc-0a1b2c3d4e5f60718
  subnetIds: [subnet-0a1b2c3d4e5f60a01, subnet-0a1b2c3d4e5f60b01]
  securityGroupIds: [sg-0a1b2c3d4e5f60002]
authorizationProviders: [login.example.com]
devicePolicy: { certificateFiles: [chain.pem] }
auditStream: { stream: AmazonWorkLink-sales, create: true }
invitation: { file: invite.eml }
`;

let certificates: ReturnType<typeof certificateFiles> | undefined;

/** Puts what answers name into a workplace. */
export async function putFiles(place: Workplace): Promise<void> {
  // Keys take long to make, and every workplace's clock begins alike.
  certificates ??= certificateFiles(place.clock.now(), ['intranet.example.com', 'wiki.example.com']);
  const files = await certificates;
  for (const [name, content] of files) writeFileSync(join(place.folder, name), content, { mode: 0o600 });
  writeFileSync(join(place.folder, 'idp.xml'), METADATA);
  writeFileSync(join(place.folder, 'setup.yaml'), ALL_ANSWERS);
}

/** Puts answers into a workplace. @returns the words of the command that takes them */
export function withAnswers(place: Workplace, answers: object | string, name = 'answers.json'): string[] {
  const text = typeof answers === 'string' ? answers : JSON.stringify({ version: 1, ...answers });
  writeFileSync(join(place.folder, name), text);
  return ['setup', '--answers', name];
}
