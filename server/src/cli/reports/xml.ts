/** Just enough XML to write a report, in a form that every reader takes. */
import { escapeAttribute } from '../../core/text/escape-markup.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with what stands in it: elements, or text that went through {@link escapeXml}. */
export function element(name: string, attributes: Attributes, content: readonly string[] | string = []): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const head = [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ');
  if (typeof content === 'string') return `<${head}>${content}</${name}>`;
  return content.length ? `<${head}>\n${indented(content)}\n</${name}>` : `<${head}/>`;
}

export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/** Text for an element or an attribute. What XML 1.0 cannot hold at all is shown as U+FFFD. */
export function escapeXml(text: string): string {
  const possible = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
  return escapeAttribute(possible).replace(/[\t\n\r\x7f-\x9f]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function indented(elements: readonly string[]): string {
  return elements.map((e) => `  ${e.replaceAll('\n', '\n  ')}`).join('\n');
}
