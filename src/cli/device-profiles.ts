import { dirname, resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import {
  judgeP12,
  type JudgedP12,
  type PlannedProfile,
  planProfile,
  profileFile,
  type ProfileFleet,
  profileFleet,
} from '../core/admin/devices/device-profiles.js';
import { type DeviceUser, parseDeviceUsers } from '../core/admin/devices/device-users.js';
import { type CmsSigner } from '../core/certificates/cms-signature.js';
import { ownError } from '../core/errors.js';
import { dryRunFlag } from './common-flags.js';
import { DEVICE_PROFILE_FIELDS } from './fields/device-profile-fields.js';
import { UserFilesCommand } from './many/user-files.js';
import { findingLine } from './fields/findings-field.js';
import { onlyOneStdin, openP12, readSigner } from './passwords.js';
import { directoryFlag, NOTHING_WRITTEN, privateFiles } from './private-files.js';
import { type Listing, outcome, type Outcome, textDocument, type TextDocument } from './results.js';

const MAX_LIST_BYTES = 4 * 1_048_576;
/** Findings about a file that is written again. */
const REWRAPPED_AWAY: readonly string[] = ['apple-encryption', 'apple-not-protected'];

/** What goes into profiles, and who signs them. */
export const profileFlags = {
  p12: Flags.string({ summary: 'The certificate with its key, PKCS#12.', helpValue: 'FILE|-' }),
  'p12-password-file': Flags.string({ summary: 'Its password.', helpValue: 'FILE|-' }),
  user: Flags.string({
    summary: 'Whose device it is for; as the certificate says by default.',
    helpValue: 'NAME',
  }),
  csv: Flags.string({
    summary:
      'Make one for each user of a list: CSV with columns user, p12 and passwordFile, their paths from its folder.',
    helpValue: 'FILE|-',
    exclusive: ['p12', 'user', 'output-file'],
    dependsOn: ['directory'],
  }),
  'output-file': Flags.string({ summary: 'Write the profile into a file.', helpValue: 'PATH' }),
  ...directoryFlag,
  force: Flags.boolean({ summary: 'Overwrite files that exist.' }),
  ...dryRunFlag,
  'include-password': Flags.boolean({
    summary: 'Put the password into the profile, readable by whoever has it.',
  }),
  'include-root': Flags.boolean({ summary: 'Have the device trust the root of the certificate’s chain.' }),
  rewrap: Flags.boolean({ summary: 'Write the PKCS#12 file again as Apple’s importer takes it.' }),
  'sign-with': Flags.string({
    summary: 'Sign with this identity: PKCS#12, or a certificate with its chain.',
    helpValue: 'FILE',
  }),
  'sign-key': Flags.string({
    summary: 'The key of --sign-with.',
    helpValue: 'FILE',
    dependsOn: ['sign-with'],
  }),
  'sign-password-file': Flags.string({
    summary: 'Password of the signer’s key.',
    helpValue: 'FILE|-',
    dependsOn: ['sign-with'],
  }),
};

export interface ProfileFlags {
  readonly p12: string | undefined;
  readonly 'p12-password-file': string | undefined;
  readonly user: string | undefined;
  readonly csv: string | undefined;
  readonly 'output-file': string | undefined;
  readonly directory: string | undefined;
  readonly force: boolean;
  readonly 'dry-run': boolean;
  readonly 'include-password': boolean;
  readonly 'include-root': boolean;
  readonly rewrap: boolean;
  readonly 'sign-with': string | undefined;
  readonly 'sign-key': string | undefined;
  readonly 'sign-password-file': string | undefined;
}

/** A command that makes configuration profiles. */
export abstract class ProfilesCommand extends UserFilesCommand {
  protected override readonly fields = DEVICE_PROFILE_FIELDS;

  protected async profiles(
    given: string | undefined,
    flags: ProfileFlags,
  ): Promise<Outcome | Listing | TextDocument> {
    const { host, asker } = this;
    onlyOneStdin(flags.p12, flags['p12-password-file'], flags.csv, flags['sign-password-file']);
    const signer =
      flags['sign-with'] === undefined
        ? undefined
        : await readSigner(
            {
              certificate: flags['sign-with'],
              privateKey: flags['sign-key'],
              password: flags['sign-password-file'],
            },
            { host, asker },
          );
    const fleetName = await this.fleetFlag(given);
    if (flags.csv !== undefined) return this.#many(fleetName, flags, signer);
    const question = { message: 'File of the device certificate (PKCS#12)', flag: '--p12' };
    const path = await asker.required(flags.p12, question);
    const fleet = await profileFleet(await this.backend(), fleetName, host.timer);
    const judged = judgeP12(await openP12(path, flags['p12-password-file'], { host, asker }), fleet);
    for (const finding of judged.findings) {
      const isMended = flags.rewrap && REWRAPPED_AWAY.includes(finding.id);
      if (finding.severity !== 'info' && !isMended) await this.talk.say(findingLine(finding));
    }
    const rewrap = flags.rewrap || (judged.needsRewrap && (await this.#wantsRewrap(judged)));
    const planned = this.#plan(fleet, judged, flags, { rewrap, user: flags.user });
    const file = await profileFile(planned, signer, fleet.now);
    const output = flags['output-file'];
    const facts = said(planned, signer, rewrap);
    if (output === undefined) {
      const printed = this.#printed(planned, file, signer);
      return flags['dry-run'] ? wouldBe(`Would print the profile of ${planned.user}.`, facts) : printed;
    }
    const written = await privateFiles(host, flags['dry-run']).write(output, file, flags.force);
    if (flags['dry-run']) {
      return wouldBe(`Would write the profile of ${planned.user} to ${written}.`, {
        ...facts,
        file: written,
      });
    }
    const data = { ...facts, result: 'written', file: written };
    const message = `Wrote the profile of ${planned.user} to ${written}.`;
    return outcome({ data, fields: DEVICE_PROFILE_FIELDS, message });
  }

  #plan(
    fleet: ProfileFleet,
    judged: JudgedP12,
    flags: ProfileFlags,
    { rewrap, user }: { readonly rewrap: boolean; readonly user: string | undefined },
  ): PlannedProfile {
    return planProfile(fleet, judged, {
      user,
      includePassword: flags['include-password'],
      includeRoot: flags['include-root'],
      rewrap,
    });
  }

  async #wantsRewrap({ contents }: JudgedP12): Promise<boolean> {
    if (!this.asker.canAsk || contents.hasNoPassword) return false;
    return this.asker.choose('Write the certificate again as Apple’s importer takes it?', [
      { name: 'Yes, with 3DES and SHA-1', value: true },
      { name: 'No, leave it as it is', value: false },
    ]);
  }

  #printed(planned: PlannedProfile, file: Uint8Array, signer: CmsSigner | undefined): TextDocument {
    if (signer !== undefined) {
      throw ownError('Usage', 'A signed profile is no text.', { hint: 'Give --output-file.' });
    }
    const profile = Buffer.from(file).toString('utf8');
    return textDocument({ text: profile, data: { ...said(planned, signer, false), profile } });
  }

  async #many(fleetName: string, flags: ProfileFlags, signer: CmsSigner | undefined): Promise<Listing> {
    const { host, asker } = this;
    const { csv = '-', directory: folder = '.' } = flags;
    const text = await this.value(csv === '-' ? '-' : `@${csv.replace(/^@/, '')}`, '--csv', MAX_LIST_BYTES);
    const items = await parseDeviceUsers(text ?? '', ['user', 'p12']);
    const fleet = await profileFleet(await this.backend(), fleetName, host.timer);
    const files = privateFiles(host, flags['dry-run']);
    await files.makeFolder(folder);
    const from = (path: string): string =>
      resolve(host.cwd, csv === '-' ? '.' : dirname(csv.replace(/^@/, '')), path);
    const warnings = new Map<string, number>();
    const { result } = await this.eachUser({
      items,
      folder,
      ending: '.mobileconfig',
      force: flags.force,
      dryRun: flags['dry-run'],
      doing: 'Making profiles',
      fields: DEVICE_PROFILE_FIELDS,
      act: async ({ user, p12 = '', passwordFile }: DeviceUser, name) => {
        const password = passwordFile === undefined ? flags['p12-password-file'] : from(passwordFile);
        const opened = await openP12(from(p12), password, { host, asker });
        const judged = judgeP12(opened, fleet);
        for (const { severity, id, message, fix } of judged.findings) {
          if (severity !== 'warning' || (flags.rewrap && REWRAPPED_AWAY.includes(id))) continue;
          const line = `warning ${id}: ${message} ${fix}`;
          warnings.set(line, (warnings.get(line) ?? 0) + 1);
        }
        const planned = this.#plan(fleet, judged, flags, { rewrap: flags.rewrap, user });
        const file = await profileFile(planned, signer, fleet.now);
        const path = await files.write(`${folder}/${name}.mobileconfig`, file, flags.force);
        return { ...said(planned, signer, flags.rewrap), file: path };
      },
    });
    const lines = [...warnings].map(([line, count]) =>
      count === 1 ? line : `${line} (${String(count)} users)`,
    );
    return { ...result, notices: () => [...lines, ...(flags['dry-run'] ? [NOTHING_WRITTEN] : [])] };
  }
}

/** The result of a dry run on one profile. */
function wouldBe(message: string, facts: object): Outcome {
  return outcome({ data: { dryRun: true, message, calls: [], ...facts }, message });
}

/** What can be said of a profile: never its password or key. */
function said(
  { profile, user, judged }: PlannedProfile,
  signer: CmsSigner | undefined,
  rewrapped: boolean,
): object {
  const { certificate } = judged.identity;
  return {
    user,
    payloadIdentifier: profile.PayloadIdentifier,
    payloadUuid: profile.PayloadUUID,
    certificate: certificate.subject,
    sha256: certificate.sha256,
    notAfter: certificate.notAfter,
    signed: signer !== undefined,
    rewrapped,
    findings: judged.findings,
  };
}
