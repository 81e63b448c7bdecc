// Going to a place in the spreadsheet by its name or by a link.

import { parseBox } from "./a1.js";
import { linksOf } from "./paint.js";

/** Select the cells named by a text like `B2:C9`; anything else changes nothing. */
export function goTo(sheet, text) {
  const box = parseBox(text);
  if (box) {
    sheet.selection.to(box.top, box.left);
    sheet.selection.to(box.bottom, box.right, true);
  }
  sheet.grid.element.focus({ preventScroll: true });
}

/** Go where a link on this page leads: `#gid=5&range=B7` in the spreadsheet, `#mail/find/words` in the mailbox. */
export async function follow(sheet, address) {
  if (address.startsWith("#mail/")) {
    location.hash = address;
    return;
  }
  const asked = new URLSearchParams(address.slice(1));
  const tab = sheet.book.tab(Number(asked.get("gid") ?? sheet.tab.id));
  if (!tab) return;
  if (tab !== sheet.tab) await sheet.open(tab);
  goTo(sheet, asked.get("range") ?? "A1");
}

/** Go where the first link of the active cell leads; out of the spreadsheet, in a tab of its own. */
export function followLink(sheet) {
  const [link] = linksOf(sheet.activeCell());
  if (link?.address.startsWith("#")) follow(sheet, link.address);
  else if (/^(https?|mailto):/i.test(link?.address ?? "")) window.open(link.address, "_blank", "noopener,noreferrer");
}
