// Foreign text inside Markdown that people and agents read.

/** Foreign text in Markdown stays text: no links, images, code, headings or markup out of it. */
export function asText(text: string): string {
  return text.replace(/([\\`*_[\]<>#|!~])/g, '\\$1')
}
