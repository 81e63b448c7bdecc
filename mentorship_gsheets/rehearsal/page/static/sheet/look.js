// From the API's formats to CSS, and how high a text stands in its cell.

const CELL_FONT = '"Liberation Sans", Arial, Helvetica, sans-serif';
const POINT = 4 / 3;
const LEADING = 1.275;
const PADDING = { x: 4, y: 2 };

const context = document.createElement("canvas").getContext("2d");

/** A colour of the API (`ColorStyle` or `Color`) as CSS; null where there is none. */
export function colour(style) {
  const rgb = style?.rgbColor ?? (style && !style.themeColor ? style : null);
  if (!rgb) return null;
  const part = (value) => Math.round((value ?? 0) * 255);
  return `rgb(${part(rgb.red)} ${part(rgb.green)} ${part(rgb.blue)})`;
}

const fontSize = (format) => (format?.textFormat?.fontSize ?? 10) * POINT;

function fontFamily(format) {
  const named = format?.textFormat?.fontFamily;
  return named && named !== "Arial" ? `${JSON.stringify(named)}, ${CELL_FONT}` : CELL_FONT;
}

const ALIGN = { LEFT: "left", CENTER: "center", RIGHT: "right" };
const STAND = { TOP: "start", MIDDLE: "center", BOTTOM: "end" };

/** How a cell's text is aligned where no format says so: numbers right, truth values in the middle. */
export function alignment(cell) {
  const given = ALIGN[cell.effectiveFormat?.horizontalAlignment];
  if (given) return given;
  const value = cell.effectiveValue ?? {};
  if ("numberValue" in value) return "right";
  return "boolValue" in value || "errorValue" in value ? "center" : "left";
}

/** Dress a cell's element in its effective format. */
export function dress(element, cell) {
  const format = cell.effectiveFormat ?? {};
  const style = element.style;
  const background = colour(format.backgroundColorStyle);
  if (background && background !== "rgb(255 255 255)") style.backgroundColor = background;
  style.alignItems = STAND[format.verticalAlignment] ?? "end";
  style.textAlign = alignment(cell);
  style.whiteSpace = format.wrapStrategy === "WRAP" ? "pre-wrap" : "pre";
  dressText(element, format.textFormat ?? {});
  for (const [side, border] of Object.entries(format.borders ?? {})) {
    const line = { DASHED: "dashed", DOTTED: "dotted", DOUBLE: "double" }[border.style] ?? "solid";
    const width = { SOLID_MEDIUM: 2, SOLID_THICK: 3, DOUBLE: 3 }[border.style] ?? 1;
    style.setProperty(`border-${side}`, `${width}px ${line} ${colour(border.colorStyle) ?? "black"}`);
  }
}

/** Dress a text, or a run of it, in a `TextFormat`. */
export function dressText(element, text) {
  const style = element.style;
  const ink = colour(text.foregroundColorStyle);
  if (ink && ink !== "rgb(0 0 0)") style.color = ink;
  if (text.bold !== undefined) style.fontWeight = text.bold ? "700" : "400";
  if (text.italic !== undefined) style.fontStyle = text.italic ? "italic" : "normal";
  const lines = [text.underline && "underline", text.strikethrough && "line-through"].filter(Boolean);
  if (lines.length) style.textDecoration = lines.join(" ");
  if (text.fontSize && text.fontSize !== 10) style.fontSize = `${text.fontSize * POINT}px`;
  if (text.fontFamily && text.fontFamily !== "Arial") style.fontFamily = fontFamily({ textFormat: text });
}

/** The height a cell needs in a column of some width: all its lines, wrapped where its format says so. */
export function neededHeight(cell, width) {
  const text = cell.formattedValue;
  const size = fontSize(cell.effectiveFormat);
  const lineHeight = size * LEADING;
  let lines = 1;
  if (text) {
    const wrapped = cell.effectiveFormat?.wrapStrategy === "WRAP";
    const paragraphs = text.split("\n");
    const room = width - 2 * PADDING.x - 2;
    lines = paragraphs.length;
    // No letter is wider than the em, so short texts need no measuring.
    if (wrapped && paragraphs.some((paragraph) => paragraph.length * size > room)) {
      const textFormat = cell.effectiveFormat.textFormat ?? {};
      const slant = textFormat.italic ? "italic " : "";
      context.font = `${slant}${textFormat.bold ? 700 : 400} ${size}px ${fontFamily(cell.effectiveFormat)}`;
      lines = paragraphs.reduce((sum, paragraph) => sum + linesOf(paragraph, room), 0);
    }
  }
  return Math.round(lines * lineHeight + 2 * PADDING.y);
}

function linesOf(paragraph, room) {
  const width = (text) => context.measureText(text).width;
  if (width(paragraph) <= room) return 1;
  let lines = 1;
  let used = 0;
  for (const piece of paragraph.match(/\S+\s*|\s+/g) ?? []) {
    const bare = width(piece.trimEnd());
    if (used > 0 && used + bare > room) {
      lines += 1;
      used = 0;
    }
    if (bare > room) {
      // A word longer than the line is broken within.
      const more = Math.ceil(bare / room) - 1;
      lines += more;
      used = bare - more * room;
    } else used += width(piece);
  }
  return lines;
}
