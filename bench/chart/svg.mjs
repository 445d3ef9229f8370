// A small writer of SVG: elements with attributes and children, escaped, one a line.

/**
 * @typedef {Readonly<Record<string, string | number>>} Attributes
 * @typedef {{ readonly name: string, readonly attributes: Attributes, readonly children: readonly (Element | string)[] }} Element
 */

/** @type {(name: string, attributes: Attributes, ...children: readonly (Element | string)[]) => Element} */
export const element = (name, attributes, ...children) => ({ name, attributes, children });

/** @type {(x: number, y: number, text: string, attributes?: Attributes) => Element} */
export const label = (x, y, text, attributes = {}) => element('text', { x, y, ...attributes }, text);

/** @type {(root: Element) => string} */
export function write(root) {
  return `${lines(root, '').join('\n')}\n`;
}

/** @type {(node: Element, indent: string) => string[]} */
function lines({ name, attributes, children }, indent) {
  const open = `${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : value)}"`)
    .join('')}`;
  if (children.length === 0) return [`${indent}<${open}/>`];
  const [only] = children;
  if (children.length === 1 && typeof only === 'string') return [`${indent}<${open}>${escaped(only)}</${name}>`];
  const inside = children.flatMap((child) => (typeof child === 'string' ? [`${indent}  ${escaped(child)}`] : lines(child, `${indent}  `)));
  return [`${indent}<${open}>`, ...inside, `${indent}</${name}>`];
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
const rounded = (/** @type {number} */ number) => String(Math.round(number * 100) / 100);
