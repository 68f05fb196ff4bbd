import { spawn } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownError } from '../../core/errors.js';
import { type InviteTemplate } from '../../core/invites/template.js';
import { quote } from '../../core/text.js';
import { type Host } from '../host.js';

const FILES = { subject: 'subject.txt', text: 'message.txt', html: 'message.html' } as const;
const MAX_BYTES = 1_048_576;
const PRIVATE_FILE = 0o600;

/** A template as somebody left it in their editor. */
export interface Edited {
  readonly template: InviteTemplate;
  /** Where the files are, until {@link discard}: what is refused can be mended there. */
  readonly folder: string;
  readonly discard: () => Promise<void>;
}

/** Opens subject, text and HTML in the person's editor ($VISUAL, $EDITOR) and waits for it to end. */
export async function editTemplate(template: InviteTemplate, host: Host): Promise<Edited> {
  const editor = [host.env['VISUAL'], host.env['EDITOR']].find(
    (command) => command !== undefined && command !== '',
  );
  if (editor === undefined) {
    throw ownError('Usage', 'No editor is known.', {
      hint: 'Set VISUAL or EDITOR, or give --subject, --text, --html or --link.',
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'worklink-invite-'));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const paths = Object.values(FILES).map((name) => join(folder, name));
    await writePart(folder, 'subject', `${template.subject}\n`);
    await writePart(folder, 'text', template.text);
    await writePart(folder, 'html', template.html);
    await run(editor, paths, host);
    const subject = (await readPart(folder, 'subject')).replace(/\r?\n$/, '');
    const [text, html] = [await readPart(folder, 'text'), await readPart(folder, 'html')];
    return { template: { ...template, subject, text, html }, folder, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

function writePart(folder: string, part: keyof typeof FILES, content: string): Promise<void> {
  return writeFile(join(folder, FILES[part]), content, { mode: PRIVATE_FILE, flag: 'wx' });
}

async function readPart(folder: string, part: keyof typeof FILES): Promise<string> {
  const handle = await open(join(folder, FILES[part]), 'r');
  try {
    if ((await handle.stat()).size > MAX_BYTES) throw ownError('InvalidInput', `The ${part} is too large.`);
  } finally {
    await handle.close();
  }
  return readFile(join(folder, FILES[part]), 'utf8');
}

/** The editor may have words of its own (`code --wait`), as git takes it. */
async function run(editor: string, paths: readonly string[], host: Host): Promise<void> {
  const isWindows = process.platform === 'win32';
  const [command, args] = isWindows
    ? [editor, paths.map((path) => `"${path}"`)]
    : ['/bin/sh', ['-c', `${editor} "$@"`, 'editor', ...paths]];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      cwd: host.cwd,
      env: { ...host.env },
      shell: isWindows,
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0)
    throw ownError('Declined', `The editor ${quote(editor)} ended with an error: nothing was changed.`);
}
