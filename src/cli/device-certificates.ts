import { basename } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { isEncryptedKey } from '../core/admin/certificates/certificates-import.js';
import {
  type CertificateAuthority,
  checkDeviceOrder,
  checkDeviceUser,
  createAuthority,
  issueDeviceP12,
  newPassword,
  readDeviceAuthority,
} from '../core/admin/devices/device-certificates.js';
import { deviceUsersCsv, type DeviceUser, parseDeviceUsers } from '../core/admin/devices/device-users.js';
import { serviceTime } from '../core/admin/service-time.js';
import { ownError } from '../core/errors.js';
import { dryRunFlag } from './common-flags.js';
import { DEVICE_CERT_FIELDS } from './fields/device-profile-fields.js';
import { UserFilesCommand } from './many/user-files.js';
import { onlyOneStdin, readPassword } from './passwords.js';
import { directoryFlag, isThere, NOTHING_WRITTEN, type PrivateFiles, privateFiles } from './private-files.js';
import { type Listing } from './results.js';
import { readNamedFile } from './values.js';

const MAX_LIST_BYTES = 4 * 1_048_576;
const CA_CERTIFICATE = 'device-ca.pem';
const CA_KEY = 'device-ca.key';
/** All users of the folder, for `device-profile ios --csv`. */
const USER_LIST = 'issued.csv';

export const deviceCertFlags = {
  user: Flags.string({
    summary: 'User name or e-mail address. Repeat for more.',
    helpValue: 'NAME',
    multiple: true,
    exclusive: ['csv'],
  }),
  csv: Flags.string({ summary: 'Take the users from CSV with a column user.', helpValue: 'FILE|-' }),
  ...directoryFlag,
  days: Flags.integer({
    summary: 'How long certificates are valid.',
    helpValue: 'DAYS',
    default: 365,
    min: 1,
  }),
  'ca-cert': Flags.string({
    summary: 'Issue from this authority; by default from the one in the folder, made where there is none.',
    helpValue: 'FILE',
    dependsOn: ['ca-key'],
  }),
  'ca-key': Flags.string({ summary: 'Its private key (RSA).', helpValue: 'FILE', dependsOn: ['ca-cert'] }),
  'ca-password-file': Flags.string({ summary: 'Password of its key.', helpValue: 'FILE|-' }),
  'ca-name': Flags.string({
    summary: 'Name of an authority to be made.',
    helpValue: 'NAME',
    default: 'Trial device CA',
    exclusive: ['ca-cert'],
  }),
  'p12-password-file': Flags.string({ summary: 'The password of all files.', helpValue: 'FILE|-' }),
  'generate-passwords': Flags.boolean({
    summary: 'Give each file a password of its own, in a file beside it.',
    exclusive: ['p12-password-file'],
  }),
  force: Flags.boolean({ summary: 'Issue anew for users whose files exist.' }),
  ...dryRunFlag,
};

export interface DeviceCertFlags {
  readonly user: readonly string[] | undefined;
  readonly csv: string | undefined;
  readonly directory: string | undefined;
  readonly days: number;
  readonly 'ca-cert': string | undefined;
  readonly 'ca-key': string | undefined;
  readonly 'ca-password-file': string | undefined;
  readonly 'ca-name': string;
  readonly 'p12-password-file': string | undefined;
  readonly 'generate-passwords': boolean;
  readonly force: boolean;
  readonly 'dry-run': boolean;
}

/** A command that issues device certificates to try policies with. */
export abstract class DeviceCertificatesCommand extends UserFilesCommand {
  protected override readonly fields = DEVICE_CERT_FIELDS;

  protected async issue(flags: DeviceCertFlags): Promise<Listing> {
    const { host } = this;
    onlyOneStdin(flags.csv, flags['p12-password-file'], flags['ca-password-file']);
    const items = await this.#users(flags);
    const folder = await this.asker.required(flags.directory, {
      message: 'Folder for the files',
      flag: '--directory',
    });
    const shared = flags['generate-passwords'] ? undefined : await this.#sharedPassword(flags);
    const now = serviceTime(await this.backend(), host.timer);
    const dryRun = flags['dry-run'];
    const files = privateFiles(host, dryRun);
    await files.makeFolder(folder);
    const authority = await this.#authority(flags, folder, now, files);
    const { result, rows } = await this.eachUser({
      items,
      folder,
      ending: '.p12',
      force: flags.force,
      dryRun,
      doing: 'Issuing certificates',
      fields: DEVICE_CERT_FIELDS,
      act: async ({ user }: DeviceUser, name) => {
        const password = shared ?? newPassword();
        const order = { authority, user, password, days: flags.days, now };
        // A key takes longer to draw than all checks: a dry run does without.
        const issued = dryRun ? undefined : await issueDeviceP12(order);
        const { notAfter } = issued?.certificate ?? checkDeviceOrder(order);
        // The password first: a file whose password nobody has would be passed over the next time.
        const passwordFile =
          shared === undefined
            ? await files.write(`${folder}/${name}.password`, `${password}\n`, true)
            : undefined;
        const file = await files.write(`${folder}/${name}.p12`, issued?.p12 ?? '', flags.force);
        return {
          file,
          ...(passwordFile !== undefined && { passwordFile }),
          ...(issued !== undefined && { sha256: issued.certificate.sha256 }),
          notAfter,
        };
      },
    });
    if (dryRun) return { ...result, notices: () => [NOTHING_WRITTEN] };
    await this.#writeList(folder, rows, files);
    const policy = `Set the fleet's device policy by ${folder}/${CA_CERTIFICATE}; make profiles: worklink device-profile ios --csv ${folder}/${USER_LIST}`;
    return { ...result, notices: () => [policy] };
  }

  async #users({ user: names, csv }: DeviceCertFlags): Promise<readonly DeviceUser[]> {
    if (csv === undefined) {
      const question = { message: 'User name or e-mail address', flag: '--user' };
      const given = names ?? [await this.asker.required(undefined, question)];
      const users = [...new Set(given)];
      users.forEach(checkDeviceUser);
      return users.map((user, index) => ({ user, line: index + 1 }));
    }
    const text = await this.value(csv === '-' ? '-' : `@${csv.replace(/^@/, '')}`, '--csv', MAX_LIST_BYTES);
    return parseDeviceUsers(text ?? '', ['user']);
  }

  async #sharedPassword(flags: DeviceCertFlags): Promise<string> {
    const flag = '--p12-password-file';
    const given = await readPassword(flags[flag.slice(2) as 'p12-password-file'], flag, this.host);
    const password =
      given ??
      (await this.asker.secret({
        message: 'Password for the files',
        flag: `${flag} or --generate-passwords`,
      }));
    if (password !== '') return password;
    throw ownError('InvalidInput', 'The password is empty: iOS takes no file without one.', {
      hint: 'Give one, or --generate-passwords.',
    });
  }

  async #authority(
    flags: DeviceCertFlags,
    folder: string,
    now: Date,
    files: PrivateFiles,
  ): Promise<CertificateAuthority> {
    const { host } = this;
    const hasCertificate = await isThere(folder, CA_CERTIFICATE, host);
    const hasKey = await isThere(folder, CA_KEY, host);
    if (flags['ca-cert'] === undefined && hasCertificate !== hasKey) {
      const [there, missing] = hasKey ? [CA_KEY, CA_CERTIFICATE] : [CA_CERTIFICATE, CA_KEY];
      throw ownError('WrongState', `The folder has ${there} without ${missing}.`, {
        hint: 'Give --ca-cert and --ca-key, or another folder.',
      });
    }
    if (flags['ca-cert'] === undefined && !hasCertificate) {
      const authority = await createAuthority({ name: flags['ca-name'], now });
      await files.write(`${folder}/${CA_KEY}`, authority.privateKeyPem, false);
      await files.write(`${folder}/${CA_CERTIFICATE}`, authority.certificatePem, false);
      return authority;
    }
    const certificatePath = flags['ca-cert'] ?? `${folder}/${CA_CERTIFICATE}`;
    const certificate = await readNamedFile(certificatePath, host, { flag: '--ca-cert' });
    const key = await readNamedFile(flags['ca-key'] ?? `${folder}/${CA_KEY}`, host, { flag: '--ca-key' });
    const passwordFlag = '--ca-password-file';
    const password = isEncryptedKey(key)
      ? ((await readPassword(flags['ca-password-file'], passwordFlag, host)) ??
        (await this.asker.secret({ message: 'Password of the authority’s key', flag: passwordFlag })))
      : undefined;
    const authority = readDeviceAuthority(certificate, key, password);
    // The certificate belongs beside what it issued: a device policy is set by it.
    if (!hasCertificate) await files.write(`${folder}/${CA_CERTIFICATE}`, authority.certificatePem, false);
    return authority;
  }

  async #writeList(folder: string, rows: readonly object[], files: PrivateFiles): Promise<void> {
    const text = (row: object, name: string): string | undefined => {
      const value: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
      return typeof value === 'string' ? value : undefined;
    };
    const users: Omit<DeviceUser, 'line'>[] = [];
    for (const row of rows) {
      const [user, p12] = [text(row, 'user'), text(row, 'file')];
      if (user === undefined || p12 === undefined) continue;
      const passwordFile = p12.replace(/\.p12$/, '.password');
      const isKept = await isThere('.', passwordFile, this.host);
      // Their paths from the list's own folder, so that the folder can be moved.
      users.push({ user, p12: basename(p12), ...(isKept ? { passwordFile: basename(passwordFile) } : {}) });
    }
    if (users.length === 0) return;
    const earlier = (await this.#listed(folder)).filter(({ user }) =>
      users.every((each) => each.user !== user),
    );
    await files.write(`${folder}/${USER_LIST}`, deviceUsersCsv([...earlier, ...users]), true);
  }

  /** The users of earlier runs. */
  async #listed(folder: string): Promise<readonly DeviceUser[]> {
    if (!(await isThere(folder, USER_LIST, this.host))) return [];
    const text = await this.value(`@${folder}/${USER_LIST}`, '--directory', MAX_LIST_BYTES);
    return parseDeviceUsers(text ?? '', ['user', 'p12']);
  }
}
