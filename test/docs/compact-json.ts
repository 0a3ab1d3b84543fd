const WIDTH = 118;

/** JSON for people: what fits stands on one line, and short fields share one. Parsing it gives the value back. */
export function compactJson(value: unknown, indent = ''): string {
  const flat = flatJson(value);
  if (typeof value !== 'object' || value === null || flat.length <= WIDTH - indent.length) return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((part) => compactJson(part, inner))
    : Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${compactJson(part, inner)}`);
  return `${open}\n${fill(parts, inner)}\n${indent}${close}`;
}

/** Puts as many parts on a line as it takes; one of several lines stands alone. */
function fill(parts: readonly string[], indent: string): string {
  const lines: string[] = [];
  let isOpen = false;
  parts.forEach((part, index) => {
    const text = index < parts.length - 1 ? `${part},` : part;
    const last = lines.at(-1) ?? '';
    const joins = isOpen && !text.includes('\n') && last.length + text.length < WIDTH;
    if (joins) lines[lines.length - 1] = `${last} ${text}`;
    else lines.push(`${indent}${text}`);
    isOpen = !text.includes('\n');
  });
  return lines.join('\n');
}

function flatJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatJson).join(', ')}]`;
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}: ${flatJson(field)}`);
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
}
