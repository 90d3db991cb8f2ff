// The converter's form: the result belongs to what was sent, and nothing that a person does meanwhile is lost.
"use strict";

const form = document.getElementById("convert");
const result = document.getElementById("result");
let edits = 0; // how often the form was edited, and how often it was when the request was sent and the result made
let sentAt = 0;
let shownAt = 0;
let sending = null; // the request under way
let sentByForm = false;
let pressing = null; // the button that is being pressed; it must not be swapped away
let releasing = 0;
let owed = null; // a request that was put off, or whose answer was, with the button that made it
let paying = 0;
let waiting = []; // who waits for a result that belongs to the form

function putOff(button) {
  owed = { button: button ?? owed?.button ?? null };
  clearTimeout(paying);
  paying = setTimeout(pay, 450);
}

function pay() {
  if (!owed || pressing || sending) return;
  const { button } = owed;
  if (button?.isConnected) button.click();
  else htmx.trigger(result, "refresh");
}

whenShown = async () => {
  while (sending || owed || shownAt !== edits) {
    if (!sending) htmx.trigger(result, "refresh");
    if (!(await new Promise((done) => waiting.push(done)))) return false;
  }
  return true;
};

function answered(well) {
  sending = null;
  if (owed) {
    if (waiting.length) pay();
    return;
  }
  if (well) shownAt = sentAt;
  for (const done of waiting.splice(0)) done(well);
}

form?.addEventListener("input", (event) => {
  edits += 1;
  if (owed) putOff();
  const option = event.target.closest(".option");
  if (!option) return;
  if (event.target.type === "text") option.querySelector("[type=radio]").checked = true;
  else for (const field of option.parentElement.querySelectorAll("[type=text]")) {
    if (!option.contains(field)) field.value = field.defaultValue;
  }
});

// How a text came in decides how loudly a fault in it is told; a new text is shown from its beginning.
form?.addEventListener("beforeinput", (event) => {
  const box = event.target;
  if (box.id !== "source") return;
  const pasted = event.inputType.startsWith("insertFromPaste") || event.inputType === "insertFromDrop";
  form.elements.how.value = pasted ? "pasted" : "typed";
  if (box.value && box.selectionStart === 0 && box.selectionEnd === box.value.length) form.elements.fresh.value = "yes";
});

form?.addEventListener("keydown", (event) => {
  if (event.key === " ") press(event.target.closest("button"));
});
form?.addEventListener("pointerdown", (event) => press(event.target.closest("button")));
for (const name of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(name, () => release(350));
document.addEventListener("click", () => release(0));

function press(button) {
  clearTimeout(releasing);
  pressing = button;
}

// The click of a tap comes some time after the finger has left.
function release(delay) {
  if (!pressing && !owed) return;
  clearTimeout(releasing);
  releasing = setTimeout(() => {
    pressing = null;
    pay();
  }, delay);
}

// The second half of a double press doesn't hit what has taken the button's place.
let first = null;
document.addEventListener("click", (event) => {
  if (event.detail < 2) first = event.target;
  else if (first && !first.isConnected && !(first.id && first.id === event.target.id)) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (elt === form || triggeringEvent?.type === "refresh") return;
  const nothingNew = sentAt === edits;
  if (!nothingNew && !pressing && !(sending && sentByForm) && !owed?.button) return;
  event.preventDefault();
  if (!nothingNew) putOff();
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === form) event.detail.formData?.set("how", "");
});

document.addEventListener("htmx:beforeSend", (event) => {
  sending = event.detail.xhr;
  sentByForm = event.detail.elt === form;
  sentAt = edits;
  owed = null;
});

// Who comes back to the page finds the text as it was left; the result is made for it again.
addEventListener("pageshow", () => {
  const box = document.getElementById("source");
  if (!box || box.value === box.defaultValue) return;
  edits += 1;
  htmx.trigger(result, "refresh");
});

let place = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (pressing || sentAt !== edits) {
    detail.shouldSwap = false;
    putOff(detail.requestConfig.triggeringEvent?.submitter);
  } else place = remember();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr } = event.detail;
  if (xhr === sending && xhr.status) answered(xhr.status < 400);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => answered(false));

document.addEventListener("htmx:afterSettle", () => {
  settled();
  queueMicrotask(restore); // htmx scrolls to the address's anchor after this event
});

function settled() {
  enhance(document);
  const problem = document.querySelector("#problem > *");
  const stale = problem !== null || document.querySelector("#typing > *") !== null;
  if (!stale) form.elements.fresh.value = "";
  document.getElementById("source").setAttribute("aria-invalid", String(stale));
  problem?.scrollIntoView({ block: "nearest" });
  result.classList.toggle("stale", stale);
  for (const button of document.querySelectorAll("#result [data-copy], #result [data-download]")) button.disabled = stale;
}

function remember() {
  const found = [];
  let one = document.activeElement;
  if (!result.contains(one)) return null;
  for (; one !== result; one = one.parentElement) {
    if (one.id) found.push({ id: one.id, top: one.getBoundingClientRect().top });
  }
  return found;
}

// What had the focus keeps it and its place on the screen; where it is gone, what it stood in takes both.
function restore() {
  const goal = result.querySelector("[data-focus]");
  goal?.removeAttribute("data-focus");
  if (goal) place = null;
  goal?.focus({ preventScroll: true });
  const kept = place?.find(({ id }) => document.getElementById(id));
  const active = document.activeElement;
  const moved = active !== document.body && active.id !== place?.[0]?.id;
  place = null;
  if (!kept || moved) return;
  const near = document.getElementById(kept.id);
  const within = near.querySelector("input:checked") ?? near.querySelector("input:not([type=hidden]), button, a, summary");
  if (active === document.body) (within ?? near).focus({ preventScroll: true });
  window.scrollBy({ top: near.getBoundingClientRect().top - kept.top, behavior: "instant" });
}
