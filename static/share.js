// Copies the link with one press: what is shown is converted first, then the link is made and copied.
"use strict";

// Asks for the panel with the link; the server has the only say in what may be shared.
async function sharing(button) {
  const data = new FormData(button.form, button);
  const response = await fetch(button.formAction, { method: "POST", body: data, headers: { "HX-Request": "true" } });
  const made = document.createElement("template");
  made.innerHTML = await response.text();
  const panel = response.ok ? made.content.getElementById("share") : null;
  if (!panel) throw made.content;
  return panel;
}

async function share(pressed) {
  const button = await current(pressed);
  if (!button) return;
  const linked = sharing(button).then((panel) => {
    document.getElementById("share").replaceWith(panel);
    enhance(panel);
    panel.querySelector("[data-focus]")?.focus({ preventScroll: true });
    return panel.querySelector("#share-address")?.value;
  });
  try {
    const { address, isCopied } = await copied(linked);
    if (!address) say(document.getElementById("share-title")?.textContent ?? "No link was made.");
    else tell(isCopied);
  } catch (problem) {
    refuse(problem);
  }
}

function tell(isCopied) {
  say(isCopied ? "The link was copied." : "The link is made and selected; press Ctrl+C to copy it.");
  document.getElementById("copy-address").textContent = isCopied ? "Copied" : "Press Ctrl+C";
  if (!isCopied) document.getElementById("share-address").select();
}

// Safari takes a text that comes later only as a promise; others take it when it is there.
async function copied(linked) {
  const later = linked.then((address) => {
    if (!address) throw null;
    return new Blob([address], { type: "text/plain" });
  });
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": later })]);
    return { address: await linked, isCopied: true };
  } catch {
    later.catch(() => {});
  }
  const address = await linked;
  try {
    if (address) await navigator.clipboard.writeText(address); // there is no clipboard without https
    return { address, isCopied: true };
  } catch {
    return { address, isCopied: false };
  }
}

function refuse(problem) {
  const box = document.getElementById("problem");
  const told = problem instanceof DocumentFragment && problem.childNodes.length;
  if (told) box.replaceChildren(problem);
  else box.textContent = "No link was made: the server can't be reached. Try again.";
  box.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  event.preventDefault();
  share(button);
});

// What is chosen about a link changes nothing that is converted.
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    if (event.target.closest("[data-quiet]")) event.stopPropagation();
  }, true);
}
