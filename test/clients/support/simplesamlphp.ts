import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createSamlKeyPair } from '../../../src/core/certificates/issue.js';
import { withTemporaryFolder } from '../../support/account.js';
import { SIMPLESAMLPHP } from './clients.js';

export interface SimpleSamlPhp {
  readonly url: string;
  /** Its metadata as an identity provider, as it publishes it. */
  metadata(): Promise<string>;
  /** Tells it of a service provider. @param encrypts whether assertions are to be encrypted to it */
  trust(serviceProvider: TrustedServiceProvider): Promise<void>;
}

export interface TrustedServiceProvider {
  readonly entityId: string;
  readonly acsUrl: string;
  /** Base64 of the DER: signs requests, and assertions are encrypted to it. */
  readonly certificate: string;
  readonly encrypts: boolean;
}

/** Serves SimpleSAMLphp as an identity provider with two users, from a folder of its own. */
export function withSimpleSamlPhp(php: string, body: (idp: SimpleSamlPhp) => Promise<void>): Promise<void> {
  return withTemporaryFolder(async (folder) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    await configure(folder, url);
    const server = spawn(php, ['-S', `127.0.0.1:${String(port)}`, '-t', join(SIMPLESAMLPHP, 'www')], {
      env: { PATH: process.env['PATH'], SIMPLESAMLPHP_CONFIG_DIR: join(folder, 'config') },
      stdio: 'ignore',
    });
    const ended = once(server, 'exit');
    const metadata = async (): Promise<string> => (await fetch(`${url}/saml2/idp/metadata.php`)).text();
    try {
      await up(metadata);
      await body({
        url,
        metadata,
        trust: (provider) => writeFile(join(folder, 'metadata/saml20-sp-remote.php'), remote(provider)),
      });
    } finally {
      server.kill();
      await ended;
    }
  });
}

async function configure(folder: string, url: string): Promise<void> {
  for (const name of ['config', 'metadata', 'cert', 'tmp', 'sessions']) await mkdir(join(folder, name));
  const { certificatePem, privateKeyPem } = await createSamlKeyPair({
    name: 'SimpleSAMLphp',
    now: new Date(Date.now() - 3_600_000),
  });
  await writeFile(join(folder, 'cert/server.crt'), certificatePem);
  await writeFile(join(folder, 'cert/server.pem'), privateKeyPem, { mode: 0o600 });
  await writeFile(
    join(folder, 'config/config.php'),
    `<?php $config = [
      'baseurlpath' => '${url}/',
      'certdir' => '${folder}/cert/', 'loggingdir' => '${folder}/tmp/', 'datadir' => '${folder}/tmp/',
      'tempdir' => '${folder}/tmp/', 'metadatadir' => '${folder}/metadata',
      'secretsalt' => 'of-a-test', 'auth.adminpassword' => 'of-a-test',
      'technicalcontact_email' => 'na@example.org', 'timezone' => 'UTC',
      'logging.handler' => 'errorlog', 'errorreporting' => false, 'showerrors' => true,
      'enable.saml20-idp' => true,
      'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
      'store.type' => 'phpsession', 'session.phpsession.savepath' => '${folder}/sessions',
      'session.cookie.secure' => false, 'session.phpsession.limitedpath' => false,
      'metadata.sources' => [['type' => 'flatfile']],
    ];`,
  );
  await writeFile(
    join(folder, 'config/authsources.php'),
    `<?php $config = ['admin' => ['core:AdminPassword'], 'example-userpass' => ['exampleauth:UserPass',
      'student:studentpass' => ['uid' => ['test'], 'mail' => ['student@example.com'], 'eduPersonAffiliation' => ['member', 'student']],
      'employee:employeepass' => ['uid' => ['employee'], 'mail' => ['employee@example.com']],
    ]];`,
  );
  await writeFile(
    join(folder, 'metadata/saml20-idp-hosted.php'),
    `<?php $metadata['${url}/idp'] = ['host' => '__DEFAULT__', 'privatekey' => 'server.pem', 'certificate' => 'server.crt',
      'auth' => 'example-userpass', 'signature.algorithm' => 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'NameIDFormat' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      'authproc' => [10 => ['class' => 'saml:AttributeNameID', 'attribute' => 'mail', 'identifyingAttribute' => 'mail',
        'Format' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress']]];`,
  );
}

function remote({ entityId, acsUrl, certificate, encrypts }: TrustedServiceProvider): string {
  return `<?php $metadata['${entityId}'] = ['AssertionConsumerService' => '${acsUrl}',
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', 'simplesaml.nameidattribute' => 'mail',
    'certData' => '${certificate}', 'assertion.encryption' => ${String(encrypts)}, 'validate.authnrequest' => ${String(encrypts)}];`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function up(look: () => Promise<string>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const text = await look();
      if (text.includes('EntityDescriptor')) return;
      throw new Error(`SimpleSAMLphp does not publish metadata: ${text.slice(0, 2000)}`);
    } catch (error) {
      if (tries > 100 || !(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
