const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Decodes base64 that could not have been written otherwise but for white space (RFC 4648 §3.5 and §4): what Buffer would
 * skip, mend or round off is refused. Undefined for that, and for nothing at all.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[ \t\r\n]+/g, '');
  if (compact === '' || compact.length % 4 !== 0 || !BASE64.test(compact)) return undefined;
  const bytes = Buffer.from(compact, 'base64');
  return bytes.toString('base64') === compact ? bytes : undefined;
}
