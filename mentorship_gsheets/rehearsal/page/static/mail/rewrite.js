// A draft with another subject and another text, as a mail program would save it: everything else stays as it was.

import { gmail } from "../api.js";

const WIDTH = 76;
const OF_BODY = /^(content-|mime-version$)/i;

const bytesOf = (text) => new TextEncoder().encode(text);

function base64(bytes) {
  let letters = "";
  for (let place = 0; place < bytes.length; place += 8192) letters += String.fromCharCode(...bytes.subarray(place, place + 8192));
  return btoa(letters);
}

const unpadded = (text) => text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** A header's text as encoded words (RFC 2047) where it is not plain, each of whole letters and short enough. */
export function encodeHeader(text) {
  const line = text.replaceAll(/[\r\n]+/g, " ");
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes("=?")) return line;
  const words = [""];
  for (const letter of line) {
    if (bytesOf(words.at(-1) + letter).length > 42) words.push("");
    words[words.length - 1] += letter;
  }
  return words.map((word) => `=?utf-8?b?${base64(bytesOf(word))}?=`).join("\r\n ");
}

const field = ({ name, value }) => `${name}: ${value}`;
const folded = (data) => data.replaceAll(new RegExp(`.{${WIDTH}}`, "g"), "$&\r\n");

/** The lines of one part with its headers; `texts` replaces what its text parts say, by type. */
async function partOf(message, part, texts, headers) {
  const own = (part.headers ?? []).filter(({ name }) => OF_BODY.test(name) && !/^content-transfer-encoding$/i.test(name));
  const inner = part.parts ?? [];
  if (inner.length) {
    const boundary = `part-${crypto.randomUUID()}`;
    const type = `Content-Type: ${part.mimeType}; boundary="${boundary}"`;
    const rest = own.filter(({ name }) => !/^content-type$/i.test(name)).map(field);
    const bodies = await Promise.all(inner.map((each) => partOf(message, each, texts, [])));
    return [...headers, ...rest, type, "", ...bodies.flatMap((body) => [`--${boundary}`, ...body]), `--${boundary}--`, ""];
  }
  const text = part.filename ? undefined : texts[part.mimeType];
  const type = text === undefined ? own.map(field)
    : [`Content-Type: ${part.mimeType}; charset="utf-8"`, ...own.filter(({ name }) => /^(content-disposition|mime-version)$/i.test(name)).map(field)];
  const data = text === undefined
    ? (part.body?.data ?? (part.body?.attachmentId ? (await gmail.attachment(message.id, part.body.attachmentId)).data : ""))
        .replaceAll("-", "+").replaceAll("_", "/")
    : base64(bytesOf(text));
  return [...headers, ...type, "Content-Transfer-Encoding: base64", "", folded(data), ""];
}

/**
 * The message anew, as `drafts.update` takes it.
 * @param {Object} message as the API gave it, in full
 * @param {{subject: string, texts: Object<string, string>}} wanted `texts` by type: `text/plain`, `text/html`
 */
export async function rewritten(message, { subject, texts }) {
  const kept = message.payload.headers.filter(({ name }) => !OF_BODY.test(name));
  const headers = kept.map((one) => field(/^subject$/i.test(one.name) ? { name: one.name, value: encodeHeader(subject) } : one));
  if (!kept.some(({ name }) => /^subject$/i.test(name))) headers.push(field({ name: "Subject", value: encodeHeader(subject) }));
  const lines = await partOf(message, message.payload, texts, headers);
  return unpadded(base64(bytesOf(lines.join("\r\n"))));
}
