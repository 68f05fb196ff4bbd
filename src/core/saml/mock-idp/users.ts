import { ownError } from '../../errors.js';
import { quote } from '../../text.js';

/** Somebody a mock identity provider knows. */
export interface KnownUser {
  readonly email: string;
  readonly name?: string;
  readonly password?: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Whom it knows where nobody says. */
export const DEFAULT_USERS: readonly KnownUser[] = [
  { email: 'alice@example.com', name: 'Alice Example', attributes: { department: ['Sales'] } },
  { email: 'bob@example.com', name: 'Bob Example', attributes: { department: ['Engineering'] } },
];

const MAX_USERS = 10_000;
const MAX_TEXT = 1_024;
const MAX_ATTRIBUTES = 64;
/** An attribute's name, without what an XML document can't carry. */
const ATTRIBUTE_NAME = /^[^\p{Cc}\p{Cs}\ufffe\uffff]{1,256}$/u;

/**
 * Reads users as a YAML file has them: a list of objects with `email`, and optionally `name`, `password` and `attributes`, whose
 * values are texts or lists of texts. A CSV file's rows are read alike: columns other than those three are attributes.
 *
 * @param value what was parsed; nothing is assumed of it
 * @throws WorklinkError `InvalidInput` naming the first entry that is wrong
 */
export function readUsers(value: unknown): readonly KnownUser[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_USERS) {
    throw wrong(`The users are no list of 1 to ${MAX_USERS.toLocaleString('en')} entries.`);
  }
  const users = value.map((entry: unknown, index) => readUser(entry, index + 1));
  const seen = new Set<string>();
  for (const { email } of users) {
    if (seen.has(email.toLowerCase())) throw wrong(`The user ${quote(email)} is there twice.`);
    seen.add(email.toLowerCase());
  }
  return users;
}

function readUser(entry: unknown, position: number): KnownUser {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw wrong(`User ${String(position)} is no object with an email.`);
  }
  const { email, name, password, attributes = {}, ...others } = entry as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw wrong(`User ${String(position)} has the unknown member ${quote(unknown)}.`);
  const address = textOf(email, position, 'email');
  if (address === undefined) throw wrong(`User ${String(position)} has no email.`);
  const fullName = textOf(name, position, 'name');
  const secret = textOf(password, position, 'password');
  return {
    email: address,
    ...(fullName !== undefined && { name: fullName }),
    ...(secret !== undefined && { password: secret }),
    attributes: attributesOf(attributes, position),
  };
}

function attributesOf(value: unknown, position: number): KnownUser['attributes'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(`The attributes of user ${String(position)} are no object.`);
  }
  const entries = Object.entries(value);
  if (entries.length > MAX_ATTRIBUTES) throw wrong(`User ${String(position)} has too many attributes.`);
  return Object.fromEntries(
    entries.map(([name, given]: [string, unknown]) => {
      if (!ATTRIBUTE_NAME.test(name)) throw wrong(`${quote(name)} is no name of an attribute.`);
      const values: readonly unknown[] = Array.isArray(given) ? given : [given];
      const texts = values.map((text) => textOf(text, position, name));
      return [name, texts.filter((text) => text !== undefined)];
    }),
  );
}

function textOf(value: unknown, position: number, member: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  // Nothing of the value is repeated: it may be a password.
  if (typeof text !== 'string' || text.length > MAX_TEXT || /[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)) {
    throw wrong(
      `The ${member} of user ${String(position)} is no line of at most ${MAX_TEXT.toLocaleString('en')} characters.`,
    );
  }
  return text;
}

function wrong(message: string): Error {
  return ownError('InvalidInput', message, {
    hint: 'A user is written: - { email: alice@example.com, name: Alice, attributes: { department: Sales } }',
  });
}
