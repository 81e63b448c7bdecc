// The public REST endpoints of Sheets, Drive, Gmail and Forms, with the page's bearer token: nothing else is asked
// of the server, so the page can do what the same person could do through Google's API and no more.

const token = new URLSearchParams(location.search).get("token") ?? "";

/** The server said no, in its own words; `status` 0: it could not be reached at all. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(verb, path, { query = {}, body } = {}) {
  const address = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) address.searchParams.append(name, one);
  }
  const headers = { Authorization: `Bearer ${token}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let reply;
  try {
    reply = await fetch(address, { method: verb, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal(0, "The rehearsal does not answer. Is it still running?");
  }
  const text = await reply.text();
  if (!reply.ok) throw new Refusal(reply.status, wording(text) ?? `The server answered ${reply.status}.`);
  return text ? JSON.parse(text) : {};
}

function wording(text) {
  try {
    return JSON.parse(text).error.message;
  } catch {
    return null;
  }
}

/** All pages of a list, as one list. */
async function every(path, query, name) {
  const found = [];
  let pageToken = "";
  do {
    const page = await call("GET", path, { query: pageToken ? { ...query, pageToken } : query });
    found.push(...(page[name] ?? []));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}

/** Who the organizer, the mailbox and the tool are here. */
export const session = () => call("GET", "/page/session");

const workbook = (id) => `/v4/spreadsheets/${encodeURIComponent(id)}`;

export const sheets = {
  read: (id, query) => call("GET", workbook(id), { query }),
  batch: (id, requests) => call("POST", `${workbook(id)}:batchUpdate`, { body: { requests } }),
  /** Returns what the cells hold by it, in the very moment of writing: formulas as such, dates as numbers. */
  enter: (id, range, values) =>
    call("PUT", `${workbook(id)}/values/${encodeURIComponent(range)}`, {
      query: { valueInputOption: "USER_ENTERED", includeValuesInResponse: true, responseValueRenderOption: "FORMULA" },
      body: { range, majorDimension: "ROWS", values },
    }).then((reply) => reply.updatedData.values ?? []),
  values: async (id, gridRanges, valueRenderOption = "FORMATTED_VALUE") => {
    const dataFilters = gridRanges.map((gridRange) => ({ gridRange }));
    const body = { dataFilters, valueRenderOption, majorDimension: "ROWS" };
    const reply = await call("POST", `${workbook(id)}/values:batchGetByDataFilter`, { body });
    // Replies name the filter each belongs to; ranges without values have no `values`.
    const same = (one, other) => JSON.stringify(extent(one)) === JSON.stringify(extent(other));
    return gridRanges.map((wanted) => {
      const found = (reply.valueRanges ?? []).find((part) => part.dataFilters.some((f) => same(f.gridRange, wanted)));
      return found?.valueRange.values ?? [];
    });
  },
  range: (id, range) =>
    call("GET", `${workbook(id)}/values/${encodeURIComponent(range)}`).then((reply) => reply.values ?? []),
};

function extent(range) {
  return ["sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"].map((name) => range[name] ?? 0);
}

export const drive = {
  files: () => every("/drive/v3/files", { q: "trashed = false", fields: "nextPageToken,files(id,name,mimeType)" }, "files"),
  version: (id) =>
    call("GET", `/drive/v3/files/${encodeURIComponent(id)}`, { query: { fields: "version" } }).then((file) => file.version),
};

const mailbox = "/gmail/v1/users/me";

export const gmail = {
  drafts: () => every(`${mailbox}/drafts`, { maxResults: 500 }, "drafts"),
  sent: () => every(`${mailbox}/messages`, { labelIds: "SENT", maxResults: 500 }, "messages"),
  message: (id) => call("GET", `${mailbox}/messages/${encodeURIComponent(id)}`, { query: { format: "full" } }),
  draft: (id) => call("GET", `${mailbox}/drafts/${encodeURIComponent(id)}`, { query: { format: "full" } }),
  attachment: (message, id) =>
    call("GET", `${mailbox}/messages/${encodeURIComponent(message)}/attachments/${encodeURIComponent(id)}`),
  update: (id, raw) => call("PUT", `${mailbox}/drafts/${encodeURIComponent(id)}`, { body: { message: { raw } } }),
  remove: (id) => call("DELETE", `${mailbox}/drafts/${encodeURIComponent(id)}`),
  send: (id) => call("POST", `${mailbox}/drafts/send`, { body: { id } }),
};

const formPath = (id) => `/v1/forms/${encodeURIComponent(id)}`;

export const forms = {
  form: (id) => call("GET", formPath(id)),
  responses: (id) => every(`${formPath(id)}/responses`, {}, "responses"),
  /** Filling in a form has no API at Google; this one address is the page's own. */
  submit: (id, answer) => call("POST", `/page/forms/${encodeURIComponent(id)}/responses`, { body: answer }),
};
