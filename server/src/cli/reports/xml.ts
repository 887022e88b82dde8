/**
 * Writes the XML of the reports. A library is not used: those that were looked at neither replace the characters that XML 1.0 cannot hold, nor
 * keep line ends and tabs in attributes.
 */
import { escapeAttribute } from '../../core/text/escape-markup.ts';

/** Attributes by name; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its content: elements, which are indented, or text that went through {@link escapeXml}. */
export function element(name: string, attributes: Attributes, content: readonly string[] | string = []): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const head = [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ');
  if (typeof content === 'string') return `<${head}>${content}</${name}>`;
  return content.length ? `<${head}>\n${indented(content)}\n</${name}>` : `<${head}/>`;
}

/** A document with this root, in UTF-8, ending with a line end. */
export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/** Text for an element or an attribute. Characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  const possible = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
  return escapeAttribute(possible).replace(/[\t\n\r\x7f-\x9f]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function indented(elements: readonly string[]): string {
  return elements.map((e) => `  ${e.replaceAll('\n', '\n  ')}`).join('\n');
}
