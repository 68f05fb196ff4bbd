import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { EXCERPT_LENGTH, excerpt } from '../../src/core/saml/excerpt.js';
import { decodeXml } from '../../src/core/saml/xml/decode.js';
import { parseXml } from '../../src/core/saml/xml/parse.js';
import { positionIn } from '../../src/core/saml/xml/position.js';
import {
  attributeOf,
  childrenNamed,
  descendantsAt,
  isTrue,
  listItems,
  trimXmlSpace,
  type XmlElement,
} from '../../src/core/saml/xml/tree.js';

function rootOf(text: string): XmlElement {
  const parsed = parseXml(text);
  assert.ok(parsed.root !== undefined, JSON.stringify(parsed.findings));
  return parsed.root;
}

/** XML 1.0 §2.2 allows these characters only. */
const xmlText = fc
  .string({ unit: 'binary' })
  .map((text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ''));

function escaped(text: string): string {
  return text.replace(/[&<>"'\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

describe('the XML tree', () => {
  it('names, namespaces, attributes, children and text are as written', () => {
    const root = rootOf(
      '<a:r xmlns:a="u:a" xmlns="u:d" a:x="1" x="2">t<b a:y="">é</b><!-- c -->u<![CDATA[<v>]]></a:r>',
    );

    assert.deepEqual([root.namespace, root.localName, root.name], ['u:a', 'r', 'a:r']);
    assert.equal(attributeOf(root, 'x', 'u:a'), '1');
    assert.equal(attributeOf(root, 'x'), '2');
    assert.equal(attributeOf(root, 'y'), undefined);
    assert.equal(root.text, 'tu<v>');
    const [child] = childrenNamed(root, 'u:d', 'b');
    assert.equal(child?.text, 'é');
    assert.deepEqual(childrenNamed(root, '', 'b'), []);
  });

  it('a comment does not end a value', () => {
    assert.equal(
      rootOf('<a>admin@example.com<!-- -->.evil.example</a>').text,
      'admin@example.com.evil.example',
    );
  });

  it('a default namespace can be undone, and prefixes bound again', () => {
    const root = rootOf('<a xmlns="u:1" xmlns:p="u:2"><b xmlns=""><p:c xmlns:p="u:3"/></b><p:c/></a>');

    assert.equal(descendantsAt(root, '', ['b']).length, 1);
    assert.deepEqual(
      root.children.flatMap((child) => [child, ...child.children]).map((child) => child.namespace),
      ['', 'u:3', 'u:2'],
    );
  });

  it('elements know where they begin, whatever ends the lines', () => {
    for (const newline of ['\n', '\r\n', '\r']) {
      const root = rootOf(
        `<?xml version="1.0"?>${newline}${newline} <a${newline}x="1"><b${newline}/><c/></a>`,
      );

      assert.deepEqual(root.position, { line: 3, column: 2 });
      assert.deepEqual(
        root.children.map((child) => child.position),
        [
          { line: 4, column: 7 },
          { line: 5, column: 3 },
        ],
      );
    }
  });

  it('names that every object has are names like others', () => {
    const root = rootOf('<__proto__ constructor="1" __proto__="2"><toString/></__proto__>');

    assert.equal(attributeOf(root, '__proto__'), '2');
    assert.equal(attributeOf(root, 'constructor'), '1');
    assert.equal(attributeOf(root, 'hasOwnProperty'), undefined);
    assert.equal(childrenNamed(root, '', 'toString').length, 1);
    assert.equal(parseXml('<constructor:a/>').findings[0]?.id, 'xml-malformed');
    assert.equal(parseXml('<a>&constructor;</a>').findings[0]?.id, 'xml-malformed');
  });

  it('nothing in it can be changed', () => {
    const root = rootOf('<a x="1"><b/></a>');

    for (const part of [root, root.attributes, root.attributes[0], root.children])
      assert.ok(Object.isFrozen(part));
  });

  it('any text comes back as it was, from text and from an attribute', () => {
    fc.assert(
      fc.property(xmlText, xmlText, (text, value) => {
        const root = rootOf(`<a b="${escaped(value)}">${escaped(text)}</a>`);
        assert.equal(root.text, text);
        assert.equal(attributeOf(root, 'b'), value);
      }),
    );
  });

  it('line ends in text become one line feed, and white space in attributes a space', () => {
    const root = rootOf('<a b="1\r\n2\r3\t4">1\r\n2\r3</a>');

    assert.equal(root.text, '1\n2\n3');
    assert.equal(attributeOf(root, 'b'), '1 2 3 4');
  });
});

describe('decoding', () => {
  it('is the inverse of encoding, in every encoding read', () => {
    const anyText = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `<a>${text}</a>`);
    fc.assert(
      fc.property(anyText, (text) => {
        const forms = [
          Buffer.from(text),
          Buffer.from(`\ufeff${text}`),
          Buffer.from(`\ufeff${text}`, 'utf16le'),
          Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
        ];
        for (const bytes of forms) assert.deepEqual(decodeXml(bytes, 10_000), { text, findings: [] });
      }),
    );
  });

  it('ISO 8859-1 is taken by the letter, not for Windows-1252', () => {
    const head = Buffer.from('<?xml version="1.0" encoding="Latin1"?>');

    const decoded = decodeXml(Buffer.concat([head, Buffer.from([0x80, 0xe9, 0xff])]), 1000);

    assert.equal(decoded.text?.slice(head.length), '\u0080éÿ');
  });

  it('a declaration further down, or in a comment, declares nothing', () => {
    for (const text of [
      '<!-- <?xml version="1.0" encoding="utf-16"?> --><a/>',
      '<a encoding="utf-16"/>',
      '<?xml version="1.0"?><a encoding="utf-16"?>',
      `<?xml version="1.0" ${' '.repeat(2000)}encoding="utf-16"?><a/>`,
    ]) {
      assert.deepEqual(decodeXml(Buffer.from(text), 10_000), { text, findings: [] });
    }
  });

  it('the limit is in code points, to the one', () => {
    for (const unit of ['a', 'é', '例', '𝒶']) {
      const exact = unit.repeat(100);
      for (const encode of [
        (text: string) => text,
        (text: string) => Buffer.from(text),
        (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
      ]) {
        assert.equal(decodeXml(encode(exact), 100).text, exact);
        assert.equal(decodeXml(encode(`${exact}a`), 100).findings[0]?.id, 'xml-too-large');
      }
    }
  });
});

describe('small parts of XML', () => {
  it('positions count from 1, and a line end belongs to its line', () => {
    const text = 'ab\r\nc\rd\n';

    const places = [0, 2, 3, 4, 6, 8].map((offset) => {
      const { line, column } = positionIn(text, offset);
      return `${line}:${column}`;
    });

    assert.deepEqual(places, ['1:1', '1:3', '1:4', '2:1', '3:1', '4:1']);
  });

  it('white space is what XML says it is', () => {
    assert.equal(trimXmlSpace(' \t\r\na\u00a0 '), 'a\u00a0');
    assert.equal(trimXmlSpace(' \n'), '');
    assert.deepEqual(listItems(' a\u00a0b\tc\n'), ['a\u00a0b', 'c']);
    assert.deepEqual(listItems(''), []);
  });

  it('booleans are xs:boolean', () => {
    assert.deepEqual(
      ['true', ' 1\n', 'false', '0', 'TRUE', 'yes', '', undefined].map((value) => isTrue(value)),
      [true, true, false, false, false, false, false, false],
    );
  });

  it('an excerpt is one printable line of at most 120 code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const shown = excerpt(text);
        assert.ok(Array.from(shown).length <= EXCERPT_LENGTH);
        assert.doesNotMatch(shown, /[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
    assert.equal(excerpt('  a\r\n\tb\u202e\u001b[31m\u0000c  '), 'a b[31mc');
    assert.equal(excerpt('x'.repeat(120)), 'x'.repeat(120));
    assert.equal(excerpt('x'.repeat(121)), `${'x'.repeat(119)}…`);
    assert.equal(excerpt(`${' '.repeat(5000)}x`), '…');
  });
});
